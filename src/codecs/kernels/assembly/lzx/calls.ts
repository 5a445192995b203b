import { CALLS, TRANSLATED, WINDOW } from '../../lzx-layout';

/**
 * Undoes the translation of x86 calls ([MS-PATCH] 2.4) in a copy of the frame, since matches refer to what was there
 * before: the encoder replaced the relative target behind each byte 0xE8 by an absolute one, counted from the start of
 * the output. `frameOffset` is where the frame starts there. A frame's last ten bytes start no call. (EXTRACT.EXE changes
 * part of a target there; EXPAND.EXE, which decodes what all encoders write, does not.)
 *
 * Nothing here asks what is as good as random: where the next such byte is, and whether it is a call.
 */
export function translate(start: u32, length: u32, frameOffset: i32, size: i32): void {
  const listEnd = copyAndList(WINDOW + start, length);
  const end = <i32>length - 10;
  // What lies within a call starts none.
  let free: i32 = 0;
  for (let entry: u32 = CALLS; entry < listEnd; entry += 2) {
    const at: i32 = load<u16>(entry);
    if (at >= end) return;
    const target = load<i32>(at, TRANSLATED + 1);
    const place = frameOffset + at;
    const relative = target < 0 ? target + size : target - place;
    const isCall = <i32>(at >= free) & <i32>(target >= -place) & <i32>(target < size);
    store<i32>(at, isCall ? relative : target, TRANSLATED + 1);
    free = at >= free ? at + 5 : free;
  }
}

/**
 * Copies the frame to TRANSLATED and lists its bytes 0xE8 at CALLS; gives where the list ends. Up to 63 bytes behind the
 * frame are taken for part of it.
 */
function copyAndList(from: u32, length: u32): u32 {
  let list: u32 = CALLS;
  for (let at: u32 = 0; at < length; at += 64) {
    let mask = copyAndCompare(from + at, at);
    const next = list + ((<u32>popcnt(mask)) << 1);
    // Four or fewer are the rule: all four are written, and those that are none are overwritten.
    store<u16>(list, at + <u32>ctz(mask));
    mask &= mask - 1;
    store<u16>(list, at + <u32>ctz(mask), 2);
    mask &= mask - 1;
    store<u16>(list, at + <u32>ctz(mask), 4);
    mask &= mask - 1;
    store<u16>(list, at + <u32>ctz(mask), 6);
    mask &= mask - 1;
    list += 8;
    while (list < next) {
      store<u16>(list, at + <u32>ctz(mask));
      list += 2;
      mask &= mask - 1;
    }
    list = next;
  }
  return list;
}

/** Copies 64 bytes; says of each of them whether it is 0xE8. */
function copyAndCompare(from: u32, to: u32): u64 {
  const calls = i8x16.splat(<i8>0xe8);
  const a = v128.load(from);
  const b = v128.load(from, 16);
  const c = v128.load(from, 32);
  const d = v128.load(from, 48);
  v128.store(to, a, TRANSLATED);
  v128.store(to, b, TRANSLATED + 16);
  v128.store(to, c, TRANSLATED + 32);
  v128.store(to, d, TRANSLATED + 48);
  const low = <u64>i8x16.bitmask(i8x16.eq(a, calls)) | ((<u64>i8x16.bitmask(i8x16.eq(b, calls))) << 16);
  const high = <u64>i8x16.bitmask(i8x16.eq(c, calls)) | ((<u64>i8x16.bitmask(i8x16.eq(d, calls))) << 16);
  return low | (high << 32);
}
