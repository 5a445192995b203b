import { expect, it } from 'vitest';
import { ByteReader } from '../../../src/core/byte-reader.js';
import { readCabinetString } from '../../../src/formats/cab/cabinet-string.js';
import { caught } from '../../support/caught.js';

function reader(text: string): ByteReader {
  return new ByteReader(Buffer.from(text, 'latin1'), 'CFFILE', 100);
}

it.each([0, 1, 254, 255])('reads a name of %i bytes', (length) => {
  const from = reader(`${'x'.repeat(length)}\0rest`);
  expect(readCabinetString(from, 'CFFILE', 'CAB_BAD_FILE')).toHaveLength(length);
  expect(from.position).toBe(length + 1);
});

it.each([
  ['too long', `${'x'.repeat(256)}\0`, 'CAB_BAD_FILE'],
  ['cut short', 'x'.repeat(255), 'CAB_TRUNCATED'],
  ['missing', '', 'CAB_TRUNCATED'],
])('a name that is %s', (_label, text, code) => {
  const error = caught(() => readCabinetString(reader(text), 'CFFILE', 'CAB_BAD_FILE'));
  expect(error.code).toBe(code);
  expect(error.facts).toMatchObject({ offset: 100, structure: 'CFFILE' });
});
