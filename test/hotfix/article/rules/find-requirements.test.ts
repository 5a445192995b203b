import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { articleText, english, translations } from '../../../support/articles.js';

const imported = (change: (text: string) => string) => importArticle(change(articleText(english)));
const factsOf = (change: (text: string) => string) => imported(change).facts!;

describe('findPrerequisites', () => {
  it('quotes what names no product of a table', () => {
    const sentence = 'There are no prerequisites for this hotfix.';
    const { prerequisites } = factsOf((text) => text.replace(english.prerequisites[1], sentence));
    expect(prerequisites).toEqual({ summary: sentence, anyOf: [] });
  });

  it('keeps a hotfix that must be installed too', () => {
    const sentence = 'You must have ConfigMgr 2007 SP2 and hotfix 977384 installed.';
    const { prerequisites } = factsOf((text) => text.replace(english.prerequisites[1], sentence));
    expect(prerequisites).toEqual({ summary: sentence, anyOf: ['ConfigMgr 2007 SP2'] });
  });

  it.each([
    'You must install hotfix 977384 before you install this hotfix.',
    'If hotfix 2510665 is installed, you cannot install this hotfix.',
    'You cannot install this hotfix if hotfix 2510665 is installed.',
  ])('keeps what another place says of other hotfixes: %s', (sentence) => {
    const { facts, warnings } = imported((text) => `${text}\n${sentence}`);
    expect(facts?.prerequisites).toEqual({
      summary: `ConfigMgr 2007 SP2 must be installed. ${sentence}`,
      anyOf: ['ConfigMgr 2007 SP2'],
    });
    expect(warnings).toEqual([]);
  });

  it.each([
    'This hotfix must be installed, see article 977384.',
    'This hotfix replaces hotfix 977384, which must be installed.',
    'For more information, see hotfix 977384.',
  ])('keeps nothing else: %s', (sentence) => {
    expect(factsOf((text) => `${text}\n${sentence}`).prerequisites?.summary).toBe(
      'ConfigMgr 2007 SP2 must be installed.',
    );
  });

  it('is absent where no heading says so', () => {
    expect(factsOf((text) => text.replace('Prerequisites\n', ''))).not.toHaveProperty('prerequisites');
  });
});

describe('answers', () => {
  const bare = articleText(english)
    .replace(/^Restart requirement\n.*$/m, '')
    .replace(/^Hotfix replacement.*\n.*$/m, '')
    .replace(/^This hotfix is superseded.*$/m, '');

  it.each([
    ['Restart required: No', false],
    ['Restart required: Yes', true],
    ['Restart requirement\nNo.', false],
    ['Restart requirement\nNone', false],
    ['Restart requirement: Not required', false],
    ['Restart required: May be required', 'possible'],
    ['Restart required: Only if files are in use', 'possible'],
  ])('of a label or heading, about a restart: %j', (lines, expected) => {
    const { facts, warnings } = importArticle(`${bare}\n\n${lines}\n`);
    expect(facts?.restartRequired).toBe(expected);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['Replaces: KB982203', ['982203'], []],
    ['Superseded by: KB990555, KB990777', [], ['990555', '990777']],
    ['Hotfix replacement information\nKB982203, KB2516517', ['982203', '2516517'], []],
    ['Replaces: nothing', [], []],
    ['Replaces: files of hotfix 982203 on servers', [], []],
  ])('of a label or heading, about other hotfixes: %j', (lines, replaces, supersededBy) => {
    const { facts, warnings } = importArticle(`${bare}\n\n${lines}\n`);
    expect(facts?.replaces).toEqual(replaces);
    expect(facts?.supersededBy.map(({ kb }) => kb)).toEqual(supersededBy);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['de', 'Ersetzt durch: KB990555', 'Neustart erforderlich: Nein'],
    ['fr', 'Remplacé par : KB990555', 'Redémarrage requis : Non'],
    ['es', 'Sustituido por: KB990555', 'Reinicio necesario: No'],
    ['ja', '置き換えられました: KB990555', '再起動: 不要'],
  ])('in %s', (language, superseded, restart) => {
    const words = { ...translations[language]!, superseded, restart: ['', restart] as const };
    const { facts } = importArticle(articleText(words));
    expect(facts?.supersededBy.map(({ kb }) => kb)).toEqual(['990555']);
    expect(facts?.restartRequired).toBe(false);
  });
});

it('keeps what replaces apart from what is replaced where a short text has few words of its language', () => {
  const text = `KB900123: El cliente no informa

Esta revisión ha sido sustituida por la revisión 990600.
Copie el archivo sccm2007ac-sp2-kb900123-x86-enu.msp en la carpeta i386\\hotfix\\KB900123.

File name File version File size Date Time Platform
Smpmgr.dll 4.0.6487.2130 86,376 12-Mar-2012 06:28 x86
Sccm2007ac-sp2-kb900123-x86-enu.msp Not applicable 444,928 12-Mar-2012 06:28 Not applicable`;
  const { facts } = importArticle(text);
  expect(facts?.replaces).toEqual([]);
  expect(facts?.supersededBy.map(({ kb }) => kb)).toEqual(['990600']);
});

it('takes an English text with words that Czech shares for English', () => {
  const text = `KB900123: Clients fail

You do not have to restart the computer after you apply this update.
Run the InvRepair.exe utility on all clients.

File name File version File size Date Time Platform
Invrepair.exe 4.0.6487.2130 17,768 12-Mar-2012 06:27 x86`;
  for (const one of [
    text,
    text.replace(' after you apply this update', '').replace('You', 'Restart information\nYou'),
  ]) {
    const { facts, warnings } = importArticle(one);
    expect(warnings).toEqual([]);
    expect(facts?.restartRequired).toBe(false);
  }
});

describe('findRestart', () => {
  it.each([
    ['You must restart the computer after you apply this hotfix.', true],
    ['You may have to restart the computer after you apply this hotfix.', 'possible'],
    ['A restart might be required after you apply this hotfix.', 'possible'],
    ["You don't have to restart the computer.", false],
    ['You must restart the computer only if files are in use.', 'possible'],
    ['A restart is required only when the files are being used.', 'possible'],
    ['Restart the computer if you are prompted.', 'possible'],
  ])('%s', (sentence, expected) => {
    expect(factsOf((text) => text.replace(english.restart[1], sentence)).restartRequired).toBe(expected);
  });

  it.each([
    ['de', 'Ein Neustart ist nur erforderlich, wenn Dateien verwendet werden.'],
    ['fr', "Vous devez redémarrer l'ordinateur uniquement si des fichiers sont utilisés."],
    ['es', 'Debe reiniciar el equipo solo si hay archivos en uso.'],
    ['it', 'È necessario riavviare il computer solo se i file sono in uso.'],
    ['pt', 'Você deve reiniciar o computador somente se os arquivos estiverem em uso.'],
    ['nl', 'U moet de computer na deze hotfix alleen opnieuw opstarten als bestanden in gebruik zijn.'],
    ['sv', 'Du måste starta om datorn endast om filerna används.'],
    ['da', 'Du skal genstarte computeren, kun hvis filerne er i brug.'],
    ['nb', 'En omstart kreves bare hvis filene er i bruk.'],
    ['pl', 'Ponowne uruchomienie jest wymagane tylko wtedy, gdy pliki są używane.'],
    ['cs', 'Restartování je nutné, pouze pokud jsou soubory používány.'],
    ['ru', 'Перезагрузка требуется, только если файлы используются.'],
    ['ja', 'ファイルが使用中の場合のみ、コンピューターを再起動する必要があります。'],
    ['ko', '파일이 사용 중인 경우에만 컴퓨터를 다시 시작해야 합니다.'],
    ['zh', '仅当文件正在使用时,才需要重新启动计算机。'],
    ['zh-tw', '僅當檔案使用中時,才需要重新啟動電腦。'],
    ['tr', 'Bilgisayarı yalnızca dosyalar kullanımdaysa yeniden başlatmanız gerekir.'],
    ['hu', 'A számítógép újraindítása csak akkor szükséges, ha a fájlok használatban vannak.'],
    ['vi', 'Bạn phải khởi động lại máy tính chỉ khi các tệp đang được sử dụng.'],
  ])('depends on files that are in use: %s', (language, sentence) => {
    const words = translations[language]!;
    const { facts, warnings } = importArticle(
      articleText({ ...words, restart: [words.restart[0], sentence] }),
    );
    expect(facts?.restartRequired).toBe('possible');
    expect(warnings).toEqual([]);
  });

  it('finds a sentence without a heading', () => {
    const text = (one: string) => one.replace('Restart requirement\n', '');
    expect(factsOf(text).restartRequired).toBe(false);
    expect(factsOf((one) => text(one).replace(english.restart[1], ''))).not.toHaveProperty('restartRequired');
  });
});

describe('findReplacement', () => {
  const superseded = english.superseded!;
  const relation = (sentence: string) => {
    const { replaces, supersededBy } = factsOf((text) => text.replace(superseded, sentence));
    return { replaces, supersededBy: supersededBy.map(({ kb }) => kb) };
  };

  it.each([
    ['This hotfix replaces hotfix 977203 and hotfix 2516517.', ['977203', '2516517'], []],
    ['This hotfix is replaced by hotfix 2516517.', [], ['2516517']],
    ['The hotfix in article 2516517 supersedes and includes this hotfix.', [], ['2516517']],
    ['KB900123 was superseded by KB2516517.', [], ['2516517']],
    ['Hotfix 977203 is superseded by this hotfix.', ['977203'], []],
    ['The utility replaces files of hotfix 2516517.', [], []],
  ])('%s', (sentence, replaces, supersededBy) => {
    expect(relation(sentence)).toEqual({ replaces, supersededBy });
  });

  it('takes the number of a hotfix that must not be there for no misprint', () => {
    const { facts, warnings } = imported((text) =>
      text.replace(
        superseded,
        'This hotfix is superseded by hotfix 990600.\nIf hotfix 990700 is installed, you cannot install this hotfix.',
      ),
    );
    expect(facts!.supersededBy).toMatchObject([{ kb: '990600' }]);
    expect(warnings).toEqual([]);
  });

  it('corrects a number that the catalogue knows with one other digit', () => {
    const { facts, warnings } = imported((text) =>
      text.replace(superseded, 'Hotfix 997384 supersedes this hotfix.\nSee article 977384.'),
    );
    expect(facts!.supersededBy).toMatchObject([{ kb: '977384', published: '997384' }]);
    expect(warnings).toMatchObject([{ code: 'MANIFEST_MISPRINT', expected: '977384', found: '997384' }]);
  });

  it('says where two numbers are alike and neither is known', () => {
    const { facts, warnings } = imported((text) =>
      text.replace(superseded, 'Hotfix 997300 supersedes this hotfix.\nSee article 977300.'),
    );
    expect(facts!.supersededBy).toMatchObject([{ kb: '997300' }]);
    expect(warnings).toMatchObject([{ code: 'ARTICLE_RULE_UNCLEAR', structure: 'facts.supersededBy' }]);
  });

  it('says that the utility is not in what supersedes it', () => {
    const lacks = 'However, that hotfix does not include the InvRepair utility.';
    const { supersededBy } = factsOf((text) => text.replace(superseded, `${superseded} ${lacks}`));
    expect(supersededBy).toMatchObject([{ includesUtility: false }]);
  });
});
