import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { articleText, english, PATCH, translations } from '../support/articles.js';
import { hotfixkit } from '../support/command-line.js';
import { textTree } from '../support/package-folder.js';
import { buildClientPatch } from '../support/stand-in/client.js';
import { tempFolder } from '../support/temp-folder.js';

const patch = buildClientPatch(2, new Date('2012-03-12T06:28:00Z'));
const tool = Buffer.from('MZtool');

const tableOf = (head: string, none: string, size = patch.length) =>
  `${head}
Invrepair.exe ${none} ${tool.length} bytes 12-Mar-2012 06:27 x86
${PATCH} ${none} ${size} bytes 12-Mar-2012 06:28 ${none}`.replaceAll(' bytes', '');
const table = tableOf('File name File version File size Date Time Platform', 'Not applicable');

/** A hotfix that the catalogue does not know, as a folder, and its article. */
function hotfix(article: string, name = 'article.txt') {
  const folder = tempFolder();
  const pkg = join(folder, 'package');
  mkdirSync(pkg);
  writeFileSync(join(pkg, PATCH), patch);
  writeFileSync(join(pkg, 'InvRepair.exe'), tool);
  mkdirSync(join(folder, 'articles'));
  writeFileSync(join(folder, 'articles', name), article);
  const client = join(folder, 'Client');
  const run = (command: 'stage' | 'prepare', ...more: string[]) =>
    hotfixkit([
      command,
      pkg,
      '--manifest',
      join(folder, 'articles', name),
      ...(command === 'stage'
        ? ['--client-source', client, '--create-client-source']
        : ['-o', join(folder, 'out')]),
      ...more,
    ]);
  return { folder, client, run };
}

describe('a hotfix that the catalogue does not know', () => {
  it.each(['en', 'vi', 'zh'])('is staged by its article (%s)', async (language) => {
    const words = translations[language]!;
    const { folder, client, run } = hotfix(articleText(words, table));
    const { status, stderr, json } = await run('stage', '--json', '--package-id', 'ABC00001');
    expect([status, stderr]).toEqual([0, '']);
    expect(json<{ patchProperty: string }>().patchProperty).toBe(
      `PATCH="C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix\\KB900123\\${PATCH}"`,
    );
    expect(readFileSync(join(client, 'i386/hotfix/KB900123', PATCH))).toEqual(Buffer.from(patch));
    const definition = readFileSync(join(folder, 'InvRepair', 'InvRepair.sms'), 'utf8');
    expect(definition).toContain('CommandLine=InvRepair.exe\r\nRun=Hidden\r\nCanRunWhen=AnyUserStatus');
  });

  it('is prepared by its article; the report has the sentences', async () => {
    const { folder, run } = hotfix(articleText(english, table));
    const { status, stderr } = await run('prepare');
    expect([status, stderr]).toEqual([0, '']);
    const report = (name: string) => readFileSync(join(folder, 'out', name), 'utf8');
    expect(JSON.parse(report('report.json')).hotfix.facts.evidence).toContainEqual({
      fact: 'utility.file',
      value: 'InvRepair.exe',
      sentence: english.utility,
      line: 4,
    });
    expect(report('report.md')).toContain(`Superseded by: KB2659258: \`${english.superseded}\``);
    expect(report('report.html')).toContain(`<q class="soft">${english.superseded}</q>`);
  });

  it('is taken back by its article', async () => {
    const { folder, run } = hotfix(articleText(english, table));
    const first = await run('stage');
    expect(first.stdout).toMatch(/To take it back: hotfixkit stage --undo --client-source .* --manifest /);
    expect((await run('stage', '--undo')).status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['articles', 'package']);
  });

  it('is staged by a list of files and what the options say', async () => {
    const list = `File name,File version,File size,Date,Time,Platform\n${PATCH},,${patch.length},12-Mar-2012,06:28,\n`;
    const { client, run } = hotfix(list, '900123.csv');
    const asked = await run('stage');
    expect([asked.status, readdirSync(join(client, '..')).sort()]).toEqual([2, ['articles', 'package']]);
    expect(asked.stderr).toContain('--hotfix-folder DIR (usually i386\\hotfix\\KB900123)');
    const folder = ['--hotfix-folder', 'i386\\hotfix\\KB900123'];
    const { status, stdout } = await run('stage', ...folder);
    expect([status, stdout.split('\n')[0]]).toEqual([0, 'Verified: KB900123: 1 file matches']);
    expect(Object.keys(textTree(client))).toEqual([`i386/hotfix/KB900123/${PATCH}`]);
  });
});

describe('a client patch by itself', () => {
  const list = (size: number) =>
    `File name,File version,File size,Date,Time,Platform\n${PATCH},,${size},12-Mar-2012,06:28,\nOther.dll,1.0.0.0,7,12-Mar-2012,06:28,x86\n`;
  const given = (article: string, name: string) => {
    const { folder, client } = hotfix(article, name);
    const file = join(folder, 'package', PATCH);
    const by = ['--manifest', join(folder, 'articles', name)];
    const rule = ['--hotfix-folder', 'i386\\hotfix\\KB900123'];
    return {
      verify: () => hotfixkit(['verify', file, ...by]),
      stage: () =>
        hotfixkit(['stage', file, ...by, '--client-source', client, '--create-client-source', ...rule]),
      prepare: () => hotfixkit(['prepare', file, ...by, '-o', join(folder, 'out'), ...rule]),
      staged: () => (existsSync(client) ? textTree(client) : {}),
      folder,
    };
  };

  it.each([
    ['as published', patch.length, 0],
    ['of another size', 7, 1],
  ])('has one verdict everywhere: %s', async (_, size, status) => {
    const { verify, stage, prepare, staged, folder } = given(list(size), '900123.csv');
    for (const run of [verify, stage, prepare]) {
      const outcome = await run();
      expect([outcome.status, outcome.stdout]).toEqual([status, expect.not.stringContaining('missing')]);
    }
    const isStaged = status === 0;
    expect(Object.keys(staged())).toEqual(isStaged ? [`i386/hotfix/KB900123/${PATCH}`] : []);
    const content = textTree(join(folder, 'out'));
    expect(`content/client/i386/hotfix/KB900123/${PATCH}` in content).toBe(isStaged);
  });

  it('is not staged without the utility of its article', async () => {
    const { stage, folder } = given(articleText(english, table), 'article.txt');
    const { status, stderr } = await stage();
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(/the utility is not among the files.*InvRepair\.exe/),
    ]);
    expect(readdirSync(folder).sort()).toEqual(['articles', 'package']);
  });
});

describe('a client patch that no table has', () => {
  it('is staged with a warning that weakens the verdict', async () => {
    const without = articleText(english, table.replace(/\n.*$/, ''));
    const { run } = hotfix(without);
    const { status, stdout, stderr } = await run('stage', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Verified, with warnings: KB900123/);
    expect(stderr).toContain('compared with nothing');
  });
});

describe('articles that cannot be staged by', () => {
  it.each([
    [
      'rules that contradict the table',
      articleText(english, table).replace('-enu.msp"', '-deu.msp"'),
      2,
      /no table of it has that file.*--client-patch FILE/,
    ],
    ['no table', english.utility, 3, /this article has no file table: save the whole page/],
    [
      'a table that the files do not fit',
      articleText(english, table.replace(String(patch.length), '7')),
      1,
      null,
    ],
  ])('leave nothing half staged: %s', async (_, article, status, message) => {
    for (const command of ['stage', 'prepare'] as const) {
      const { folder, client, run } = hotfix(article);
      const outcome = await run(command);
      expect(outcome.status).toBe(status);
      if (message) {
        expect(outcome.stderr).toMatch(message);
        expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(1);
        expect(readdirSync(folder).sort()).toEqual(['articles', 'package']);
      }
      expect(readdirSync(folder)).not.toContain('InvRepair');
      expect(readdirSync(join(client, '..'))).not.toContain('Client');
    }
  });

  it('names a package ID in brackets without them', async () => {
    const { folder, run } = hotfix(articleText(english, table));
    const { status, stderr } = await run('stage', '--package-id', '<abc00001>');
    expect(status).toBe(2);
    expect(stderr).toContain('leave the angle brackets out: ABC00001');
    expect(readdirSync(folder).sort()).toEqual(['articles', 'package']);
  });
});

describe('a folder of translations', () => {
  const german = articleText(
    translations.de!,
    tableOf('Dateiname Dateiversion Dateigröße Datum Uhrzeit Plattform', 'Nicht zutreffend'),
  );

  it('is one article where they agree, which is said once', async () => {
    const { folder, run } = hotfix(articleText(english, table), 'en.txt');
    const articles = join(folder, 'articles');
    writeFileSync(join(articles, 'de.txt'), german);
    const { status, stderr } = await hotfixkit([
      ...['stage', join(folder, 'package'), '--manifest', articles],
      ...['--client-source', join(folder, 'Client'), '--create-client-source'],
    ]);
    expect(status).toBe(0);
    expect(stderr.match(/is here in 2 files that agree \(de\.txt, en\.txt\); en\.txt is used/g)).toHaveLength(
      1,
    );
    expect((await run('stage', '--dry-run')).stderr).toBe('');
  });

  it('is refused by name where they contradict each other', async () => {
    const { folder } = hotfix(articleText(english, table), 'en.txt');
    const articles = join(folder, 'articles');
    writeFileSync(join(articles, 'de.txt'), german.replaceAll('i386\\hotfix', 'x64\\hotfix'));
    const { status, stderr } = await hotfixkit([
      'prepare',
      join(folder, 'package'),
      '--manifest',
      articles,
      '-o',
      join(folder, 'out'),
    ]);
    expect([status, readdirSync(folder).sort()]).toEqual([2, ['articles', 'package']]);
    expect(stderr).toMatch(
      /en\.txt and de\.txt are both KB900123 and contradict each other: the folder of the client patch/,
    );
  });
});

describe('a partial entry', () => {
  it.each(['verify', 'stage', 'prepare'])('is refused by %s with what is known', async (command) => {
    const folder = tempFolder();
    const more = { verify: [], stage: ['--client-source', folder], prepare: ['-o', join(folder, 'out')] }[
      command
    ]!;
    const { status, stderr } = await hotfixkit([command, folder, '--kb', '2659258', ...more]);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /no file table of KB2659258.*sccm2007ac-sp2-kb2659258-x86-enu\.msp.*--manifest FILE/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is listed and shown as partial', async () => {
    const listed = (await hotfixkit(['manifest', 'list', '--json'])).json<{
      manifests: { kb: string; complete: boolean }[];
    }>();
    expect(listed.manifests.filter(({ complete }) => complete).map(({ kb }) => kb)).toEqual(['977203']);
    expect((await hotfixkit(['manifest', 'list'])).stdout).toMatch(/KB977384 .* partial /);
    expect((await hotfixkit(['manifest', 'show', 'KB977384', '--json'])).json()).toMatchObject({
      complete: false,
    });
    expect((await hotfixkit(['manifest', 'show', '977384'])).stdout).toContain('Partial: no file table');
  });
});
