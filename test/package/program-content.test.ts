import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import {
  beginsContainerBehind,
  hasArchiveResource,
  mayCarryBehind,
  startsLikeContainer,
} from '../../src/package/program-content.js';
import { text } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { buildZip, join } from '../support/zip-builder.js';

const zip = buildZip({ files: [{ name: 'a.dll', bytes: text('x') }] });
const library = (...resources: { type: number | string; name: number; data: Uint8Array }[]) =>
  buildExecutable({ platform: 'x86', dll: true, resources });

it.each([
  ['an archive', 10, zip, true],
  ['an archive of another type', 'BIN', zip, true],
  ['text', 10, text('x'.repeat(200)), false],
  ['an archive as a picture', 2, zip, false],
])('finds %s in resources', (_, type, data, expected) => {
  expect(hasArchiveResource(new BufferSource(library({ type, name: 1, data })))).toBe(expected);
});

it('finds nothing in what is no program, or is cut', () => {
  const bytes = library({ type: 10, name: 1, data: zip });
  for (const length of [0, 64, 300, 1000]) {
    expect(hasArchiveResource(new BufferSource(bytes.subarray(0, length))), String(length)).toBe(false);
  }
});

it('looks behind programs always, and behind libraries where more follows', () => {
  const bytes = library();
  expect(mayCarryBehind('a.dll', bytes, bytes.length, false)).toBe(false);
  const longer = join(bytes, zip);
  expect(mayCarryBehind('a.dll', longer, longer.length, false)).toBe(true);
  expect(beginsContainerBehind(new BufferSource(longer))).toBe(true);
  expect(beginsContainerBehind(new BufferSource(join(bytes, text('x'.repeat(99)))))).toBe(false);
});

it.each([
  ['PK\x03\x04', true],
  ['MSCF\0\0\0\0', true],
  ['7z\xbc\xaf\x27\x1c', true],
  ['MZ', false],
  ['\x60\xea', false],
  ['text', false],
])('%j', (start, expected) => {
  expect(startsLikeContainer(Buffer.from(start, 'latin1'))).toBe(expected);
});
