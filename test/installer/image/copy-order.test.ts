import { describe, expect, it } from 'vitest';
import { CopyOrder } from '../../../src/installer/image/copy-order.js';
import type { InstallFile } from '../../../src/package/install/install-file.js';

interface Sketch {
  version?: string;
  md5?: string;
  size?: number;
}

/** Two files, `a` before `b` in the table, with their Sequence. */
function decide(a: Sketch, b: Sketch, sequences: readonly [number, number] = [1, 2], more: object[] = []) {
  const [one, two] = [a, b].map(
    (sketch, i) =>
      ({
        key: 'ab'[i],
        version: null,
        md5: null,
        size: 1,
        ...sketch,
        row: { Sequence: sequences[i] },
      }) as unknown as InstallFile,
  );
  const rules = new CopyOrder([one!, two!, ...(more as InstallFile[])]);
  const { kept, other, isByOrder, warning } = rules.decide(
    { file: one!, path: 'x' },
    { file: two!, path: 'X' },
  );
  return { kept: kept.file.key, other: other.file.key, isByOrder, message: warning.message };
}

describe('of two files with one path stays', () => {
  it.each([
    ['the higher version', { version: '2.0' }, { version: '1.0' }, ['a', 'a']],
    ['the higher version', { version: '1.0' }, { version: '2.0' }, ['b', 'b']],
    ['the one with a version', {}, { version: '1.0' }, ['b', 'b']],
    ['the one with a version', { version: '1.0' }, {}, ['a', 'a']],
    ['of equal versions the one copied first', { version: '1.0' }, { version: '1.0.0.0' }, ['a', 'b']],
    ['without versions the one copied last', { size: 2 }, {}, ['b', 'a']],
    ['of other hashes the one copied last', { md5: '1' }, { md5: '2' }, ['b', 'a']],
    ['of one hash the one copied first', { md5: '1' }, { md5: '1' }, ['a', 'b']],
  ] as const)('%s: %j, %j', (_, a, b, [inOrder, reversed]) => {
    expect(decide(a, b).kept).toBe(inOrder);
    expect(decide(a, b, [2, 1]).kept).toBe(reversed);
    // In the order of the table.
    expect(decide(a, b, [1, 1]).kept).toBe(inOrder);
  });

  it('the one whose companion has the higher version', () => {
    const companion = { key: 'c', version: '3.0' };
    expect(decide({ version: 'c' }, { version: '2.0' }, [1, 2], [companion]).kept).toBe('a');
    expect(decide({ version: 'none' }, { version: '2.0' }).kept).toBe('b');
  });
});

describe('the warning', () => {
  it.each([
    [{ version: '1.0' }, { version: '2.0' }, false, /b is kept by the versioning rules$/],
    [{ md5: '1' }, { md5: '1' }, false, /the same hash: they are one file$/],
    [
      { version: '1.0' },
      { version: '1.0' },
      true,
      /the same version: a is kept, because it is copied first; the content of b may differ and is not in the image$/,
    ],
    [{ version: '1.0' }, { version: '1.0', size: 2 }, true, /the content of b differs/],
    [
      { md5: '1' },
      { md5: '2' },
      true,
      /no version: b is kept, because it is copied last; the content of a differs/,
    ],
  ] as const)('of %j and %j', (a, b, isByOrder, message) => {
    const decision = decide(a, b);
    expect(decision.isByOrder).toBe(isByOrder);
    expect(decision.message).toMatch(message);
  });
});
