import { HotfixkitError } from '../../core/errors.js';

/** The part of the WebAssembly JavaScript API that is used here; the language's own types leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (descriptor: { initial: number }) => { buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { exports: unknown };
};

const PAGE = 65536;

/** A compiled kernel, of which there may be several instances, each with a memory of its own. */
export class WasmModule<Exports> {
  readonly #base64: string;
  #module: object | undefined;

  /** `base64` is the module's bytes, from one of the generated files. They are compiled when they are first needed. */
  constructor(base64: string) {
    this.#base64 = base64;
  }

  /**
   * A memory of `length` bytes or a little more, all zero, and the functions that work on it.
   *
   * Throws `WEBASSEMBLY_UNAVAILABLE` where the process has no WebAssembly (`--jitless`) or no address space for it: engines
   * set gigabytes aside for each memory, which `ulimit -v` may not allow.
   */
  instantiate(length: number): { bytes: Uint8Array; exports: Exports } {
    try {
      this.#module ??= new WebAssembly.Module(decoded(this.#base64));
      const memory = new WebAssembly.Memory({ initial: Math.ceil(length / PAGE) });
      const { exports } = new WebAssembly.Instance(this.#module, { env: { memory } });
      return { bytes: new Uint8Array(memory.buffer), exports: exports as Exports };
    } catch (cause) {
      throw new HotfixkitError(
        'WEBASSEMBLY_UNAVAILABLE',
        'decompression needs WebAssembly, and this process cannot use it; run it without --jitless and without a limit on its address space (ulimit -v)',
        {},
        { cause },
      );
    }
  }
}

/** A plain loop: `Uint8Array.from` takes five times as long, at the start of most commands. */
function decoded(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
