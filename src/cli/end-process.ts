import { WASI } from 'node:wasi';

/** The part of the WebAssembly JavaScript API that is used here; the language's own types leave it out. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => object;
};

/** A program for WASI, in WebAssembly: `_start` calls `proc_exit` with this status. */
function exitProgram(status: number): Uint8Array {
  const name = (text: string): number[] => [text.length, ...Buffer.from(text, 'latin1')];
  const section = (id: number, bytes: readonly number[]): number[] => [id, bytes.length, ...bytes];
  // As LEB128 with a sign: seven bits, then the rest.
  const code = [0x00, 0x41, (status & 0x7f) | 0x80, status >> 7, 0x10, 0x00, 0x0b];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [2, 0x60, 1, 0x7f, 0, 0x60, 0, 0]),
    ...section(2, [1, ...name('wasi_snapshot_preview1'), ...name('proc_exit'), 0x00, 0x00]),
    ...section(3, [1, 1]),
    ...section(5, [1, 0x00, 0x01]),
    ...section(7, [2, ...name('memory'), 0x02, 0x00, ...name('_start'), 0x00, 0x01]),
    ...section(10, [1, code.length, ...code]),
  ]);
}

/**
 * Ends the process with this status (0 to 255) from any thread, although another one is in a call that cannot be stopped.
 * Node's own way waits for all threads, and what is killed has a status that says something else: on Windows 1, as if
 * something that was checked did not hold. WASI leaves at once.
 */
export function endProcess(status: number): void {
  try {
    const wasi = new WASI({ version: 'preview1', returnOnExit: false });
    const program = new WebAssembly.Module(exitProgram(status));
    wasi.start(new WebAssembly.Instance(program, wasi.getImportObject()));
  } catch {
    // A Node without WASI.
  }
  process.kill(process.pid, 'SIGKILL');
}
