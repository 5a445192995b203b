import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeClientSource } from '../support/client-source.js';
import { hotfixkit } from '../support/command-line.js';
import { hashTree, standInPath, textTree, writeTree } from '../support/package-folder.js';
import { buildSetPatch, otherProduct, type PlannedPatch } from '../support/patch-set.js';
import { buildClient } from '../support/stand-in/client.js';
import { tempFolder } from '../support/temp-folder.js';

const fix = (sequence: string, supersedes = 0) => [['Fix', null, sequence, supersedes] as const];

/** A folder of patches, and a client source with `client.msi` that has none. */
function hotfixes(patches: Record<string, PlannedPatch>): { folder: string; client: string; given: string } {
  const { folder, client } = writeClientSource({});
  const given = join(folder, 'hotfixes');
  mkdirSync(given);
  for (const [name, plan] of Object.entries(patches)) {
    writeFileSync(join(given, `client-${name.toLowerCase()}.msp`), buildSetPatch(name, plan));
  }
  return { folder, client, given };
}

const patchesIn = (client: string) => Object.keys(textTree(client)).filter((path) => path.endsWith('.msp'));

describe('stage over a folder of hotfixes', () => {
  it('stages the patches that clients need, in one line, and takes them back', async () => {
    const { folder, client, given } = hotfixes({
      KB2516517: { families: fix('1') },
      KB2659258: { families: fix('2', 1) },
      KB982203: {},
    });
    const before = hashTree(folder);
    const words = ['stage', given, '--client-source', client, '--package-id', 'ABC00001'];
    const { status, stdout, stderr } = await hotfixkit(words);
    expect([status, stderr]).toEqual([0, expect.stringContaining('the PATCH line does without this patch')]);
    const base = 'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix';
    expect(stdout).toContain(
      `PATCH="${base}\\KB982203\\client-kb982203.msp;${base}\\KB2659258\\client-kb2659258.msp"`,
    );
    expect(stdout).toContain('client-kb2516517.msp: left out');
    expect(stdout).toMatch(/^Not verified: /);
    expect(patchesIn(client)).toEqual([
      'i386/hotfix/KB2659258/client-kb2659258.msp',
      'i386/hotfix/KB982203/client-kb982203.msp',
    ]);
    expect((await hotfixkit(words)).stdout).toContain('nothing was changed');
    const back = await hotfixkit(['stage', '--undo', '--client-source', client]);
    expect(back.status).toBe(0);
    expect(hashTree(folder)).toEqual(before);
  });

  it('makes a new client source where that is asked for, and takes it back', async () => {
    const { folder, given } = hotfixes({ KB982203: {} });
    const client = join(folder, 'New');
    const words = ['stage', given, '--client-source', client, '--package-id', 'ABC00001'];
    const refused = await hotfixkit(words);
    expect([refused.status, refused.stderr]).toEqual([4, expect.stringContaining('--create-client-source')]);
    const before = hashTree(folder);
    expect((await hotfixkit([...words, '--create-client-source', '--dry-run'])).status).toBe(0);
    expect(hashTree(folder)).toEqual(before);
    const { status, stdout } = await hotfixkit([...words, '--create-client-source']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('PATCH="')]);
    expect(patchesIn(client)).toEqual(['i386/hotfix/KB982203/client-kb982203.msp']);
    expect((await hotfixkit(['stage', '--undo', '--client-source', client])).status).toBe(0);
    expect(hashTree(folder)).toEqual(before);
  });

  it('finds patches in packages, and compares those that the catalogue knows', async () => {
    const { client, folder } = writeClientSource({}, { hasClient: false });
    writeTree(client, { 'i386/client.msi': buildClient(2, 'before') });
    const { status, json } = await hotfixkit(['stage', standInFolder(), '--client-source', client, '--json']);
    const document = json<{ known: string[]; files: { path: string }[] }>();
    expect(status).toBe(0);
    expect(document.known).toHaveLength(1);
    expect(document.known[0]).toMatch(/SP2-KB977203-ENU\.msi!.*Sccm2007ac-sp2-kb977203-x86\.msp$/i);
    expect(patchesIn(client)).toEqual(['i386/hotfix/KB977203/Sccm2007ac-sp2-kb977203-x86.msp']);
    expect(readdirSync(folder)).toContain('hotfixkit-patches-undo');
  });

  it.each<[string, Record<string, PlannedPatch>, number, string]>([
    [
      'a patch is for another product',
      { KB1111111: {}, KB2222222: { product: otherProduct } },
      3,
      'take the patch for this client',
    ],
    [
      'two make each other obsolete',
      { KB1111111: { obsoletes: ['KB2222222'] }, KB2222222: { obsoletes: ['KB1111111'] } },
      3,
      'keep one and leave the other out',
    ],
    [
      'a patch names another product',
      { KB1111111: { metadata: { TargetProductName: 'Office' } } },
      3,
      'for Office, not for the ConfigMgr client',
    ],
    ['a name has no number', { Fix: {} }, 3, 'rename it'],
    ['there is none', {}, 3, 'there is no client patch'],
  ])('stages nothing where %s', async (_, patches, expected, message) => {
    const { folder, client, given } = hotfixes(patches);
    const before = hashTree(folder);
    const { status, stderr } = await hotfixkit(['stage', given, '--client-source', client]);
    expect([status, stderr]).toEqual([expected, expect.stringContaining(message)]);
    expect(hashTree(folder)).toEqual(before);
  });

  it('refuses to replace another file, and a package without an article', async () => {
    const { client, given } = hotfixes({ KB1111111: {} });
    writeTree(client, { 'i386/hotfix/KB1111111/client-kb1111111.msp': 'mine' });
    const { status, stderr } = await hotfixkit(['stage', given, '--client-source', client]);
    expect([status, stderr]).toEqual([4, expect.stringContaining('--overwrite always')]);
    const alone = await hotfixkit(['stage', standInPath(2), '--client-source', client]);
    expect([alone.status, alone.stderr]).toEqual([
      2,
      expect.stringContaining('--kb NUMBER or --manifest FILE'),
    ]);
  });

  it('says which files were not searched', async () => {
    const { client, given } = hotfixes({ KB1111111: {} });
    writeFileSync(join(given, 'broken.msi'), 'x');
    const { status, json } = await hotfixkit([
      'stage',
      given,
      '--client-source',
      client,
      '--dry-run',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(json<{ warnings: object[] }>().warnings).toMatchObject([
      { message: expect.stringContaining('not searched for patches') },
    ]);
  });
});

function standInFolder(): string {
  const folder = tempFolder();
  writeTree(folder, { 'SCCM2007-SP2-KB977203-ENU.msi': readFileSync(standInPath(2)) });
  return folder;
}
