import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const script = '../../scripts/build-kernels.js';
const { compileKernel, kernelNames } = (await import(script)) as {
  compileKernel(name: string): Promise<string>;
  kernelNames: string[];
};

it.each(kernelNames)('the kernel %s in the repository is what its source compiles to', async (name) => {
  const path = new URL(`../../src/codecs/kernels/${name}-wasm.ts`, import.meta.url);
  // Git may have given the file the line ends of Windows.
  expect(readFileSync(path, 'utf8').replaceAll('\r\n', '\n')).toBe(await compileKernel(name));
});
