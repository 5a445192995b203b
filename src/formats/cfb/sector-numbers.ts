import type { ByteSource } from '../../core/byte-source.js';
import { Sector } from './compound-file-header.js';

/** Whether this machine has dwords in memory as they are in a file. */
const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Little-endian dwords of an allocation table; past the end of the source, sectors read as free. */
export function readSectorNumbers(source: ByteSource, offset: number, length: number): Uint32Array {
  const available = Math.max(0, Math.min(length, source.size - offset));
  const bytes = source.read(Math.min(offset, source.size), available - (available % 4));
  const numbers = new Uint32Array(length / 4).fill(Sector.free);
  if (isLittleEndian) new Uint8Array(numbers.buffer).set(bytes);
  else copyNumbers(bytes, numbers);
  return numbers;
}

function copyNumbers(bytes: Uint8Array, numbers: Uint32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < bytes.length / 4; i++) numbers[i] = view.getUint32(4 * i, true);
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
