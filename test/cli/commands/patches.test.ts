import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { buildSetPatch, codeOfPatch, otherProduct, writePatchSet } from '../../support/patch-set.js';

interface Document {
  ok: boolean;
  product: { version: string };
  after: { version: string };
  patches: {
    file: string;
    status: string;
    position: number | null;
    by: string | null;
    reason: string;
    evidence: { patch: string; place: string; text: string }[];
    error?: { code: string };
  }[];
}

const fix = (sequence: string, supersedes = 0) => [['Fix', null, sequence, supersedes] as const];

describe('patches', () => {
  it('says order, fates, and the row that each rests on', async () => {
    const set = writePatchSet({
      qfe3: { families: fix('1.3', 1) },
      qfe2: { families: fix('1.2') },
      sp1: { to: '1.1.0', families: [['Pack', null, '1.1', 0]] },
      late: { from: '1.1.0', families: fix('1.4') },
      other: { product: otherProduct },
      old: { from: '0.9.0' },
    });
    const { status, json } = await hotfixkit([
      'patches',
      set.client,
      ...[set.late, set.qfe3, set.qfe2, set.other, set.sp1, set.old],
      '--json',
    ]);
    const { ok, product, after, patches } = json<Document>();
    expect([status, ok, product.version, after.version]).toEqual([1, false, '1.0.0', '1.1.0']);
    const short = patches.map(({ file, position, status: fate, by }) => [
      basename(file, '.msp'),
      position,
      fate,
      by && basename(by, '.msp'),
    ]);
    expect(short).toEqual([
      ['qfe3', 1, 'applies', null],
      ['sp1', 2, 'applies', null],
      ['late', 3, 'applies', null],
      ['qfe2', null, 'superseded', 'qfe3'],
      ['other', null, 'other-product', null],
      ['old', null, 'other-version', null],
    ]);
    expect(patches[3]!.evidence).toEqual([
      { patch: set.qfe3, place: 'MsiPatchSequence', text: 'Fix 1.3, supersedes earlier ones' },
      { patch: set.qfe2, place: 'MsiPatchSequence', text: 'Fix 1.2' },
    ]);
    expect(patches[4]!.evidence).toEqual([{ patch: set.other, place: 'Template', text: otherProduct.code }]);
    expect(patches[5]!.reason).toBe('it needs version = 0.9.0, and this has version 1.0.0');
  });

  it('ends with 0 where each patch is applied or replaced by another', async () => {
    const set = writePatchSet({ a: { families: fix('1') }, b: { families: fix('2', 1) } });
    const { status, stdout } = await hotfixkit(['patches', set.client, set.a, set.b]);
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'Product  Client 1.0.0 {11111111-2222-3333-4444-555555555555}',
      '',
      `1. ${set.b}: applies`,
      `   ${codeOfPatch('b')}`,
      '   by its sequence: Fix 2, supersedes earlier ones',
      '   - T1ToU1: from 1.0.0 to 1.0.0',
      '   - MsiPatchSequence: Fix 2, supersedes earlier ones',
      '',
      `- ${set.a}: superseded by ${set.b}`,
      `   ${codeOfPatch('a')}`,
      `   ${set.b} has a higher sequence in its family and supersedes earlier ones`,
      `   - MsiPatchSequence of ${set.b}: Fix 2, supersedes earlier ones`,
      '   - MsiPatchSequence: Fix 1',
      '',
      '1 of 2 patches applies, 1 replaced by others',
    ]);
  });

  it('names a patch that another makes obsolete by its summary', async () => {
    const set = writePatchSet({ a: {}, b: { obsoletes: ['a'] } });
    const { status, json } = await hotfixkit(['patches', set.client, set.a, set.b, '--json']);
    const { patches } = json<Document>();
    expect([status, patches[1]!.status]).toEqual([0, 'obsoleted']);
    expect(patches[1]!.evidence).toEqual([
      { patch: set.b, place: 'Revision Number', text: codeOfPatch('a') },
    ]);
  });

  it('says where two files of one patch code differ', async () => {
    const set = writePatchSet({ a: {} });
    const [same, other] = [join(set.folder, 'same.msp'), join(set.folder, 'other.msp')];
    copyFileSync(set.a, same);
    writeFileSync(other, buildSetPatch('a', { text: 'another build' }));
    const { status, json } = await hotfixkit(['patches', set.client, set.a, same, other, '--json']);
    expect(status).toBe(0);
    const [, second, third] = json<{ patches: { status: string; reason: string }[] }>().patches;
    expect(second).toMatchObject({ status: 'repeated', reason: `it has the patch code of ${set.a}` });
    expect(third).toMatchObject({
      status: 'repeated',
      reason: expect.stringContaining('and other content, so that it is uncertain which of the two is meant'),
    });
  });

  it.each(['x.1', '1.2.3.4.5', '70000', '1.'])('says that a sequence %s is no version', async (sequence) => {
    const set = writePatchSet({ a: { families: [['F', null, sequence, 0]] }, b: {} });
    const { stdout } = await hotfixkit(['patches', set.client, set.a, set.b]);
    expect(stdout).toContain(`F ${sequence} (no version: counts as 0)`);
  });

  it('a minor upgrade with MinorUpdateTargetRTM takes the place of those before it', async () => {
    const set = writePatchSet({
      qfe: { families: fix('1') },
      sp1: { to: '1.1.0', families: [['Pack', null, '1.1', 0]] },
      sp2: { to: '1.2.0', families: [['Pack', null, '1.2', 0]], metadata: { MinorUpdateTargetRTM: '1' } },
    });
    const { status, json } = await hotfixkit(['patches', set.client, set.qfe, set.sp1, set.sp2, '--json']);
    const { patches } = json<Document>();
    expect(status).toBe(0);
    expect(patches.map(({ file, status: fate }) => `${basename(file)} ${fate}`)).toEqual([
      'sp2.msp applies',
      'qfe.msp superseded',
      'sp1.msp superseded',
    ]);
    expect(patches[1]!.evidence[0]).toMatchObject({
      place: 'MsiPatchMetadata',
      text: 'MinorUpdateTargetRTM',
    });
  });

  it('ends with 1 where none applies', async () => {
    const set = writePatchSet({ other: { product: otherProduct } });
    const { status, stdout } = await hotfixkit(['patches', set.client, set.other]);
    expect(status).toBe(1);
    expect(stdout).toContain('0 of 1 patch applies, 1 cannot be applied');
  });

  it.each<[string, Record<string, { obsoletes: string[] }>]>([
    ['two', { a: { obsoletes: ['b'] }, b: { obsoletes: ['a'] } }],
    ['three', { a: { obsoletes: ['b'] }, b: { obsoletes: ['c'] }, c: { obsoletes: ['a'] } }],
  ])('refuses %s that make each other obsolete', async (_, patches) => {
    const set = writePatchSet(patches);
    const files = Object.keys(patches).map((name) => join(set.folder, `${name}.msp`));
    const { status, stderr } = await hotfixkit(['patches', set.client, ...files]);
    expect(status).toBe(3);
    expect(stderr).toContain('make each other obsolete');
    expect(stderr).toContain('keep one and leave the other out');
  });

  it('a file that is no patch is an entry, and the others are judged', async () => {
    const set = writePatchSet({ a: {} });
    writeFileSync(join(set.folder, 'x.msp'), 'x');
    const { status, json } = await hotfixkit([
      'patches',
      set.client,
      join(set.folder, 'x.msp'),
      set.a,
      set.client,
      '--json',
    ]);
    const { patches } = json<Document>();
    expect(status).toBe(3);
    expect(patches.map((one) => [one.status, one.error?.code])).toEqual([
      ['applies', undefined],
      ['unreadable', 'PACKAGE_UNKNOWN_KIND'],
      ['unreadable', 'PATCH_INVALID'],
    ]);
  });

  it('takes the folder of an image, and refuses a patch as the product', async () => {
    const set = writePatchSet({ a: {} });
    expect((await hotfixkit(['patches', set.folder, set.a])).status).toBe(0);
    const { status, stderr } = await hotfixkit(['patches', set.a, set.a]);
    expect(status).toBe(3);
    expect(stderr).toContain('the first file is the product');
  });
});
