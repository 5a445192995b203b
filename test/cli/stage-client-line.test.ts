import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeClientSource } from '../support/client-source.js';
import { hotfixkit } from '../support/command-line.js';
import { canLinkFiles } from '../support/links.js';
import { textTree } from '../support/package-folder.js';
import { otherProduct } from '../support/patch-set.js';
import { exportedTaskSequence, replaced } from '../support/task-sequence.js';
import { tempFolder } from '../support/temp-folder.js';

const base = 'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix';
const pathOf = (kb: string) => `${base}\\${kb}\\client-${kb.toLowerCase()}.msp`;
const fix = (sequence: string, supersedes = 0) => [['Fix', null, sequence, supersedes] as const];

describe('stage without a package', () => {
  it('says the line of what is there and what it does without, and writes nothing', async () => {
    const { folder, client } = writeClientSource({
      KB2516517: { families: fix('1') },
      KB2659258: { families: fix('2', 1) },
    });
    const before = textTree(folder);
    const { status, stdout, stderr } = await hotfixkit([
      'stage',
      '--client-source',
      client,
      '--package-id',
      'ABC00001',
    ]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`PATCH="${pathOf('KB2659258')}"`);
    expect(stdout).toContain('as i386/client.msi says');
    expect(stdout).toMatch(
      /- i386\/hotfix\/KB2516517\/client-kb2516517\.msp: left out, .* supersedes earlier ones/,
    );
    expect(textTree(folder)).toEqual(before);
  });

  it('does not advise to make a client source that has no patches', async () => {
    const { status, stderr } = await hotfixkit(['stage', '--client-source', join(tempFolder(), 'absent')]);
    expect([status, stderr]).toEqual([4, expect.stringMatching(/there is no such folder\n$/)]);
  });

  it('ends with 1 where a patch there is for another product, and names it', async () => {
    const { client } = writeClientSource({ KB2516517: {}, KB1111111: { product: otherProduct } });
    const { status, json } = await hotfixkit(['stage', '--client-source', client, '--json']);
    const document = json<{ ok: boolean; patches: object[]; warnings: object[]; client: object }>();
    expect([status, document.ok]).toEqual([1, false]);
    expect(document.client).toMatchObject({ productVersion: '1.0.0', from: 'client.msi' });
    expect(document.patches).toMatchObject([
      { path: 'i386/hotfix/KB2516517/client-kb2516517.msp', position: 1, status: 'applies' },
      { path: 'i386/hotfix/KB1111111/client-kb1111111.msp', position: null, status: 'other-product' },
    ]);
    expect(document.warnings).toHaveLength(1);
  });

  it.each([
    [
      'two that make each other obsolete',
      { KB1111111: { obsoletes: ['KB2222222'] }, KB2222222: { obsoletes: ['KB1111111'] } },
    ],
    ['none', {}],
  ])('edits nothing with %s', async (_, patches) => {
    const { folder, client } = writeClientSource(patches);
    const [from, to] = [join(folder, 'ts.xml'), join(folder, 'new.xml')];
    writeFileSync(from, exportedTaskSequence());
    const { status } = await hotfixkit([
      'stage',
      '--client-source',
      client,
      '--task-sequence',
      from,
      '-o',
      to,
    ]);
    expect([status, existsSync(to)]).toEqual([3, false]);
  });

  it('merges the PATCH of a task sequence in the same order, and takes out what others replace', async () => {
    const { folder, client } = writeClientSource({
      KB2516517: { families: fix('1') },
      KB2659258: { families: fix('2', 1) },
      KB982203: {},
    });
    const [from, to] = [join(folder, 'ts.xml'), join(folder, 'new.xml')];
    const own = `PATCH="${pathOf('KB2516517')};${pathOf('KB2659258')};C:\\site\\KB999999\\x.msp"`;
    writeFileSync(
      from,
      replaced(exportedTaskSequence(), 'SMSMP=server01.example.com', `SMSMP=server01.example.com ${own}`),
    );
    const words = ['stage', '--client-source', client, '--task-sequence', from, '-o', to];
    const first = await hotfixkit(words);
    expect(first.status).toBe(0);
    const edited = readFileSync(to, 'utf8');
    expect(edited).toContain(
      `>SMSMP=server01.example.com PATCH="${pathOf('KB982203')};C:\\site\\KB999999\\x.msp;${pathOf('KB2659258')}"</variable>`,
    );
    expect(first.stdout).toMatch(/PATCH: .*client-kb2516517\.msp left out: /);
    expect(first.stdout).toContain('the number of its article decides its place in PATCH');
    // Doing it again changes nothing.
    writeFileSync(from, edited);
    expect((await hotfixkit(words)).stdout).toContain('nothing to change');
    expect(readFileSync(to, 'utf8')).toBe(edited);
  });

  it.each([
    ['SMSMP=server01.example.com', 'PATCH="C:\\a-kb990001.msp SMSMP=a', 'a quotation mark is not closed'],
    ['SMSMP=server01.example.com', 'PATCH="C:\\a.msp" PATCH="C:\\b.msp"', 'PATCH is given 2 times'],
    ['SMSMP=server01.example.com', 'PATCH="i386\\hotfix\\KB990001\\x.msp"', 'no drive and no share'],
    ['SMSMP=server01.example.com', `PATCH="${base}\\KB999999\\x.msp"`, 'the client source does not have'],
    [
      '</defaultVarList>\r\n      </step>\r\n      <!-- after',
      '<variable name="SMSClientInstallProperties">FSP=b</variable></defaultVarList>\r\n      </step>\r\n      <!-- after',
      'more than once',
    ],
  ])('refuses a task sequence that cannot be understood: %s becomes %s', async (old, now, message) => {
    const { folder, client } = writeClientSource({ KB982203: {} });
    const [from, to] = [join(folder, 'ts.xml'), join(folder, 'new.xml')];
    writeFileSync(from, replaced(exportedTaskSequence(), old, now));
    const words = ['stage', '--client-source', client, '--task-sequence', from, '-o', to];
    const { status, stderr } = await hotfixkit(words);
    expect([status, existsSync(to)]).toEqual([3, false]);
    expect(stderr.replace(/\s+/g, ' ')).toContain(message);
    expect(stderr.replace(/\s+/g, ' ')).toContain('Setup windows and ConfigMgr');
    expect(stderr).toContain('ts.xml');
  });

  it('needs a client source', async () => {
    const { status, stderr } = await hotfixkit(['stage']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('--client-source DIR is needed')]);
  });
});

it.skipIf(!canLinkFiles)('names links to patches that the line does without', async () => {
  const { folder, client } = writeClientSource({ KB982203: {} });
  writeFileSync(join(folder, 'out.msp'), 'a patch');
  symlinkSync(join(folder, 'out.msp'), join(client, 'i386/hotfix/l-kb990018.msp'));
  symlinkSync(join(folder, 'out.msp'), join(client, 'i386/hotfix/other.txt'));
  const { json } = await hotfixkit(['stage', '--client-source', client, '--json']);
  expect(json<{ warnings: object[] }>().warnings).toMatchObject([
    { code: 'PATH_LINK', file: 'i386/hotfix/l-kb990018.msp' },
  ]);
});
