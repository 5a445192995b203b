import type { Pe32Section } from '../pe32-image.js';
import type { ImageTransform } from './image-transform.js';

export interface CallsAndJumps {
  readonly calls: boolean;
  readonly jumps: boolean;
}

const CALL = 0xe8;
const JUMP = 0xe9;
/** The first byte of conditional jumps, the second of which is 80 to 8F, and of many others. */
const TWO_BYTES = 0x0f;

/**
 * Corrects the relative targets of near calls and jumps in i386 code: E8, E9 and 0F 80 to 0F 8F. There is no
 * disassembly: every byte may start an instruction, and one is believed if its target is code.
 *
 * Bytes are read as the steps before have left them. Whether the creator reads the original ones cannot be told, since
 * what those steps change is known to be no code.
 *
 * A section is code if it can be executed; it is searched as far as it has virtual size and data in the file, targets
 * are taken from all of its data.
 */
export function transformCallsAndJumps(transform: ImageTransform, which: CallsAndJumps): void {
  const { image } = transform;
  const code = image.sections.filter((section) => section.isExecutable);
  const opcodeLengths = new Uint8Array(256);
  if (which.calls) opcodeLengths[CALL] = 1;
  if (which.jumps) {
    opcodeLengths[JUMP] = 1;
    opcodeLengths[TWO_BYTES] = 2;
  }
  for (const section of code) transformSection(transform, section, code, opcodeLengths);
}

function transformSection(
  { image, rifts, fixed }: ImageTransform,
  section: Pe32Section,
  code: readonly Pe32Section[],
  opcodeLengths: Uint8Array,
): void {
  const { bytes, view } = image;
  const start = section.rawOffset;
  const end = Math.min(start + Math.min(section.virtualSize, section.rawSize), bytes.length);
  /** Address of the byte at offset 0, so to speak. */
  const origin = section.virtualAddress - start;
  let at = findOpcode(bytes, opcodeLengths, start, end);
  while (at < end) {
    const opcode = bytes[at]!;
    const relativeAt = at + opcodeLengths[opcode]!;
    const next = relativeAt + 4;
    // Where this one does not fit nothing behind it does, the longer opcode being one byte longer.
    if (next > end) break;
    const relative = view.getInt32(relativeAt, true);
    // An assembler would have used the short form. Calls have none.
    const isShort = opcode !== CALL && relative >= -128 && relative <= 127;
    const target = (origin + next + relative) >>> 0;
    if (!isShort && isCode(code, fixed, target) && !touches(fixed, at, next)) {
      view.setInt32(relativeAt, rifts.map(target) - rifts.map(origin + next), true);
      at = next;
    } else {
      at++;
    }
    at = findOpcode(bytes, opcodeLengths, at, end);
  }
}

/**
 * Offset of the next byte that can start an instruction. Apart from the rest because it sees every byte of the code: a
 * loop this small runs fast from the start.
 */
function findOpcode(bytes: Uint8Array, opcodeLengths: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const length = opcodeLengths[bytes[at]!]!;
    if (length === 1 || (length === 2 && (bytes[at + 1]! & 0xf0) === 0x80)) return at;
    at++;
  }
  return at;
}

/**
 * Whether any byte of an instruction is known to belong to an address. Those come four at a time or more, so that one
 * in the middle of the instruction reaches its first byte, its fifth or its last.
 */
function touches(fixed: Uint8Array, at: number, next: number): boolean {
  return (fixed[at]! | fixed[at + 4]! | fixed[next - 1]!) !== 0;
}

function isCode(code: readonly Pe32Section[], fixed: Uint8Array, target: number): boolean {
  for (let i = 0; i < code.length; i++) {
    const section = code[i]!;
    const distance = target - section.virtualAddress;
    // Behind the end of a file that is cut short nothing is known to be an address.
    if (distance >= 0 && distance < section.rawSize) return (fixed[section.rawOffset + distance] ?? 0) === 0;
  }
  return false;
}
