import { describe, expect, it } from 'vitest';
import { LinePatches, readClient } from '../../../src/hotfix/stage/line-patches.js';
import { planPatchLine } from '../../../src/hotfix/stage/patch-line.js';
import type { SignatureJudge } from '../../../src/package/signature/judged-signature.js';
import { withoutSignature } from '../../../src/signature/judgement.js';
import { caught } from '../../support/caught.js';
import { writeClientSource } from '../../support/client-source.js';
import { otherProduct, type PlannedPatch } from '../../support/patch-set.js';

interface How {
  hasClient?: boolean;
  given?: string[];
  force?: boolean;
  signed?: boolean;
  judge?: SignatureJudge;
}

function lineOf(
  sources: Record<string, PlannedPatch | string>,
  { given = [], force = false, signed = false, judge, ...how }: How = {},
) {
  const { client } = writeClientSource(sources, how);
  const patches = new LinePatches(judge);
  try {
    for (const path of given) patches.addGiven(client, path);
    patches.addFound(client);
    return planPatchLine(patches.patches, readClient(client), { force, signed });
  } finally {
    patches.close();
  }
}

const nameOf = (path: string): string => path.replace(/^.*client-(kb\d+)\.msp$/, '$1');
const short = (line: ReturnType<typeof lineOf>) => line.paths.map(nameOf);
const fates = (line: ReturnType<typeof lineOf>) =>
  line.patches.map(({ path, status, position }) => `${position ?? '-'} ${nameOf(path)} ${status}`);
const fix = (sequence: string, supersedes = 0) => [['Fix', null, sequence, supersedes] as const];

describe('planPatchLine', () => {
  it('patches without a sequence go by the number of their articles, not by the alphabet', () => {
    expect(short(lineOf({ KB2516517: {}, KB982203: {} }))).toEqual(['kb982203', 'kb2516517']);
  });

  it('sequences decide where there are some, whatever the numbers', () => {
    const line = lineOf({
      KB2516517: { families: fix('1') },
      KB2659258: { families: fix('1.1') },
      KB982203: { families: fix('2') },
    });
    expect(short(line)).toEqual(['kb2516517', 'kb2659258', 'kb982203']);
  });

  it('leaves out what others supersede or make obsolete, and says by what', () => {
    const line = lineOf({
      KB2516517: { families: fix('1') },
      KB2659258: { families: fix('2', 1) },
      KB982203: {},
      KB982204: { obsoletes: ['KB982203'] },
    });
    expect(fates(line)).toEqual([
      '1 kb982204 applies',
      '2 kb2659258 applies',
      '- kb982203 obsoleted',
      '- kb2516517 superseded',
    ]);
    expect(line.patches[3]!.by).toMatch(/client-kb2659258\.msp$/);
    expect(line.warnings).toEqual([]);
  });

  it('leaves out a found patch for another product or version, and a file that is none, with what to do', () => {
    const line = lineOf({
      KB1111111: { product: otherProduct },
      KB2222222: { from: '0.9.0' },
      KB3333333: 'x',
      KB4444444: {},
    });
    expect(short(line)).toEqual(['kb4444444']);
    expect(line.warnings.map(({ code, file }) => [code, nameOf(String(file))])).toEqual([
      ['STAGE_CLIENT_SOURCE', 'kb1111111'],
      ['STAGE_CLIENT_SOURCE', 'kb2222222'],
      ['STAGE_CLIENT_SOURCE', 'kb3333333'],
    ]);
    expect(line.warnings[0]!.message).toContain('move it out of i386/hotfix');
  });

  it('refuses a patch that was named and is for another product, unless it is forced', () => {
    const given = ['i386/hotfix/KB1111111/client-kb1111111.msp'];
    const sources = { KB1111111: { product: otherProduct }, KB4444444: {} };
    expect(caught(() => lineOf(sources, { given }))).toMatchObject({
      code: 'STAGE_WRONG_PATCH',
      message: expect.stringContaining('not for the client.msi of the client source'),
    });
    const forced = lineOf(sources, { given, force: true });
    expect(short(forced)).toContain('kb1111111');
    expect(forced.warnings[0]!.code).toBe('STAGE_WRONG_PATCH');
  });

  it('refuses two that make each other obsolete, and says to choose', () => {
    const sources = { KB1111111: { obsoletes: ['KB2222222'] }, KB2222222: { obsoletes: ['KB1111111'] } };
    expect(caught(() => lineOf(sources))).toMatchObject({
      code: 'PATCH_NO_SEQUENCE',
      message: expect.stringContaining('keep one and leave the other out'),
    });
  });

  it('says which client the patches are for where no client.msi does', () => {
    const line = lineOf(
      {
        KB1111111: { product: otherProduct },
        KB2222222: { to: '1.1.0', families: fix('1') },
        KB3333333: { from: '1.1.0', families: fix('2') },
      },
      { hasClient: false },
    );
    expect(line.client).toMatchObject({ productVersion: '1.0.0', from: 'patches' });
    expect(short(line)).toEqual(['kb2222222', 'kb3333333']);
  });

  it('asks for client.msi where the patches are for different clients', () => {
    const error = caught(() =>
      lineOf({ KB1111111: { product: otherProduct }, KB2222222: {} }, { hasClient: false }),
    );
    expect(error).toMatchObject({
      code: 'STAGE_AMBIGUOUS',
      message: expect.stringContaining('Put client.msi there'),
    });
  });

  it('takes patches that only clients have by their numbers', () => {
    const given = ['E:\\fixes\\client-kb2222222.msp', '\\\\server\\share\\other.msp'];
    expect(short(lineOf({ KB1111111: {}, KB3333333: {} }, { given }))).toEqual([
      'kb1111111',
      'kb2222222',
      'kb3333333',
      '\\\\server\\share\\other.msp',
    ]);
  });

  const unsigned = ['i386/hotfix/KB1111111/client-kb1111111.msp'];

  it('leaves out what is not signed where that is demanded, and refuses it where it was named', () => {
    const line = lineOf({ KB1111111: {} }, { signed: true });
    expect([line.paths, line.patches[0]!.status]).toEqual([[], 'bad-signature']);
    expect(line.warnings[0]!.message).toContain('get it again');
    expect(caught(() => lineOf({ KB1111111: {} }, { signed: true, given: unsigned })).code).toBe(
      'SIGNATURE_REFUSED',
    );
  });

  it('does so with what was changed after it was signed, unless it is forced', () => {
    const judge: SignatureJudge = () => ({
      kind: 'msi',
      verdict: 'digest-mismatch',
      accepted: false,
      reason: 'changed',
      signatures: [withoutSignature(0, [{ code: 'malformed', message: 'changed' }])],
    });
    expect(lineOf({ KB1111111: {} }, { judge }).patches[0]!.status).toBe('bad-signature');
    expect(caught(() => lineOf({ KB1111111: {} }, { judge, given: unsigned })).code).toBe(
      'SIGNATURE_REFUSED',
    );
    expect(short(lineOf({ KB1111111: {} }, { judge, force: true }))).toEqual(['kb1111111']);
  });
});
