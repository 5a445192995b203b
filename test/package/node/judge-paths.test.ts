import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgePaths } from '../../../src/package/node/judge-paths.js';
import { signedExecutable, testAuthority } from '../../support/authenticode-builder.js';
import { tempFolder } from '../../support/temp-folder.js';

const sources = {
  at: Date.parse('2026-11-26'),
  trust: [{ name: 'root', bytes: testAuthority().root.der }],
  stores: [],
  catalogs: [],
  revocation: [],
};

function requests(names: readonly string[]) {
  const folder = tempFolder();
  const good = signedExecutable();
  return names.map((name) => {
    const path = join(folder, name);
    if (name !== 'missing') writeFileSync(path, good);
    return { path, named: true, inside: false, size: good.length };
  });
}

describe('many files', () => {
  it('are judged in order; an error of one is its outcome', async () => {
    const wanted = requests(['a', 'missing', 'b']);
    const done: number[] = [];
    const outcomes = await judgePaths(wanted, sources, { threads: 4, onProgress: (n) => void done.push(n) });
    expect(outcomes.map(({ path }) => path)).toEqual(wanted.map(({ path }) => path));
    expect(outcomes.map(({ error, result }) => error?.code ?? result?.files[0]?.verdict)).toEqual([
      'valid',
      'FILE_NOT_FOUND',
      'valid',
    ]);
    expect(done).toEqual([1, 2, 3]);
  });

  it('are none', async () => expect(await judgePaths([], sources, { threads: 4 })).toEqual([]));

  it('are not begun where they are judged by something that cannot be read', async () => {
    const bad = { ...sources, trust: [{ name: 'bad', bytes: new Uint8Array(3) }] };
    await expect(judgePaths(requests(['a']), bad, { threads: 1 })).rejects.toMatchObject({
      code: 'SIGNATURE_BAD_CERTIFICATE',
    });
  });

  it('are stopped by a signal', async () => {
    const signal = AbortSignal.abort();
    await expect(judgePaths(requests(['a']), sources, { threads: 1, signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});
