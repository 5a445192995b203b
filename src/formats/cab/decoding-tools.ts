import type { BlockDecoder } from '../../codecs/block-decoder.js';
import { LzxDecoder } from '../../codecs/lzx.js';
import { MszipDecoder } from '../../codecs/mszip.js';
import { QuantumDecoder } from '../../codecs/quantum.js';
import { StoredDecoder } from '../../codecs/stored.js';
import { BufferSource, type ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import type { CabinetFolder } from './cabinet-folder.js';
import { ReadAhead } from './read-ahead.js';

const nothing = new BufferSource(new Uint8Array());
/** Unused tools: cabinets that are read one after the other share one set. */
let idle: DecodingTools | null = null;

/**
 * Buffers that folders and runs reuse: a decoder with a window of 2 MiB is expensive for folders of a few KiB. Used by
 * one decoding run at a time.
 */
export class DecodingTools {
  readonly #decoders = new Map<string, BlockDecoder>();
  #readAhead: ReadAhead | undefined;
  /** Holds the memory for the next one, and no source. */
  #unused: ReadAhead | undefined;

  static borrow(): DecodingTools {
    const tools = idle ?? new DecodingTools();
    idle = null;
    return tools;
  }

  release(): void {
    if (this.#readAhead) this.#unused = new ReadAhead(nothing, this.#readAhead);
    this.#readAhead = undefined;
    idle = this;
  }

  /** Ready for the folder's first block. Throws `CAB_UNSUPPORTED_METHOD`, `LZX_BAD_WINDOW`, `QUANTUM_BAD_WINDOW`. */
  decoderFor(folder: CabinetFolder): BlockDecoder {
    const { method } = folder;
    const key = 'windowBits' in method ? `${method.kind} ${method.windowBits}` : method.kind;
    let decoder = this.#decoders.get(key);
    if (decoder === undefined) {
      decoder = createDecoder(folder);
      this.#decoders.set(key, decoder);
    }
    decoder.reset();
    return decoder;
  }

  readonly readAheadOf = (source: ByteSource): ReadAhead => {
    if (this.#readAhead?.source !== source) {
      this.#readAhead = new ReadAhead(source, this.#readAhead ?? this.#unused);
    }
    return this.#readAhead;
  };
}

function createDecoder(folder: CabinetFolder): BlockDecoder {
  const { method } = folder;
  switch (method.kind) {
    case 'none':
      return new StoredDecoder();
    case 'mszip':
      return new MszipDecoder();
    case 'quantum':
      return new QuantumDecoder(method.windowBits);
    case 'lzx':
      return new LzxDecoder(method.windowBits);
    case 'unknown':
      throw new HotfixkitError('CAB_UNSUPPORTED_METHOD', 'the compression method is not known', {
        structure: 'CFFOLDER',
        expected: '0 to 3',
        found: folder.parts[0]!.folder.typeCompress & 15,
      });
  }
}
