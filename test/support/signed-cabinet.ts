import { buildCabinet } from './cabinet-builder.js';

/** A cabinet with a signature of some bytes behind it, and where the cabinet itself ends. */
export function signedCabinet(length: number, name = 'a.txt'): { bytes: Uint8Array; end: number } {
  const bare = buildCabinet({
    reserve: { header: new Uint8Array(20) },
    folders: [{ method: 'none', files: [{ name, bytes: new TextEncoder().encode('hello') }] }],
  });
  const bytes = new Uint8Array(bare.length + length).fill(9, bare.length);
  bytes.set(bare);
  const view = new DataView(bytes.buffer);
  view.setUint32(40, 0x00100000, true);
  view.setUint32(44, bare.length, true);
  view.setUint32(48, length, true);
  return { bytes, end: bare.length };
}
