import type { Pe32Image, Pe32Section } from '../pe32-image.js';
import type { ImageTransform } from './image-transform.js';

export interface CallsAndJumps {
  readonly calls: boolean;
  readonly jumps: boolean;
}

const CALL = 0xe8;
const JUMP = 0xe9;
const TWO_BYTES = 0x0f;

/**
 * Corrects the relative targets of near calls and jumps in i386 code: E8, E9 and 0F 80 to 0F 8F. There is no
 * disassembly: every byte may start an instruction, and one is believed if its target is code.
 *
 * A section is code if it can be executed; it is searched as far as it has virtual size and data in the file, targets
 * are taken from all of its data.
 */
export function transformCallsAndJumps(transform: ImageTransform, which: CallsAndJumps): void {
  const { image } = transform;
  const code = image.sections.filter((section) => section.isExecutable);
  for (const section of code) transformSection(transform, section, code, which);
}

function transformSection(
  { image, rifts, fixed }: ImageTransform,
  section: Pe32Section,
  code: readonly Pe32Section[],
  { calls, jumps }: CallsAndJumps,
): void {
  const { bytes, view } = image;
  const start = section.rawOffset;
  const end = Math.min(start + Math.min(section.virtualSize, section.rawSize), bytes.length);
  /** Address of the byte at offset 0, so to speak. */
  const origin = section.virtualAddress - start;
  let at = start;
  while (at < end) {
    const opcode = bytes[at]!;
    let relativeAt: number;
    if ((opcode & 0xfe) === CALL) {
      if (!(opcode === JUMP ? jumps : calls)) {
        at++;
        continue;
      }
      relativeAt = at + 1;
    } else if (opcode === TWO_BYTES && jumps && (bytes[at + 1]! & 0xf0) === 0x80) {
      relativeAt = at + 2;
    } else {
      at++;
      continue;
    }

    const next = relativeAt + 4;
    if (next > end) {
      at++;
      continue;
    }
    const relative = view.getInt32(relativeAt, true);
    // An assembler would have used the short form. Calls have none.
    const wouldBeShort = opcode !== CALL && relative >= -128 && relative <= 127;
    const target = (origin + next + relative) >>> 0;
    if (wouldBeShort || touches(fixed, at, next) || !isCode(image, code, fixed, target)) {
      at++;
      continue;
    }
    view.setInt32(relativeAt, rifts.map(target) - rifts.map(origin + next), true);
    at = next;
  }
}

function touches(fixed: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (fixed[at] !== 0) return true;
  return false;
}

function isCode(image: Pe32Image, code: readonly Pe32Section[], fixed: Uint8Array, target: number): boolean {
  for (const { virtualAddress, rawSize, rawOffset } of code) {
    const distance = target - virtualAddress;
    if (distance >= 0 && distance < rawSize) {
      const at = rawOffset + distance;
      return at >= image.bytes.length || fixed[at] === 0;
    }
  }
  return false;
}
