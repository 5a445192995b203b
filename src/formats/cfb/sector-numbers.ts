import { type ByteSource, readInto } from '../../core/byte-source.js';
import { Sector } from './compound-file-header.js';

/** Whether numbers lie in memory as they do in the file. On all but a few machines they do, and need not be read one by one. */
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Little-endian dwords of an allocation table; past the end of the source, sectors read as free. */
export function readSectorNumbers(source: ByteSource, offset: number, length: number): Uint32Array {
  const available = Math.max(0, Math.min(length, source.size - offset));
  const whole = available - (available % 4);
  const numbers = new Uint32Array(length / 4);
  const bytes = new Uint8Array(numbers.buffer);
  if (whole > 0) readInto(source, offset, bytes.subarray(0, whole));
  numbers.fill(Sector.free, whole / 4);
  if (isLittleEndian) return numbers;
  const view = new DataView(numbers.buffer);
  for (let i = 0; i < whole / 4; i++) numbers[i] = view.getUint32(4 * i, true);
  return numbers;
}

/** How many of the numbers from `index` on count on by one from `sector`, which the first of them follows. */
export function rowOf(numbers: Uint32Array, index: number, sector: number): number {
  const { length } = numbers;
  let at = index;
  // The sum of a place and a constant: the loop has nothing else to look up.
  const ahead = sector - index + 1;
  while (at < length && numbers[at] === at + ahead) at++;
  return at - index;
}
