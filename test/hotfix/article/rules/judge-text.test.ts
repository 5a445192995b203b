import { describe, expect, it } from 'vitest';
import { importArticle } from '../../../../src/hotfix/article/import-article.js';

const table = 'File name\tFile version\tFile size\na.dll\t1.0.0.1\t4,096\nb.dll\t1.0.0.1\t5,120';
const unclearIn = (article: string) =>
  importArticle(article, { kb: '900001' }).warnings.filter(({ code }) => code === 'ARTICLE_TEXT_UNCLEAR');
const below = (heading: string, tableOf = table) => `KB900001\n\n${heading}\n\n${tableOf}\n`;
const behind = (line: string) => `KB900001\n\nFile information\n\n${table}\n\nStatus\n\n${line}\n`;

describe('a heading of a table', () => {
  it.each([
    'Files of the package that was withdrawn',
    'Files of the old package',
    'Beta files',
    'Example only',
    'Earlier release',
    'Not for production',
    'Obsolete',
    'File information (superseded)',
    'Files that are not in the package',
    'Files of KB900002',
    'Uncompressed sizes',
    'File attributes of version 1.0.0.2',
    'Dateien des zur\u00fcckgezogenen Pakets',
    'Fichiers retir\u00e9s',
    'Problem files',
    'Files in the previous package',
    'Files replaced by this hotfix',
    'Windows XP (preview)',
    'Beta Files',
    'Internal builds',
    'Values of the beta',
    'Windows 7 beta',
    'Localized files',
    'Sample values',
    'Debug build',
    'Private release',
    'Pilot customers',
    'Fabrikam Draft',
    'Werte der Vorabversion',
    'Valeurs provisoires',
    '\u64a4\u56de\u3055\u308c\u305f\u30d1\u30c3\u30b1\u30fc\u30b8\u306e\u30d5\u30a1\u30a4\u30eb',
  ])('is named where it says more than what the files are of: %s', (heading) => {
    expect(unclearIn(below(heading))).toHaveLength(1);
  });

  it.each([
    'Contoso Widget 3.1 for Windows 7',
    'For all supported x64-based versions of Windows Server 2008 R2',
    'SQL Server 2017 Analysis Services',
    'Configuration Manager 2007 SP2 file information',
    'Windows XP Professional x64 Edition',
    'Client files',
    'Updated files',
    'List of the files',
    'Outlook Express 6 SP1',
  ])('is left aside where it names a product: %s', (heading) => {
    expect(unclearIn(below(heading))).toEqual([]);
  });
});

describe('a name in a heading of a table', () => {
  const article = (intro: string) => `${intro}\n\nFabrikam Backup Server\n\n${table}\n`;

  it('is one of the article', () => {
    expect(unclearIn(article('Hotfix KB900001 for Fabrikam Backup Server 5'))).toEqual([]);
    expect(
      unclearIn(`${article('KB900001')}\nStatus\n\nThis is a problem of the Fabrikam Backup Server.\n`),
    ).toEqual([]);
  });

  it('is named where nothing else has it', () => {
    expect(unclearIn(article('KB900001'))).toHaveLength(1);
  });
});

describe('text beside a table', () => {
  it.each([
    'See KB900002 for the current files.',
    'See the updated table in KB900002.',
    'The files are those of KB900002.',
    '\u8868\u306e\u30d5\u30a1\u30a4\u30eb\u306f\u5225\u306e\u30d0\u30fc\u30b8\u30e7\u30f3\u3067\u3059\u3002',
  ])('is named where it points to other files, in any language: %s', (line) => {
    expect(unclearIn(`KB900001\n\nFile information\n\n${table}\n\n${line}\n`)).toHaveLength(1);
  });
});

describe('a program that no table has', () => {
  const inSection = (line: string) =>
    unclearIn(`KB900001\n\n## File information\n\n${table.replace('b.dll', 'b.exe')}\n\n${line}\n`);

  it.each([
    'The package also contains c.exe.',
    'The update also contains c.exe.',
    'Das Update enthält außerdem c.exe.',
    'c.msi is included in this hotfix.',
    'This hotfix includes the files b.exe and c.exe.',
    'c.exe must be at least as new.',
  ])('is named where it is said to be one of the files: %s', (line) => {
    expect(inSection(line)).toHaveLength(1);
  });

  it.each([
    'Run c.exe as an administrator.',
    'You must then run c.exe on the server.',
    'Copy c.msp to the site server.',
    'c.exe must be run on each client.',
    'The log of c.exe is in C:\\Windows\\Logs\\c.',
    'b.exe is located in the client folder.',
    'The package SMS2003-KB900001-x86.msi is available.',
  ])('may be that of a step: %s', (line) => {
    expect(inSection(line)).toEqual([]);
  });
});

describe('text in a section about the problem', () => {
  it.each([
    'If a file is larger than 2 GB, the task cannot read the file.',
    'This problem occurs because the file is locked.',
    'The report shows 20 rows for each client.',
  ])('tells of other files: %s', (line) => {
    expect(unclearIn(`KB900001\n\nSYMPTOMS\n\n${line}\n\nFile information\n\n${table}\n`)).toEqual([]);
    expect(unclearIn(behind(line).replace('Status', 'Cause'))).toEqual([]);
  });

  it.each([
    'When the agent reads a table that has sparse columns, the agent stops.',
    'The export stops if a file is larger than 2 GB.',
  ])('tells of other files and tables below a line that leads in what is corrected: %s', (line) => {
    const lead = 'This update corrects the following problems:';
    expect(
      unclearIn(`KB900001\n\nSummary\n\n${lead}\n\n- ${line}\n\nFile information\n\n${table}\n`),
    ).toEqual([]);
  });

  it.each(['The sizes in the table are wrong.', 'The version of a.dll is wrong.', 'Total: 3 files'])(
    'is named where it is about the table: %s',
    (line) => {
      expect(unclearIn(behind(line).replace('Status', 'Cause'))).toHaveLength(1);
    },
  );
});

describe('text elsewhere', () => {
  it.each([
    'Faulting application a.exe, version 1.0.0.0, faulting module a.dll, version 1.0.0.0, fault address 0x0001f2a3.',
    'This problem occurs because a.dll does not handle the response correctly.',
    'It allocates a buffer of the wrong size to hold what the server sends to it.',
    'The following table lists the messages of the program.',
    'See Smpmgr.log for details.',
    'For details, see the file Smpmgr.log on the client.',
    'By default, each log file is 2 MB.',
    'This hotfix corrects a problem in which the file cannot be opened.',
    'If the file is locked, start the service again.',
    'Copy the files to the installation folder.',
    '© 2012 Contoso, Inc. All rights reserved.',
    'Copy setup.exe to the folder of the package.',
    'For a complete list of Microsoft Customer Service and Support telephone numbers, visit the following Microsoft Web site:',
  ])('may tell of the problem: %s', (line) => {
    expect(unclearIn(behind(line))).toEqual([]);
  });

  it.each([
    'Size: 4,100 bytes',
    'The list is incomplete.',
    'The second row is out of date.',
    'Please disregard the file information.',
    'The first row is a misprint.',
    'The columns Version and Size are swapped.',
    'a.dll is not part of the hotfix.',
    'b.dll (x64 only)',
    'The hotfix installs three files.',
    'The package contains c.dll.',
    'All sizes are wrong.',
    'See KB900002 for the current list of files.',
    'The file attributes are listed in the security bulletin.',
    'The actual file is larger.',
    'Erratum: 8,190 should read 8,200.',
    'Read 8,200 instead of 5,120.',
    'This table was copied from another article.',
    'The values are for the beta.',
    'Die Werte gelten f\u00fcr die Betaversion.',
    'These are the files of the localized version.',
    '- These files are those of the localized version',
    'Both files are 64-bit.',
    'Sizes are compressed.',
    'The rows are swapped.',
    'a.dll and b.dll are swapped.',
    'c.dll was forgotten.',
    'The data above is preliminary.',
    'Numbers are approximate.',
    'This is a draft.',
    'For the correct file information, see the security bulletin.',
    "Ce tableau provient d'un autre article.",
  ])('is named where it is about the table or the package: %s', (line) => {
    expect(unclearIn(behind(line))).toHaveLength(1);
  });

  it.each([
    '- c.dll\n- d.exe',
    '## Additional files\n\n- c.dll',
    'Also:\n\nc.dll',
    'Also:\n\nC.dll',
    'この他:\n\n- c.dll',
  ])('is named where it lists files behind a table that no table has: %j', (lines) => {
    const [warning, ...others] = unclearIn(`KB900001\n\n## File information\n\n${table}\n\n${lines}\n`);
    expect(warning!.message).toMatch(/c\.dll/i);
    expect(others).toEqual([]);
  });

  it.each(['- kb900001.cat\n- Update.mum', 'SMS2003-KB900001-x86.msi', '- a.dll\n- b.dll'])(
    'may list catalogues, downloads and files of the tables: %j',
    (lines) => {
      expect(unclearIn(`KB900001\n\n## File information\n\n${table}\n\n${lines}\n`)).toEqual([]);
    },
  );

  it.each(['Show 24 more rows', 'Showing 1 to 2 of 57 entries'])(
    'is named where it counts rows that are not shown: %s',
    (line) => {
      expect(unclearIn(`KB900001\n\n## File information\n\n${table}\n\n${line}\n`)).toHaveLength(1);
    },
  );

  it('is not looked at without end', () => {
    const lines = Array.from({ length: 12_000 }, (_, i) => `Line ${i} tells of the problem.`).join('\n\n');
    const [warning] = unclearIn(behind(lines));
    expect(warning!.message).toContain('"Line 9');
  });
});

describe('what is read elsewhere', () => {
  it.each([
    ['a size of the download', 'Download size: 4,096 bytes'],
    ['a hash', `SHA-1 of a.dll: ${'a1'.repeat(20)}`],
    ['whether to restart', 'You may have to restart the computer.'],
    ['an address', 'https://www.example.com/files/that/are/wrong.html'],
  ])('is not named again: %s', (_, line) => {
    expect(unclearIn(`${below('File information')}\n${line}\n`)).toEqual([]);
  });

  it('is named where two sizes are of one download', () => {
    const line = 'Download size: 4,096 bytes (x86), 5,000 bytes (x64)';
    expect(unclearIn(`${below('File information')}\n${line}\n`)).toHaveLength(1);
  });
});
