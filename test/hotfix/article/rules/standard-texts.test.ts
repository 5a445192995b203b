import { describe, expect, it } from 'vitest';
import standardTexts from '../../../../src/hotfix/article/lexicon/standard-texts.json' with { type: 'json' };
import { rowText } from '../../../../src/hotfix/article/row-text.js';
import { RuleWords } from '../../../../src/hotfix/article/rules/rule-words.js';
import { StandardTexts } from '../../../../src/hotfix/article/rules/standard-texts.js';

const languages = Object.entries(standardTexts.languages) as [string, string[]][];
const textsOf = (language: string) => new StandardTexts(new RuleWords([], language), language);
const folded = (text: string) => ` ${rowText(text).folded} `;

describe('standard texts', () => {
  it.each(languages)('have their own sentences: %s', (language, texts) => {
    const known = textsOf(language);
    const sentences = texts
      .flatMap((text) => text.split(/(?<=\.)\s|(?<=。)/))
      .filter((one) => /\p{L}/u.test(one));
    expect(sentences.filter((one) => !known.has(folded(one)))).toEqual([]);
  });

  it.each([
    [
      'en',
      'This security update installs files with the attributes that are listed in the following tables.',
    ],
    ['en', 'For all supported editions of Windows Server 2008 (x64):'],
    [
      'en',
      'For a complete list of Microsoft Customer Service and Support telephone numbers or to create a separate service request, visit the following Microsoft website:',
    ],
    ['en', 'If you have questions, contact our support.'],
    ['de', 'Dieser Hotfix installiert Dateien mit den folgenden Attributen.'],
    ['de', 'Bei Fragen wenden Sie sich an unseren Support.'],
    [
      'de',
      'Die englische Version dieses Hotfixes weist die in der nachstehenden Tabelle aufgelisteten Dateiattribute (oder höhere) auf.',
    ],
    ['fr', 'Les heures de ce fichier sont indiquées en temps universel.'],
    ['ja', '修正プログラムのファイル属性は次の表に記載されています。'],
    ['zh', '这些文件的时间以协调世界时列出。'],
    [
      'en',
      'The dates and the times for these files on your local computer are displayed in your local time together with your current daylight saving time (DST) bias.',
    ],
    [
      'en',
      'Note Because of file dependencies, the most recent hotfix that contains the preceding files may also contain additional files.',
    ],
    ['en', 'How to obtain Microsoft support files from online services'],
    ['en', 'To remove this update, use Programs and Features in Control Panel.'],
    ['it', "Le date e gli orari di questi file sono espressi in base all'ora UTC."],
    ['pt', 'As datas e as horas desses arquivos estão listadas no Horário Universal Coordenado (UTC).'],
    [
      'de',
      'Die englische Version dieses Hotfixes weist die in der nachstehenden Tabelle aufgelisteten Dateiattribute (oder höher) auf.',
    ],
    ['de', 'Wenn Sie die Dateiinformationen anzeigen, erfolgt eine Konvertierung in die lokale Zeit.'],
    [
      'fr',
      'Lorsque vous affichez les informations sur le fichier, celles-ci sont converties en heure locale.',
    ],
    [
      'es',
      'La versión en inglés de esta revisión tiene los atributos de archivo (u otros posteriores) mostrados en la tabla siguiente.',
    ],
    ['ja', 'ただし、これより新しい修正プログラムがリリースされている可能性もあります。'],
  ])('have their words in another order: %s %s', (language, text) => {
    expect(textsOf(language).has(folded(text))).toBe(true);
  });

  it.each([
    ['a word that none has', 'en', 'This hotfix installs files that have the attributes of the beta.'],
    [
      'a denial where none has it',
      'en',
      'This hotfix does not install files that are listed in the following table.',
    ],
    ['words of several texts', 'en', 'Microsoft scanned the registry after you apply the digital signature.'],
    ['a number in letters', 'en', 'This hotfix installs two files.'],
    ['an order to remove something else', 'en', 'To uninstall this hotfix, remove its files.'],
    ['a denial in German', 'de', 'Die Dateien sind nicht im Paket.'],
    ['a denial with a word that only begins like one', 'en', 'Files that are not in the package'],
    ['a denial of parts of a sentence', 'de', 'Die Dateien sind nicht installiert.'],
    ['a limit where none has it', 'en', 'Files in this table are for the LDR service branch only.'],
    [
      'a difference where none has it',
      'en',
      'The files in the tables are different from the files of the update.',
    ],
    ['some of what is listed', 'en', 'Only one of these files is included in this update.'],
    ['a word that begins like a short one', 'en', 'Sizes are of the packed files.'],
    ['part of a denial', 'en', 'The files that are listed in the file information table are not installed.'],
    ['a difference in German', 'de', 'Die Attribute der Dateien in der Tabelle unterscheiden sich.'],
    ['a difference in Japanese', 'ja', '表のファイルは別のバージョンです。'],
    ['another word in Japanese', 'ja', '修正プログラムのファイルは壊れています、破損、欠陥。'],
    ['another word in Chinese', 'zh', '这些文件已损坏，数据错误。'],
    ['another place', 'en', 'The file attributes are listed in the security bulletin.'],
    ['some words of a sentence', 'en', 'The file information is converted.'],
    ['another order', 'en', 'These are the files of the localized version.'],
    ['another order in German', 'de', 'Die Attribute der Tabelle sind die der englischen Version.'],
    ['what only a sentence that denies has', 'en', 'You have to make changes to the registry for the files.'],
  ])('do not have %s', (_, language, text) => {
    expect(textsOf(language).has(folded(text))).toBe(false);
  });

  it.each([
    ['en', 'File information notes', true],
    ['en', 'Additional file information for Windows Server 2008', true],
    ['en', 'Problem files', false],
    ['en', 'Localized version', false],
    ['ja', 'ファイル情報', true],
  ])('may be a whole heading, and not part of one: %s %s', (language, text, isOne) => {
    expect(textsOf(language).hasTitle(folded(text))).toBe(isOne);
  });

  it('tell the words that none has', () => {
    const strange = textsOf('en').strangeWordsIn(folded('Contoso Widget for Windows Server 2003'), 'every');
    expect(strange).toEqual(['contoso', 'widget']);
  });
});
