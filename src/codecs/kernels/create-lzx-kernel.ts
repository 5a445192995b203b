import type { LzxKernel } from './lzx-kernel.js';
import { LzxScriptKernel } from './lzx-script-kernel.js';
import { LzxWasmKernel } from './lzx-wasm-kernel.js';

/**
 * WebAssembly where it can be had. A process may lack it (`--jitless`), or lack the gigabytes of address space that
 * engines set aside for each of its memories (`ulimit -v`): the same in JavaScript then, at half the speed.
 */
export function createLzxKernel(windowSize: number, slots: number): LzxKernel {
  try {
    return new LzxWasmKernel(windowSize, slots);
  } catch {
    return new LzxScriptKernel(windowSize, slots);
  }
}
