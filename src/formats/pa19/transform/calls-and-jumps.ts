import type { Pe32Section } from '../pe32-image.js';
import type { ImageTransform } from './image-transform.js';

export interface CallsAndJumps {
  readonly calls: boolean;
  readonly jumps: boolean;
}

const CALL = 0xe8;
const JUMP = 0xe9;
/** The first byte of conditional jumps (the second is 80 to 8F) and of many others. */
const TWO_BYTES = 0x0f;

/**
 * Corrects the relative targets of near calls and jumps in i386 code: E8, E9 and 0F 80 to 0F 8F. There is no
 * disassembly: every byte may start an instruction, which is accepted if its target is code.
 *
 * Reads the bytes as changed by earlier steps. It is unknown whether the creator reads the original ones, since those
 * steps change only bytes known not to be code.
 *
 * A section is code if it is executable. The search covers the smaller of its virtual size and its data in the file;
 * targets may be in all of its data.
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
  which: CallsAndJumps,
): void {
  const { bytes, view } = image;
  const start = section.rawOffset;
  const end = Math.min(start + Math.min(section.virtualSize, section.rawSize), bytes.length);
  /** Notional address of the byte at offset 0. */
  const origin = section.virtualAddress - start;
  const search = new OpcodeSearch(bytes, end, which);
  let at = search.find(start);
  while (at < end) {
    const opcode = bytes[at]!;
    const relativeAt = at + (opcode === TWO_BYTES ? 2 : 1);
    const next = relativeAt + 4;
    // If this one does not fit, no later one fits: the longer opcode is one byte longer.
    if (next > end) break;
    const relative = view.getInt32(relativeAt, true);
    // An assembler would use the short form. Calls have no short form.
    const isShort = opcode !== CALL && relative >= -128 && relative <= 127;
    const target = (origin + next + relative) >>> 0;
    if (!isShort && isCode(code, fixed, target) && !touches(fixed, at, next)) {
      view.setInt32(relativeAt, rifts.map(target) - rifts.map(origin + next), true);
      at = next;
    } else {
      at++;
    }
    at = search.find(at);
  }
}

/**
 * Finds the bytes that can start an instruction, in ascending order. The engine's `indexOf` searches for each opcode: a
 * loop over every byte is slow until it is compiled, which happens only after the first delta.
 */
class OpcodeSearch {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #opcodes: number[] = [];
  /** Next offset of each opcode; `end` if there is none. */
  readonly #next: number[] = [];

  constructor(bytes: Uint8Array, end: number, which: CallsAndJumps) {
    this.#bytes = bytes;
    this.#end = end;
    if (which.calls) this.#opcodes.push(CALL);
    if (which.jumps) this.#opcodes.push(JUMP, TWO_BYTES);
    this.#next = this.#opcodes.map(() => -1);
  }

  /** Offset of the first one at or after `from`, `end` if there is none; `from` never decreases. */
  find(from: number): number {
    let first = this.#end;
    for (let i = 0; i < this.#opcodes.length; i++) {
      let at = this.#next[i]!;
      if (at < from) {
        at = this.#search(this.#opcodes[i]!, from);
        this.#next[i] = at;
      }
      if (at < first) first = at;
    }
    return first;
  }

  #search(opcode: number, from: number): number {
    const bytes = this.#bytes;
    let at = bytes.indexOf(opcode, from);
    // Many instructions start with 0F; in jumps, 80 to 8F follows.
    while (opcode === TWO_BYTES && at >= 0 && at < this.#end && (bytes[at + 1]! & 0xf0) !== 0x80) {
      at = bytes.indexOf(opcode, at + 1);
    }
    return at < 0 ? this.#end : at;
  }
}

/**
 * Whether any byte of an instruction is known to belong to an address. Marks are at least four bytes long, so a mark in
 * the middle of the instruction covers its first, fifth or last byte.
 */
function touches(fixed: Uint8Array, at: number, next: number): boolean {
  return (fixed[at]! | fixed[at + 4]! | fixed[next - 1]!) !== 0;
}

function isCode(code: readonly Pe32Section[], fixed: Uint8Array, target: number): boolean {
  for (let i = 0; i < code.length; i++) {
    const section = code[i]!;
    const distance = target - section.virtualAddress;
    // Bytes after the end of a truncated file are not marked.
    if (distance >= 0 && distance < section.rawSize) return (fixed[section.rawOffset + distance] ?? 0) === 0;
  }
  return false;
}
