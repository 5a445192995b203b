import { expect, it } from 'vitest';
import { cabinetsAnywhere } from '../../src/archive/cabinets-anywhere.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { buildCabinet } from '../support/cabinet-builder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const cabinet = buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a', bytes: bytes('a') }] }] });
const search = (...parts: Uint8Array[]) => cabinetsAnywhere(new BufferSource(Buffer.concat(parts)));

it.each([
  ['nothing', [bytes('nothing is in here')], null],
  [
    'one',
    [bytes('before'), cabinet],
    { message: 'this file is not a package; a cabinet was found inside', offset: 6 },
  ],
  [
    'several',
    [bytes('12'), cabinet, bytes('34'), cabinet],
    { message: 'this file is not a package; 2 cabinets were found inside', offset: 2 },
  ],
  [
    'a thousand at most',
    Array.from({ length: 1001 }, () => cabinet),
    { message: 'this file is not a package; 1000 cabinets were found inside', offset: 0 },
  ],
] as const)('cabinetsAnywhere: %s', (_, parts, warning) => {
  const found = search(...parts);
  expect(found?.warning ?? null).toEqual(warning && { code: 'PACKAGE_CABINET_FOUND', ...warning });
  for (const source of found?.cabinets ?? []) {
    expect(CabinetSet.open(source).files.map(({ name }) => name)).toEqual(['a']);
  }
});
