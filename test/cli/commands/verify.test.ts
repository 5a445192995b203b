import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { cabinetOf, msu } from '../../support/container-builder.js';
import { writePackage } from '../../support/package-folder.js';
import { buildClient, buildSmallPatch } from '../../support/patch-scenario.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { isThorough } from '../../support/thorough.js';
import { buildVersionResource } from '../../support/version-resource-builder.js';
import { buildZip } from '../../support/zip-builder.js';

const sp2 = 'fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi';
const sp1 = 'fixtures/kb977203/SCCM2007-SP1-KB977203-ENU.msi';

describe('verify', () => {
  it('says which table fits, how sure it is and why', async () => {
    const { status, stdout } = await hotfixkit(['verify', sp1, '--kb', '977203']);
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual([
      'OK: KB977203, ConfigMgr 2007 SP1: 13 match',
      'Table: ConfigMgr 2007 SP1, certain: 13 of 13 rows match, none matches ConfigMgr 2007 SP2',
    ]);
  });

  it('explains the files of the other service pack', async () => {
    const { status, stdout } = await hotfixkit(['verify', sp1, '--kb', '977203', '--product', 'SP2']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^mismatch {2}Ccmsetup\.exe .*: this is the file of ConfigMgr 2007 SP1$/m);
    const renamed = stdout.split('\n').filter((line) => line.includes('not found'));
    expect(renamed).toHaveLength(1);
  });

  it('lines up its columns', async () => {
    const { stdout } = await hotfixkit(['verify', sp2, '--kb', '977203']);
    const [head, ...rows] = stdout.split('\n').slice(0, 14);
    for (const title of ['Name', 'Platform', 'Version', 'Found']) {
      const at = head!.indexOf(title);
      for (const row of rows) expect(row[at - 1] ?? ' ').toBe(' ');
    }
  });

  it.each([
    ['junit', /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites .* tests="13" failures="0"/],
    ['markdown', /^\*\*OK\*\*: KB977203, ConfigMgr 2007 SP2: 13 match\.\n/],
    ['json', /^\{\n {2}"schema": "hotfixkit\/verify\/1",\n {2}"ok": true,/],
    ['text', /^Status {2}Name/],
  ])('answers as %s', async (format, start) => {
    const { status, stdout, stderr } = await hotfixkit(['verify', sp2, '--kb', '977203', '--format', format]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(start);
  });

  it('refuses a format it does not know', async () => {
    const { status, stderr } = await hotfixkit(['verify', sp2, '--kb', '977203', '--format', 'yaml']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/text, json, junit, markdown/);
  });

  it.each([
    { name: 'a requirement', args: ['--require', 'x.dll >=10'] },
    { name: 'an article', args: ['--kb', '977203'] },
    { name: 'all articles', args: ['--kb', 'all'] },
  ])('says that cabinets inside were not looked at where something is missing: $name', async ({ args }) => {
    const library = buildExecutable({ platform: 'x86', dll: true, version: { fileVersion: '10.0.0.1' } });
    const path = join(tempFolder(), 'KB977203.msu');
    writeFileSync(path, msu('KB977203', cabinetOf({ 'x.dll': library })));
    const { status, stderr } = await hotfixkit(['verify', path, ...args]);
    expect(status).toBe(1);
    expect(stderr).toContain(`give the path of one to look at it: "${path}!KB977203.cab"`);
    const { warnings } = (await hotfixkit(['verify', path, ...args, '--json'])).json<{
      warnings: { code: string }[];
    }>();
    expect(warnings.map(({ code }) => code)).toContain('PACKAGE_NOT_SEARCHED');
    const inner = await hotfixkit(['verify', `${path}!KB977203.cab`, '--require', 'x.dll >=10']);
    expect([inner.status, inner.stderr]).toEqual([0, '']);
  });

  it('notes files of applications in a folder below a plain verdict', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.bin'), 'x');
    const files = ['META-INF/MANIFEST.MF', 'a.class'].map((name) => ({ name, bytes: 'x' }));
    writeFileSync(join(folder, 'a.doc'), buildZip({ files }));
    const table = join(tempFolder(), 'table.csv');
    writeFileSync(table, 'File name,File version,File size\na.bin,,1\n');
    const run = await hotfixkit(['verify', folder, '--manifest', table]);
    expect([run.status, run.stderr]).toEqual([0, expect.stringMatching(/^note: .*a\.doc/)]);
    expect(run.stderr).not.toContain('warning');
    expect(run.stdout).toMatch(/^OK: /m);
  });

  it.each([
    { name: 'a table', args: ['--manifest'] },
    { name: 'a scan', args: ['--state', join(tempFolder(), 'state.json'), '--manifest'] },
  ])(
    'says that archives inside were not looked at where all is right, unless they are compared: $name',
    async ({ args }) => {
      const library = buildExecutable({ platform: 'x86', dll: true, version: { fileVersion: '10.0.0.1' } });
      const folder = tempFolder();
      const path = join(folder, 'a.zip');
      const [x, y, cab] = ['x.zip', 'y.dll', 'z.cab'].map((name) => ({
        name,
        bytes: name === 'y.dll' ? library : name === 'x.zip' ? 'PK00PKe' : 'MSCFive',
      }));
      writeFileSync(path, buildZip({ files: [x!, y!, cab!] }));
      const table = (names: string[]) => {
        const file = join(folder, 'table.csv');
        const sizes: Record<string, number> = { 'x.zip': 7, 'z.cab': 7, 'y.dll': library.length };
        writeFileSync(
          file,
          `File name,File version,File size\n${names.map((name) => `${name},${name === 'y.dll' ? '10.0.0.1' : ''},${sizes[name]}\n`).join('')}`,
        );
        return file;
      };
      const all = await hotfixkit(['verify', path, ...args, table(['x.zip', 'y.dll', 'z.cab'])]);
      expect([all.stderr, all.status]).toEqual(['', 0]);
      const some = await hotfixkit(['verify', path, ...args, table(['y.dll', 'z.cab'])]);
      expect(some.status).toBe(0);
      expect(some.stderr).toContain('1 file inside was not looked at: x.zip;');
      expect(some.stdout).toContain('OK WITH WARNINGS');
    },
  );

  it('says which version counts where several languages have one', async () => {
    const resources = [0x407, 0x409].map((language) => ({
      type: 16,
      name: 1,
      language,
      data: buildVersionResource({ fileVersion: `10.0.0.${language}` }),
    }));
    const folder = tempFolder();
    writeFileSync(join(folder, 'x.dll'), buildExecutable({ platform: 'x86', resources }));
    const { status, stderr } = await hotfixkit(['verify', folder, '--require', 'x.dll 10.0.0.1033']);
    expect(status).toBe(0);
    expect(stderr).toMatch(/language 1031 has another version.*x\.dll.*found 10\.0\.0\.1031/);
  });

  it('keeps the keys that scripts rely on', async () => {
    const outcome = await hotfixkit(['verify', sp2, '--kb', '977203', '--json']);
    const answer = outcome.json<Record<string, unknown> & { files: Record<string, unknown>[] }>();
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(['ok', 'manifest', 'counts', 'files', 'fit']));
    expect(Object.keys(answer.files[0]!)).toEqual(
      expect.arrayContaining(['name', 'platform', 'status', 'path', 'expected', 'actual', 'differences']),
    );
  });

  describe('several paths', () => {
    const missing = () => writePackage({ files: [{ key: 'a', name: 'other.txt', bytes: Buffer.from('x') }] });
    const wrong = 'fixtures/kb977203/wrong-version/SCCM2007-SP2-KB977203-ENU.msi';

    const quick: [string, () => string[], number][] = [
      ['one that has nothing of the table', () => [sp2, missing()], 1],
      ['one that is wrong', () => [sp2, wrong], 1],
      ['one that does not exist', () => ['absent.msi', sp2], 4],
      ['a pattern', () => ['fixtures/kb977203/SCCM*.msi'], 0],
    ];
    const more: typeof quick = [
      ['right ones', () => [sp1, sp2], 0],
      ['one that has nothing, first', () => [missing(), sp2], 1],
      ['one that is no package', () => [sp2, 'package.json'], 3],
      ['one that does not exist, and one that is wrong', () => [wrong, 'absent.msi', sp2], 4],
    ];
    it.each(isThorough ? [...quick, ...more] : quick)(
      'are as right as the worst: %s',
      async (_, paths, expected) => {
        const words = paths();
        const line = ['verify', ...words, '--kb', '977203'];
        const { status, stdout } = await hotfixkit(line);
        expect(status).toBe(expected);
        expect(stdout).toMatch(
          expected === 0 ? /^OK: \d of \d paths are right$/m : /^NOT OK: \d of \d+ paths? /m,
        );
        const json = (await hotfixkit([...line, '--json'])).json<{ ok: boolean; paths: { ok: boolean }[] }>();
        expect([json.ok, json.paths.every(({ ok }) => ok)]).toEqual([expected === 0, expected === 0]);
      },
    );

    const scans = [
      ['--kb', 'all'],
      ...(isThorough ? [['--kb', '977203', '--state', join(tempFolder(), 'state')]] : []),
    ];
    it.each(scans)('are as right as the worst in a scan: %s %s', async (...more) => {
      const line = ['verify', sp2, missing(), ...more];
      const { status, stdout } = await hotfixkit(line);
      expect(status).toBe(1);
      expect(stdout).toMatch(/NOT OK\n {2}.*package\.msi: no file of the articles is here\n$/);
      expect((await hotfixkit([...line, '--format', 'junit'])).stdout).toContain(
        '<failure message="no file of the articles is here"',
      );
      expect((await hotfixkit(['verify', sp2, sp1, ...more])).status).toBe(0);
    });

    it.each(['junit', 'markdown'])('are not right in %s where one is not', async (format) => {
      const line = ['verify', sp2, missing(), '--kb', '977203', '--format', format];
      const { status, stdout } = await hotfixkit(line);
      expect([status, /failures="[1-9]|NOT OK/.test(stdout)]).toEqual([1, true]);
    });

    it('are checked against requirements one by one', async () => {
      const check = ['--require', 'ccmsetup.exe >=4.0.6487.2111'];
      expect((await hotfixkit(['verify', sp2, sp2, ...check])).status).toBe(0);
      const both = await hotfixkit(['verify', sp2, sp1, ...check]);
      expect([both.status, both.stdout]).toEqual([
        1,
        expect.stringContaining(`${sp1}: 1 of 1 requirement not met`),
      ]);
    });

    it('--together', async () => {
      const folders = ['x86', 'x64'].map((platform) => {
        const folder = join(tempFolder(), platform);
        mkdirSync(folder);
        writeFileSync(join(folder, `${platform}.dat`), platform);
        return folder;
      }) as [string, string];
      const manifest = join(tempFolder(), 'm.json');
      const files = ['x86.dat', 'x64.dat'].map((name) => ({ name, size: 3 }));
      writeFileSync(manifest, JSON.stringify({ kb: null, title: 'T', sections: [{ title: 'S', files }] }));
      const line = ['verify', ...folders, '--manifest', manifest];
      expect((await hotfixkit(line)).status).toBe(1);
      const together = await hotfixkit([...line, '--together', '--json']);
      const { ok, files: rows } = together.json<{ ok: boolean; files: { path: string }[] }>();
      expect([together.status, ok, rows.map(({ path }) => path)]).toEqual([
        0,
        true,
        [`${folders[0]}/x86.dat`, `${folders[1]}/x64.dat`].map((path) => path.replaceAll('\\', '/')),
      ]);
      // A wrong copy in one of them is not covered by the right one in the other.
      writeFileSync(join(folders[1], 'x86.dat'), 'altered');
      expect((await hotfixkit([...line, '--together'])).status).toBe(1);
      const scan = await hotfixkit(['verify', ...folders, '--kb', 'all', '--together']);
      expect([scan.status, scan.stderr]).toEqual([
        2,
        expect.stringContaining('neither --kb all nor --state'),
      ]);
    });
  });

  it('has a failed case in JUnit where nothing was found and only what is present counts', async () => {
    const line = ['verify', tempFolder(), '--kb', '977203', '--only-present', '--format', 'junit'];
    const { status, stdout } = await hotfixkit(line);
    expect([status, stdout]).toEqual([1, expect.stringContaining('no file of KB977203 is here')]);
  });

  it('points at a patch under the name of another locale', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'client'));
    writeFileSync(join(folder, 'client', 'SCCM2007AC-SP2-KB977203-x86-DEU.msp'), Buffer.alloc(444_928));
    const { stdout } = await hotfixkit(['verify', folder, '--kb', '977203', '--product', 'SP2']);
    expect(stdout).toMatch(/not found; client\/SCCM2007AC-SP2-KB977203-x86-DEU\.msp has its size/);
  });
});

describe('verify of a patch with --base', () => {
  const program = (fileVersion: string) => buildExecutable({ platform: 'x86', version: { fileVersion } });
  const client = (version: string) =>
    buildClient('1.0.0', [
      { key: 'a', name: 'a.exe', bytes: program(version) },
      { key: 'b', name: 'b.exe', bytes: program('1.0') },
    ]);
  const written = () => {
    const folder = tempFolder();
    const whole = program('1.1');
    writeFileSync(join(folder, 'client.msi'), client('1.0'));
    writeFileSync(join(folder, 'fix.msp'), buildSmallPatch(client('1.0'), client('1.1'), { a: { whole } }));
    return { base: join(folder, 'client.msi'), fix: join(folder, 'fix.msp') };
  };

  it('judges the files that the patch leaves, and no others', async () => {
    const { base, fix } = written();
    const { status, stdout } = await hotfixkit([
      'verify',
      fix,
      '--base',
      base,
      '--require',
      'a.exe 1.1',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      with: { patches: [{ file: fix, transform: 'T1ToU1' }] },
      requirements: [{ status: 'match', files: [{ path: 'Fixture/a.exe' }] }],
    });
    const other = await hotfixkit(['verify', fix, '--base', base, '--require', 'b.exe 1.0']);
    expect([other.status, other.stdout]).toEqual([1, expect.stringMatching(/missing +b\.exe/)]);
  });

  it.each([
    [['--with', 'x.mst'], 'not both'],
    [['--kb', 'all'], 'one by one'],
  ])('goes not with %s', async (more, message) => {
    const { base, fix } = written();
    const { status, stderr } = await hotfixkit([
      'verify',
      fix,
      '--base',
      base,
      '--require',
      'a.exe 1.1',
      ...more,
    ]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('is for patches alone', async () => {
    const { base } = written();
    const { status, stderr } = await hotfixkit(['verify', base, '--base', base, '--require', 'a.exe 1.1']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('--base is for a patch')]);
  });

  it('is refused where the patch is for another product', async () => {
    const { fix } = written();
    const other = join(tempFolder(), 'other.msi');
    writeFileSync(other, buildClient('2.0.0', []));
    const { status, stderr } = await hotfixkit(['verify', fix, '--base', other, '--require', 'a.exe 1.1']);
    expect([status, stderr]).toEqual([3, expect.stringContaining('for another product or version')]);
  });
});
