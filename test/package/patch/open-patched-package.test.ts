import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openPackage } from '../../../src/package/open-package.js';
import { openPatchedPackage } from '../../../src/package/patch/open-patched-package.js';
import { caught } from '../../support/caught.js';
import { buildClient, buildSmallPatch, writeClient, writePatch } from '../../support/patch-scenario.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';

const MiB = 2 ** 20;
const file = (key: string, bytes: Uint8Array) => ({ key, name: `${key}.txt`, component: `C${key}`, bytes });

function scenario(name: string, after: Uint8Array, count = 1): { product: string; patch: string } {
  const home = join(tempFolder(), name);
  mkdirSync(home, { recursive: true });
  const keys = Array.from({ length: count }, (_, i) => `F${i}`);
  const old = keys.map((key) => file(key, Buffer.from('old')));
  const updated = keys.map((key) => file(key, after));
  const patch = buildSmallPatch(
    buildClient('1.0.0', old),
    buildClient('1.0.1', updated),
    Object.fromEntries(keys.map((key) => [key, { whole: after }])),
  );
  return { product: writeClient(home, '1.0.0', old), patch: writePatch(home, 'a.msp', patch) };
}

it('limits of the product are those of the updated product', () => {
  const { product, patch } = scenario('limits', Buffer.from('new'), 3);
  const open = (maxEntries: number) => {
    const base = openPackage(product);
    return openPatchedPackage({ ...base, location: { ...base.location, limits: { maxEntries } } }, [
      openPackage(patch),
    ]);
  };
  expect(open(3).content.files).toHaveLength(3);
  expect(caught(() => open(2)).code).toBe('CONTAINER_TOO_MANY');
});

itThorough('files of a patch that are far larger than its cabinets are refused before they are made', () => {
  const { product, patch } = scenario('ratio', new Uint8Array(70 * MiB));
  const opened = openPatchedPackage(openPackage(product), [openPackage(patch, { limits: { maxRatio: 20 } })]);
  try {
    expect(caught(() => opened.content.check(opened.content.files))).toMatchObject({
      code: 'CONTAINER_RATIO',
      facts: { file: patch },
    });
  } finally {
    opened.close();
  }
});
