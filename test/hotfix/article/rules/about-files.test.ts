import { describe, expect, it } from 'vitest';
import { isWeakening } from '../../../../src/core/weakening-warnings.js';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';
import { verifyFiles } from '../../../../src/hotfix/verify/verify-files.js';

const heads: Readonly<Record<string, string>> = {
  de: 'Dateiname\tDateiversion\tDateigröße',
  en: 'File name\tFile version\tFile size',
  es: 'Nombre de archivo\tVersión de archivo\tTamaño de archivo',
  fr: 'Nom de fichier\tVersion de fichier\tTaille de fichier',
  ja: 'ファイル名\tファイル バージョン\tファイル サイズ',
  ru: 'Имя файла\tВерсия файла\tРазмер файла',
};
const tableIn = (language: string) => `${heads[language]}\na.dll\t1.0.0.1\t4,096\nb.dll\t1.0.0.1\t5,120`;
const status =
  'Microsoft has confirmed that this is a problem in the Microsoft products that are listed in the "Applies to" section.';

/** An article with a line in the section of its table, above or below it, or in another section. */
const places: Readonly<Record<string, (language: string, line: string) => string>> = {
  above: (language, line) => `KB900001\n\nFile information\n\n${line}\n\n${tableIn(language)}\n`,
  below: (language, line) => `KB900001\n\nFile information\n\n${tableIn(language)}\n\n${line}\n`,
  elsewhere: (language, line) =>
    `KB900001\n\nFile information\n\n${tableIn(language)}\n\nStatus\n\n${status}\n\n${line}\n`,
  'in HTML': (language, line) => {
    const [head, ...rows] = tableIn(language)
      .split('\n')
      .map((row) => `<tr>${row.replace(/[^\t]+/g, '<td>$&</td>')}</tr>`);
    return `<h1>KB900001</h1><h2>File information</h2><table>${head}${rows.join('')}</table><p>${line}</p>`;
  },
};
const unclearIn = (article: string) =>
  importArticle(article).warnings.filter(({ code }) => code === 'ARTICLE_TEXT_UNCLEAR');

/** Made before the reader was. */
const contradicting: readonly (readonly [language: string, line: string])[] = [
  ['en', 'All files have version 1.0.0.2.'],
  ['en', 'Every file in this list was built as 1.0.0.9.'],
  ['en', 'Version: 1.0.0.2'],
  ['en', 'The file sizes in this table are wrong.'],
  ['en', 'b.dll has been removed from the package.'],
  ['en', '(and 3 more files)'],
  ['en', 'Total: 3 files'],
  ['en', 'The size of a.dll is 4,100 bytes, not 4,096 bytes.'],
  ['en', 'The package contains five files.'],
  ['en', 'The x64 package contains only a.dll.'],
  ['en', 'The sizes above are those of the compressed files.'],
  ['en', 'These values apply to the beta only.'],
  ['en', 'A later build of a.dll was published under the same name.'],
  ['en', 'Do not rely on this table.'],
  ['en', 'See the corrected list in KB900002.'],
  ['en', 'The download is 100,001 bytes.'],
  ['en', 'Download size: 4,096 bytes (x86), 5,000 bytes (x64)'],
  ['de', 'Alle Dateien haben die Version 1.0.0.2.'],
  ['de', 'Die Größen in der Tabelle stimmen nicht.'],
  ['de', 'b.dll ist nicht mehr im Paket enthalten.'],
  ['de', 'Das Paket enthält 5 Dateien.'],
  ['fr', 'Tous les fichiers portent la version 1.0.0.2.'],
  ['fr', 'Le fichier b.dll a été retiré du package.'],
  ['fr', 'La taille de a.dll est de 4 100 octets.'],
  ['es', 'Todos los archivos tienen la versión 1.0.0.2.'],
  ['es', 'El tamaño de a.dll es de 4.100 bytes.'],
  ['es', 'La tabla anterior contiene errores.'],
  ['ja', 'すべてのファイルのバージョンは 1.0.0.2 です。'],
  ['ja', 'b.dll はパッケージから削除されました。'],
  ['ja', 'この表のサイズは正しくありません。'],
  ['ru', 'Все файлы имеют версию 1.0.0.2.'],
  ['ru', 'Файл b.dll удален из пакета.'],
  ['ru', 'В пакете 5 файлов.'],
  ['ru', 'Размеры в таблице указаны неверно.'],
];

/** As support articles have them. */
const honest: readonly (readonly [language: string, line: string])[] = [
  [
    'en',
    'The English version of this hotfix has the file attributes (or later file attributes) that are listed in the following table. The dates and times for these files are listed in Coordinated Universal Time (UTC). When you view the file information, it is converted to local time. To find the difference between UTC and local time, use the Time Zone tab in the Date and Time item in Control Panel.',
  ],
  [
    'en',
    'The global version of this hotfix installs files that have the attributes that are listed in the following tables.',
  ],
  [
    'en',
    'Note The MANIFEST files (.manifest) and the MUM files (.mum) that are installed for each environment are listed separately. MUM, MANIFEST, and the associated security catalog (.cat) files, are extremely important to maintain the state of the updated components.',
  ],
  [
    'en',
    'The security catalog files, for which the attributes are not listed, are signed with a Microsoft digital signature.',
  ],
  ['en', 'LDR service branches contain hotfixes in addition to widely released fixes.'],
  ['en', 'Additional file information for Windows 7 and for Windows Server 2008 R2'],
  [
    'en',
    'Note Because of file dependencies, the most recent hotfix that contains these files may also contain additional files.',
  ],
  ['en', 'You do not have to restart the computer after you apply this hotfix.'],
  ['en', 'This hotfix does not replace a previously released hotfix.'],
  ['en', 'To apply this hotfix, you must have Configuration Manager 2007 Service Pack 2 installed.'],
  ['en', 'For all supported x86-based versions of Windows XP'],
  ['en', status],
  ['en', 'The package contains 2 files.'],
  ['en', 'All files have version 1.0.0.1.'],
  [
    'de',
    'Die englische Version dieses Hotfixes weist die in der folgenden Tabelle aufgelisteten Dateiattribute (oder höher) auf. Die Datums- und Uhrzeitangaben für diese Dateien sind in Coordinated Universal Time (UTC) angegeben.',
  ],
  ['de', 'Wenn Sie die Dateiinformationen anzeigen, werden sie in die lokale Zeit konvertiert.'],
  [
    'fr',
    'La version anglaise de ce correctif dispose des attributs de fichier (ou attributs ultérieurs) répertoriés dans le tableau suivant. Les dates et heures de ces fichiers sont exprimées en temps universel coordonné (UTC).',
  ],
  [
    'es',
    'La versión en inglés de esta revisión tiene los atributos de archivo (o atributos posteriores) que se muestran en la tabla siguiente. Las fechas y horas de estos archivos se muestran en la hora universal coordinada (UTC).',
  ],
  [
    'ja',
    'この修正プログラムの英語版 (日本語版) のファイル属性 (またはそれ以降) は次の表のとおりです。各ファイルの日付および時刻は、世界協定時刻 (UTC) で示されています。',
  ],
  ['ja', 'ファイル情報を表示すると、ローカル時刻に変換されます。'],
  [
    'ru',
    'Английская версия этого исправления имеет атрибуты файлов (или более поздние), указанные в следующей таблице. Дата и время для этих файлов указаны в формате общего скоординированного времени (UTC).',
  ],
  ['ru', 'При просмотре сведений о файле выполняется преобразование в местное время.'],
];

describe.each(Object.entries(places))('a sentence %s', (_, articleOf) => {
  it.each(contradicting)('is named where it is not understood: %s %s', (language, line) => {
    expect(unclearIn(articleOf(language, line))).not.toEqual([]);
  });

  it.each(honest)('is left aside where it says nothing against the table: %s %s', (language, line) => {
    expect(unclearIn(articleOf(language, line))).toEqual([]);
  });
});

describe('the warning', () => {
  it('weakens the verdict', () => {
    const facts = [
      { path: 'a.dll', name: 'a.dll', size: 4096, version: '1.0.0.1', platform: 'x86' },
      { path: 'b.dll', name: 'b.dll', size: 5120, version: '1.0.0.1', platform: 'x86' },
    ];
    const { ok, warnings } = verifyFiles(
      facts,
      importArticle(places.below!('en', 'All files have version 1.0.0.2.')),
    );
    expect(ok).toBe(true);
    expect(warnings.filter(isWeakening).map(({ code }) => code)).toEqual(['ARTICLE_TEXT_UNCLEAR']);
  });

  it.each([
    ['All files have version 1.0.0.2.', 'it gives all files the version 1.0.0.2, and no table does'],
    ['Total: 3 files', 'it speaks of 3 files, and the tables have 2'],
    [
      'The size of a.dll is 4,100 bytes, not 4,096 bytes.',
      'it gives a.dll a size of 4,100 bytes, and the table 4,096',
    ],
  ])('says what a number contradicts: %s', (line, what) => {
    expect(unclearIn(places.below!('en', line)).map(({ message }) => message)).toEqual([
      `the article contradicts its table: ${what}: ${JSON.stringify(line)}`,
    ]);
  });

  it('names some sentences and counts the others', () => {
    const lines = ['Zinc is used.', 'Iron is used.', 'Lead is used.', 'Neon is used.', 'Salt is used.'];
    expect(unclearIn(places.below!('en', lines.join('\n'))).map(({ message }) => message)).toEqual([
      'the article says of its files what this program does not understand: "Zinc is used.", "Iron is used.", "Lead is used.", and 2 more',
    ]);
  });

  it('does not repeat what another warning names', () => {
    const { warnings } = importArticle(places.below!('en', 'b.dll 1.0.0.2 5,120'));
    expect(warnings.map(({ code }) => code)).toEqual(['ARTICLE_ROW_UNREAD']);
  });
});
