/**
 * Undoes LZX's translation of x86 calls in one frame, in place: the encoder replaced the relative target behind each
 * byte 0xE8 by an absolute one, counted from the start of the folder ([MS-PATCH] 2.4, "E8 call translation").
 *
 * `frameOffset` is where the frame starts in the folder's output, `translationSize` the number in the stream's
 * header. A frame's last ten bytes start no call. (EXTRACT.EXE changes part of a target there; EXPAND.EXE, which
 * decodes what all encoders write, does not.)
 */
export function undoE8(frame: Uint8Array, frameOffset: number, translationSize: number): void {
  const end = frame.length - 10;
  // The search is the engine's own: one in script would take longer than all the rest, above all before it is compiled.
  let at = frame.indexOf(0xe8);
  while (at !== -1 && at < end) {
    const absolute = frame[at + 1]! | (frame[at + 2]! << 8) | (frame[at + 3]! << 16) | (frame[at + 4]! << 24);
    const position = frameOffset + at;
    if (absolute >= -position && absolute < translationSize) {
      const relative = absolute >= 0 ? absolute - position : absolute + translationSize;
      frame[at + 1] = relative;
      frame[at + 2] = relative >> 8;
      frame[at + 3] = relative >> 16;
      frame[at + 4] = relative >> 24;
    }
    at = frame.indexOf(0xe8, at + 5);
  }
}
