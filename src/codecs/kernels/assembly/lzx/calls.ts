import { TRANSLATED, WINDOW } from '../../lzx-layout';

/**
 * Undoes the translation of x86 calls ([MS-PATCH] 2.4) in a copy of the frame, since matches refer to what was there
 * before: the encoder replaced the relative target behind each byte 0xE8 by an absolute one, counted from the start of
 * the output. `frameOffset` is where the frame starts there. A frame's last ten bytes start no call. (EXTRACT.EXE changes
 * part of a target there; EXPAND.EXE, which decodes what all encoders write, does not.)
 */
export function translate(start: u32, length: u32, frameOffset: i32, size: i32): void {
  memory.copy(TRANSLATED, WINDOW + start, length);
  const end = <i32>length - 10;
  const calls = i8x16.splat(<i8>0xe8);
  let at: i32 = 0;
  while (at < end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at, TRANSLATED), calls));
    if (mask === 0) {
      at += 16;
      continue;
    }
    at += ctz(mask);
    if (at >= end) return;
    let target = load<i32>(at, TRANSLATED + 1);
    const place = frameOffset + at;
    if (target >= -place && target < size) {
      target = target < 0 ? target + size : target - place;
      store<i32>(at, target, TRANSLATED + 1);
    }
    at += 5;
  }
}
