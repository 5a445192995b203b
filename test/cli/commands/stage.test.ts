import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { hashTree, standInPath, textTree, writeTree } from '../../support/package-folder.js';
import { buildSmallPatch } from '../../support/patch-scenario.js';
import { codeOfPatch } from '../../support/patch-set.js';
import { buildClient, buildClientPatch } from '../../support/stand-in/client.js';
import { exportedTaskSequence, replaced } from '../../support/task-sequence.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

const line = 'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix\\KB977203\\Sccm2007ac-sp2-kb977203-x86.msp';

function clientSource(): { folder: string; client: string } {
  const folder = tempFolder();
  const client = join(folder, 'Client');
  mkdirSync(join(client, 'i386'), { recursive: true });
  return { folder, client };
}

const stage = (client: string, ...argv: string[]) =>
  hotfixkit(['stage', standInPath(2), '--kb', '977203', '--client-source', client, ...argv]);

describe('stage', () => {
  it('stages, changes nothing the second time and says so, and takes it back', async () => {
    const { folder, client } = clientSource();
    const first = await stage(client, '--package-id', 'abc00001');
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain(`PATCH="${line}"`);
    expect(first.stdout).toContain('hotfixkit stage --undo --kb 977203');
    const again = await stage(client);
    expect(again.stdout).toContain('nothing was changed');
    const back = await hotfixkit(['stage', '--undo', '--kb', '977203', '--client-source', client, '--json']);
    expect(back.status).toBe(0);
    expect(back.json<{ files: { action: string }[] }>().files.map(({ action }) => action)).toEqual(
      Array(3).fill('remove'),
    );
    expect(readdirSync(folder)).toEqual(['Client']);
    expect(textTree(client)).toEqual({});
  });

  it('writes nothing with --dry-run', async () => {
    const { folder, client } = clientSource();
    expect((await stage(client, '--dry-run')).stdout).toContain('Nothing was written');
    expect(readdirSync(folder)).toEqual(['Client']);
  });

  it('gives the lines for client push and for the task sequence', async () => {
    const { client } = clientSource();
    const { json } = await stage(
      client,
      '--json',
      ...['--package-id', 'ABC00001', '--cache-drive', 'd', '--with-patch', 'E:\\p\\other.msp'],
      ...['--client-property', 'SMSSLP=server01', '--client-property', 'FSP=server02'],
    );
    expect(json<{ installationProperties: object }>().installationProperties).toEqual({
      clientPush: 'SMSSLP=server01 FSP=server02',
      taskSequence: `SMSSLP=server01 FSP=server02 PATCH="${line.replace('C:', 'D:')};E:\\p\\other.msp"`,
    });
  });

  it('takes a further patch only from the client source', async () => {
    const { folder, client } = clientSource();
    const patch = join(client, 'i386', 'hotfix', 'KB1', 'x.msp');
    writeTree(join(client, 'i386', 'hotfix', 'KB1'), { 'x.msp': 'a patch' });
    writeFileSync(join(folder, 'evil.msp'), 'a patch');
    const further = async (path: string) => {
      const { status, stderr, json } = await stage(client, '--dry-run', '--json', '--with-patch', path);
      return status === 0 ? json<{ patchProperty: string }>().patchProperty : `${status} ${stderr}`;
    };
    expect(await further(patch)).toMatch(
      /;C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\i386\\hotfix\\KB1\\x\.msp"$/,
    );
    expect(await further('I386\\hotfix/kb1/X.msp')).toMatch(/>\\i386\\hotfix\\KB1\\x\.msp"$/);
    expect(await further('../evil.msp')).toMatch(/^2/);
    expect(await further(join(folder, 'evil.msp'))).toMatch(/^2/);
    expect(await further('i386/hotfix/absent.msp')).toMatch(/^4/);
    expect(await further('i386/hotfix')).toMatch(/^4/);
  });

  it('collects what lies in the client source: ordered, replaced ones and those of another service pack named', async () => {
    const { client } = clientSource();
    const before = buildClient(2, 'before');
    const patch = (name: string, sequence: string, supersedes: number) =>
      buildSmallPatch(
        before,
        before,
        {},
        {
          code: codeOfPatch(name),
          sequences: [['Later', null, sequence, supersedes]],
        },
      );
    writeTree(join(client, 'i386'), {
      'client.msi': before,
      'hotfix/KB2516517/sccm2007ac-sp2-kb2516517-x86.msp': patch('1', '1', 0),
      'hotfix/KB2659258/sccm2007ac-sp2-kb2659258-x86.msp': patch('2', '2', 1),
      'hotfix/KB977203/Sccm2007ac-sp1-kb977203-x86.msp': buildClientPatch(
        1,
        new Date('2010-01-25T06:28:00Z'),
      ),
    });
    const { status, json } = await stage(client, '--package-id', 'ABC00001', '--dry-run', '--json');
    const { patchProperty, patches, warnings } = json<{
      patchProperty: string;
      patches: { status: string; origin: string }[];
      warnings: { code: string; message: string }[];
    }>();
    expect(status).toBe(0);
    const other =
      'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix\\KB2659258\\sccm2007ac-sp2-kb2659258-x86.msp';
    expect(patchProperty).toBe(`PATCH="${line};${other}"`);
    expect(patches.map((one) => `${one.origin} ${one.status}`)).toEqual([
      'staged applies',
      'found applies',
      'found superseded',
      'found other-product',
    ]);
    expect(warnings).toMatchObject([
      { code: 'STAGE_CLIENT_SOURCE', message: expect.stringContaining('move it out of i386/hotfix') },
    ]);
  });

  it.each<[string, (client: string) => [number, string, string[]]]>([
    [
      'the client source is of another service pack',
      (client) => {
        writeTree(join(client, 'i386'), { 'client.msi': buildClient(1, 'before') });
        return [3, 'not for the client.msi of the client source', []];
      },
    ],
    [
      'two patches there make each other obsolete',
      (client) => {
        const before = buildClient(2, 'before');
        const patch = (own: string, other: string) =>
          buildSmallPatch(before, before, {}, { code: codeOfPatch(own), obsoletes: [codeOfPatch(other)] });
        writeTree(join(client, 'i386/hotfix'), { 'a.msp': patch('a', 'b'), 'b.msp': patch('b', 'a') });
        return [3, 'keep one and leave the other out', []];
      },
    ],
    [
      'the line is too long',
      () => [3, 'cmd.exe takes 8191', ['--client-property', `SMSSITECODE=${'x'.repeat(8200)}`]],
    ],
  ])('stages nothing where %s', async (_, prepare) => {
    const { folder, client } = clientSource();
    const [expected, message, more] = prepare(client);
    const before = hashTree(folder);
    const { status, stderr } = await stage(client, ...more);
    expect([status, stderr]).toEqual([expected, expect.stringContaining(message)]);
    expect(hashTree(folder)).toEqual(before);
  });

  itThorough('edits a task sequence into another file', async () => {
    const { folder, client } = clientSource();
    const [from, to] = [join(folder, 'ts.xml'), join(folder, 'ts.new.xml')];
    writeFileSync(from, exportedTaskSequence());
    const argv = ['--task-sequence', from, '-o', to, '--utility-package-id', 'ABC00042'];
    const first = await stage(client, ...argv);
    expect(first.status).toBe(0);
    expect(readFileSync(from, 'utf8')).toBe(exportedTaskSequence());
    const edited = readFileSync(to, 'utf8');
    expect(edited).toContain(line);
    writeFileSync(from, edited);
    const second = await stage(client, ...argv);
    expect(second.stdout).toContain('nothing to change');
    expect(readFileSync(to, 'utf8')).toBe(edited);
  });

  itThorough('puts further patches and properties into the task sequence too', async () => {
    const { folder, client } = clientSource();
    const [from, to] = [join(folder, 'ts.xml'), join(folder, 'ts.new.xml')];
    writeFileSync(from, exportedTaskSequence());
    writeTree(join(client, 'i386', 'hotfix', 'KB1'), { 'a.msp': 'a patch' });
    const more = ['--with-patch', 'i386\\hotfix\\KB1\\a.msp', '--with-patch', '\\\\server\\share\\b.msp'];
    const id = ['--utility-package-id', 'ABC00042'];
    const argv = ['--task-sequence', from, '-o', to, ...id, ...more, '--client-property', 'FSP=server02'];
    expect((await stage(client, ...argv)).status).toBe(0);
    const other = 'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix\\KB1\\a.msp';
    expect(readFileSync(to, 'utf8')).toContain(
      `>SMSMP=server01.example.com PATCH="${line};${other};\\\\server\\share\\b.msp" FSP=server02</variable>`,
    );
  });

  it('never writes over the exported task sequence', async () => {
    const { folder, client } = clientSource();
    const from = join(folder, 'ts.xml');
    writeFileSync(from, exportedTaskSequence());
    const { status, stderr } = await stage(
      client,
      '--task-sequence',
      from,
      '-o',
      join(client, '..', 'ts.xml'),
    );
    expect(stderr).toContain('give another file');
    expect(status).toBe(2);
    expect(readFileSync(from, 'utf8')).toBe(exportedTaskSequence());
    expect(textTree(client)).toEqual({});
  });

  it('stages nothing if the new step would have no package', async () => {
    const { folder, client } = clientSource();
    const [from, to] = [join(folder, 'ts.xml'), join(folder, 'ts.new.xml')];
    writeFileSync(from, exportedTaskSequence());
    const { status, stderr } = await stage(client, '--task-sequence', from, '-o', to);
    expect(stderr).toContain('--utility-package-id');
    expect(status).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['Client', 'ts.xml']);
    expect(textTree(client)).toEqual({});
  });

  it.each([
    ['no XML', 'hello', 'XML_NOT_WELL_FORMED'],
    ['no task sequence', '<a/>', 'TASK_SEQUENCE_INVALID'],
    [
      'no step',
      replaced(exportedTaskSequence(), 'SMS_TaskSequence_SetupWindowsAndSMSAction', 'x'),
      'TASK_SEQUENCE_NO_STEP',
    ],
  ])('stages nothing for a task sequence that is %s', async (_, text, code) => {
    const { folder, client } = clientSource();
    writeFileSync(join(folder, 'ts.xml'), text);
    const { status, json } = await stage(
      client,
      '--json',
      '--task-sequence',
      join(folder, 'ts.xml'),
      '-o',
      join(folder, 'new.xml'),
    );
    expect([status, json<{ error: { code: string } }>().error.code]).toEqual([3, code]);
    expect(readdirSync(folder).sort()).toEqual(['Client', 'ts.xml']);
    expect(textTree(client)).toEqual({});
  });

  it.each([
    [['--package-id', '<ABC00001>'], 2, /leave the angle brackets out/],
    [['--client-path', '%_SMSTSMDataPath%\\OSD\\ABC00001'], 2, /drive letter in Windows PE/],
    [['--client-property', 'PATCH=x'], 2, /--with-patch/],
    [['--task-sequence', 'ts.xml'], 2, /go together/],
  ])('%j is refused with what to type', async (argv, status, message) => {
    const { client } = clientSource();
    const outcome = await stage(client, ...argv);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.status).toBe(status);
    expect(textTree(client)).toEqual({});
  });

  itThorough('ends a dry run in which files are in the way as the run itself would end', async () => {
    const { client } = clientSource();
    expect((await stage(client)).status).toBe(0);
    writeTree(client, { 'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp': 'mine' });
    const planned = await stage(client, '--dry-run');
    expect([planned.status, planned.stdout]).toEqual([4, expect.stringMatching(/^conflict /m)]);
    expect((await stage(client)).status).toBe(4);
    expect((await stage(client, '--dry-run', '--overwrite')).status).toBe(0);
  });

  itThorough('stages several packages, and those that can be where one cannot', async () => {
    const { folder, client } = clientSource();
    const bad = join(folder, 'bad.msi');
    writeFileSync(bad, 'hello');
    const argv = ['--kb', '977203', '--client-source', client, '--json'];
    const { status, json } = await hotfixkit(['stage', standInPath(1), bad, standInPath(2), ...argv]);
    expect(status).toBe(3);
    expect(json()).toMatchObject({
      ok: false,
      packages: [{ ok: true }, { ok: false, error: { exitCode: 3 } }, { ok: true }],
    });
    expect(Object.keys(textTree(client))).toEqual([
      'i386/hotfix/KB977203/Sccm2007ac-sp1-kb977203-x86.msp',
      'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp',
    ]);
    const back = await hotfixkit(['stage', '--undo', ...argv]);
    expect(back.status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['Client', 'bad.msi']);
  });

  it('sees in a dry run of several packages what the earlier ones would have put there', async () => {
    const lineOf = async (...more: string[]) => {
      const { client } = clientSource();
      const argv = ['--kb', '977203', '--client-source', client, '--json', ...more];
      const { json } = await hotfixkit(['stage', standInPath(1), standInPath(2), ...argv]);
      const document = json<{ packages: { patchProperty: string; patches: unknown[] }[] }>();
      return document.packages.map(({ patchProperty, patches }) => [patchProperty, patches]);
    };
    const planned = await lineOf('--dry-run');
    expect(planned).toEqual(await lineOf());
    expect(JSON.stringify(planned[1])).toContain('sp1-kb977203');
  });

  itThorough('needs a client source that holds i386, or to be told to make one', async () => {
    const folder = tempFolder();
    const refused = await stage(folder);
    expect(refused.status).toBe(4);
    expect(refused.stderr).toMatch(/holds no i386/);
    expect((await stage(join(folder, 'absent'))).stderr).toMatch(/no such folder/);
    expect((await stage(join(folder, 'new'), '--create-client-source')).status).toBe(0);
    expect(Object.keys(textTree(join(folder, 'new')))).toEqual([
      'i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp',
    ]);
  });
});
