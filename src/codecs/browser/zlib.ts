/*
 * Stands in for `node:zlib` where there is no Node. Those who call it go another way when it fails: the decoder in script
 * for a whole stream, the one in WebAssembly for the blocks of a cabinet.
 */

export const constants = { Z_SYNC_FLUSH: 2 } as const;

export function inflateRawSync(): never {
  throw new Error('there is no zlib here');
}
