import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LzxKernel } from '../../../src/codecs/kernels/lzx-kernel.js';
import { lzxWasm } from '../../../src/codecs/kernels/lzx-wasm.js';
import { WasmModule } from '../../../src/codecs/kernels/wasm-module.js';
import { caught } from '../../support/caught.js';

describe('a kernel in the repository', async () => {
  const script = '../../../scripts/build-kernels.js';
  const { kernelNames, kernelOrigin } = (await import(script)) as {
    kernelNames: string[];
    kernelOrigin(name: string): string;
  };

  it.each(kernelNames)('%s is made of its sources as they are; `npm run build` makes it again', (name) => {
    const path = new URL(`../../../src/codecs/kernels/${name}-wasm.ts`, import.meta.url);
    expect(readFileSync(path, 'utf8')).toContain(kernelOrigin(name));
  });
});

it('instances have a memory each', () => {
  const module = new WasmModule<object>(lzxWasm);
  const [one, other] = [module.instantiate(100_000), module.instantiate(1)];
  one.bytes[0] = 7;
  expect(other.bytes[0]).toBe(0);
  expect([one.bytes.length, other.bytes.length]).toEqual([131_072, 65_536]);
});

describe('without WebAssembly', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['there is none', undefined],
    [
      'there is no address space for it',
      {
        Module: class {},
        Memory: class {
          constructor() {
            throw new RangeError('could not allocate memory');
          }
        },
      },
    ],
  ])('says so where %s', (_label, replacement) => {
    vi.stubGlobal('WebAssembly', replacement);
    const error = caught(() => new WasmModule<object>(lzxWasm).instantiate(1));
    expect(error.code).toBe('WEBASSEMBLY_UNAVAILABLE');
    expect(error.kind).toBe('environment');
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('a decoder can be made later all the same', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(caught(() => new LzxKernel(15)).code).toBe('WEBASSEMBLY_UNAVAILABLE');
    vi.unstubAllGlobals();
    expect(() => new LzxKernel(15)).not.toThrow();
  });
});
