import { expect, it } from 'vitest';
import type { PackageFile } from '../../../src/package/package-content.js';
import { contentsOf } from '../../../web/worker/files.js';

const file = (key: string, cabinet: string | null = null) => ({ key, cabinet }) as PackageFile;

it('finds the file of each row, though some are left out, are double, or have no content', () => {
  const files = [file('a', '1'), file('a', '2'), file('b'), file('c'), file('c')];
  const rows = [files[1]!, files[3]!, files[4]!, file('absent')];
  expect(contentsOf(rows, files)).toEqual([files[1], files[3], files[4], null]);
  expect(contentsOf(rows, files)[2]).toBe(files[4]);
});
