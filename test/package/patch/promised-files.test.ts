import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { PatchPackage } from '../../../src/package/patch/patch-package.js';
import { readPromisedFiles } from '../../../src/package/patch/promised-files.js';
import { buildPlainDelta } from '../../support/delta-builder.js';
import { text } from '../../support/package-folder.js';
import type { PatchTarget } from '../../support/patch-builder.js';
import { buildClient, buildSmallPatch } from '../../support/patch-scenario.js';

const files = (content: string) =>
  ['a', 'b', 'c'].map((key) => ({ key, name: `${key}.txt`, bytes: text(`${key} ${content}`) }));
const delta = buildPlainDelta(text('b old'), text('b new'));

function patchOf(target: Partial<PatchTarget> = {}): PatchPackage {
  const changed = { a: { whole: text('a new') }, b: { delta } };
  const bytes = buildSmallPatch(
    buildClient('1.0.0', files('old')),
    buildClient('1.0.0', files('new')),
    changed,
    {
      target,
    },
  );
  return new PatchPackage(new BufferSource(bytes), 'msp');
}

describe('what a patch places into its cabinet', () => {
  it('is what it brings whole and as deltas, and nothing else', () => {
    const promised = readPromisedFiles([patchOf().transform('#T1ToU1')]);
    expect([...promised].map(([cabinet, keys]) => [cabinet, [...keys].sort()])).toEqual([
      ['#PCW_CAB_T1ToU1', ['a', 'b']],
    ]);
  });

  it.each([
    ['nothing', [], []],
    ['a whole file', ['a'], [/does not hold 1 file that the patch places into it: a; get/]],
    ['a delta', ['b'], [/does not hold 1 file .*: b; get/]],
    ['both', ['a', 'b'], [/does not hold 2 files .*: a, b; get/]],
  ])('is named where the cabinet lacks %s', (_, leaveOut, messages) => {
    const patch = patchOf({ leaveOut: leaveOut as string[] });
    expect(patch.files.map(({ key }) => key)).toEqual(
      ['a', 'b'].filter((key) => !leaveOut.includes(key as never)),
    );
    expect(patch.warnings.filter(({ code }) => code === 'PACKAGE_NOT_IN_CABINET')).toMatchObject(
      messages.map((message) => ({ message: expect.stringMatching(message), stream: 'PCW_CAB_T1ToU1' })),
    );
  });
});
