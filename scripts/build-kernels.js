import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/*
 * Compiles the kernels, which are written in AssemblyScript, into modules that hold the WebAssembly as text. These are
 * kept in the repository, so that the sources run as they are, without a build. They name what they were made of, and are
 * made again when that changes; a slow test compares them with what the compiler makes of it.
 */
const kernels = new URL('../src/codecs/kernels/', import.meta.url);

export const kernelNames = ['lzx', 'inflate', 'md5'];

const options = [
  ...['-O3', '--noAssert'],
  // They allocate nothing, and say what is wrong by what they return.
  ...['--runtime', 'stub', '--use', 'abort='],
  // Each instance has a memory of the size that it needs.
  '--importMemory',
  // Constant tables lie below 1024, where the layouts start.
  ...['--memoryBase', '16'],
  ...['--enable', 'simd'],
];

/** SHA-256 of all that decides what a kernel is compiled to. */
export function kernelOrigin(name) {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json');
  const own = readdirSync(new URL('assembly', kernels), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && belongsTo(path, name))
    .sort()
    .map((path) => `assembly/${path}`);
  const sources = [...own, `${name}-layout.ts`, '../../../scripts/build-kernels.js'].map(read);
  return createHash('sha256')
    .update(JSON.stringify([version, sources]))
    .digest('hex');
}

/** Whether a file of the assembly folder is part of a kernel: its own, those of the folder of its name, shared ones. */
function belongsTo(path, name) {
  const [first] = path.split('/');
  return first === path ? path === `${name}.ts` || !kernelNames.includes(path.slice(0, -3)) : first === name;
}

/** The text of the module for `assembly/NAME.ts`. */
export async function compileKernel(name) {
  const { default: asc } = await import('assemblyscript/asc');
  const output = new Map();
  const { error, stderr } = await asc.main(
    [`assembly/${name}.ts`, '--outFile', `${name}.wasm`, ...options],
    // The compiler looks for a file in several places.
    { readFile: read, writeFile: (path, contents) => output.set(path, contents), listFiles: () => [] },
  );
  if (error) throw new Error(`${name}: ${error.message}\n${stderr.toString()}`);
  const lines = Buffer.from(output.get(`${name}.wasm`))
    .toString('base64')
    .match(/.{1,108}/g);
  return [
    `// Generated from assembly/${name}.ts by scripts/build-kernels.js; do not edit.`,
    `// ${kernelOrigin(name)}`,
    `export const ${name}Wasm: string = \``,
    ...lines,
    '`;\n',
  ].join('\n');
}

/** Brings the generated modules up to date. */
export async function buildKernels() {
  for (const name of kernelNames) {
    if (read(`${name}-wasm.ts`)?.includes(kernelOrigin(name))) continue;
    writeFileSync(new URL(`${name}-wasm.ts`, kernels), await compileKernel(name));
  }
}

/** A file beside the kernels, with the line ends of the repository; null where there is none. */
function read(path) {
  try {
    return readFileSync(new URL(path, kernels), 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
