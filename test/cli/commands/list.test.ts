import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { corpusDir, describeCorpus } from '../../support/corpus.js';
import { sha256, standInPath, text, writePackage, writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

interface Document {
  file: string;
  kind: string;
  files: Record<string, unknown>[];
}
const keys = [
  'key',
  'path',
  'sourcePath',
  'targetPath',
  'size',
  'version',
  'language',
  'platform',
  'attributes',
  'modified',
  'component',
  'feature',
  'media',
  'cabinet',
];
const packageOf = (plan = {}) =>
  writePackage({
    files: [
      {
        key: 'a',
        name: 'A~1.TXT|a long name.txt',
        bytes: text('hello'),
        modified: new Date('2010-01-25T06:27:00Z'),
      },
      { key: 'b', name: 'ソフト.txt', bytes: text('x') },
    ],
    codePage: 932,
    ...plan,
  });

describe('list', () => {
  it('has the keys that scripts rely on, and no others', async () => {
    const outcome = await hotfixkit(['list', standInPath(2), '--json']);
    const document = outcome.json<Document>();
    expect(outcome.status).toBe(0);
    expect(Object.keys(document)).toEqual(['schema', 'file', 'kind', 'files', 'warnings']);
    expect(document).toMatchObject({ file: standInPath(2), kind: 'msi' });
    expect(document.files).toHaveLength(13);
    for (const file of document.files) expect(Object.keys(file)).toEqual(keys);
    const hashed = (await hotfixkit(['list', standInPath(2), '--hash', '--json'])).json<Document>();
    for (const file of hashed.files) expect(Object.keys(file)).toEqual([...keys, 'sha256']);
  });

  it('has null for what is unknown', async () => {
    const folder = tempFolder();
    writeTree(folder, { 'x.bin': 'content' });
    const { files } = (await hotfixkit(['list', folder, '--hash', '--json'])).json<Document>();
    expect(files).toEqual([
      {
        key: 'x.bin',
        path: 'x.bin',
        sourcePath: 'x.bin',
        targetPath: 'x.bin',
        size: 7,
        version: null,
        language: null,
        platform: null,
        attributes: null,
        modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
        component: null,
        feature: null,
        media: null,
        cabinet: null,
        sha256: sha256(text('content')),
      },
    ]);
  });

  it('shows people a table', async () => {
    const { stdout } = await hotfixkit(['list', packageOf()]);
    expect(stdout.split('\n')).toEqual([
      'Path                     Size  Version  Platform  Modified          Feature',
      'Fixture/a long name.txt     5                     2010-01-25 06:27  Complete',
      'Fixture/ソフト.txt          1                     2008-04-14 12:00  Complete',
      '',
      '2 files, 6 bytes',
      '',
    ]);
  });

  it.each([
    ['target', 'Fixture/a long name.txt'],
    ['source', 'PFiles/Fixture/a long name.txt'],
    ['key', 'a'],
  ])('--layout %s', async (layout, path) => {
    const { files } = (await hotfixkit(['list', packageOf(), '--layout', layout, '--json'])).json<Document>();
    expect(files[0]!.path).toBe(path);
  });

  it.each([{ json: false }, { json: true }])(
    '--only that nothing matches (--json: $json)',
    async ({ json }) => {
      const argv = ['list', packageOf(), '--only', 'nope*', ...(json ? ['--json'] : [])];
      const { status, stdout, stderr } = await hotfixkit(argv);
      expect(status).toBe(3);
      expect(json ? stdout : stderr).toMatch(/no file matches nope\*/);
    },
  );

  it('--only, several times', async () => {
    const list = async (...only: string[]) =>
      (await hotfixkit(['list', packageOf(), '--json', ...only.flatMap((glob) => ['--only', glob])]))
        .json<Document>()
        .files.map(({ key }) => key);
    expect(await list('A*.TXT')).toEqual(['a']);
    expect(await list('a', 'b')).toEqual(['a', 'b']);
  });

  it('--codepage reads names otherwise', async () => {
    const { files } = (
      await hotfixkit(['list', packageOf(), '--codepage', '1252', '--json'])
    ).json<Document>();
    expect(files[1]!.targetPath).not.toContain('ソフト');
    const bad = await hotfixkit(['list', packageOf(), '--codepage', '99999']);
    expect([bad.status, bad.stderr]).toEqual([3, expect.stringMatching(/code page/)]);
  });

  it('lists a package whose cabinet is missing, with a warning', async () => {
    const path = packageOf({ cabinets: 'external', codePage: 932 });
    rmSync(join(dirname(path), 'files.cab'));
    const { status, stdout, stderr } = await hotfixkit(['list', path]);
    expect(status).toBe(0);
    expect(stdout).toContain('Fixture/a long name.txt');
    expect(stderr).toContain('warning: ');
    expect(stderr).toContain('files.cab (2 files)');
    expect((await hotfixkit(['list', path, '--hash'])).status).toBe(3);
  });

  it('finds an external cabinet in any letter case', async () => {
    const path = packageOf({ cabinets: 'external' });
    renameSync(join(dirname(path), 'files.cab'), join(dirname(path), 'FILES.CAB'));
    expect((await hotfixkit(['list', path, '--hash'])).status).toBe(0);
  });

  it('says in a bill of materials that it is a part, or that something was not looked at', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.txt'), 'a');
    const aggregate = async (...more: string[]): Promise<string> =>
      (await hotfixkit(['list', folder, '--format', 'cyclonedx', ...more])).json<{
        compositions: { aggregate: string }[];
      }>().compositions[0]!.aggregate;
    expect(await aggregate()).toBe('complete');
    expect(await aggregate('--only', '*.txt')).toBe('incomplete');
    writeFileSync(join(folder, 'b.txt'), buildZip({ files: [{ name: 'c.txt', bytes: 'c' }] }));
    expect(await aggregate()).toBe('incomplete');
  });

  it('fails the case of a file whose content is not what the package states', async () => {
    const path = packageOf({
      files: [{ key: 'a', name: 'a.txt', bytes: text('abc'), size: 4 }],
    });
    const { stdout } = await hotfixkit(['list', path, '--format', 'junit']);
    expect(stdout).toContain('failures="1"');
  });

  it('says that a package holds nothing', async () => {
    const { status, stdout } = await hotfixkit(['list', packageOf({ files: [] })]);
    expect([status, stdout.split('\n').at(-2)]).toEqual([0, '0 files, 0 bytes']);
  });
});

describeCorpus('real packages', () => {
  it('shows source and target beside each other', async () => {
    const { files } = (
      await hotfixkit(['list', join(corpusDir, 'lessmsi/vcredist.msi'), '--json'])
    ).json<Document>();
    const dia = files.find(({ key }) => String(key).startsWith('FL_msdia71_dll'))!;
    // `MSShared|Microsoft Shared:MSShared|Microsoft Shared`
    expect(dia.targetPath).toBe('Program Files/Common Files/Microsoft Shared/VC/msdia80.dll');
    expect(files.some(({ targetPath, sourcePath }) => targetPath !== sourcePath)).toBe(true);
  });
});
