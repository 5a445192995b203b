import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/*
 * Decoding alone, in this process: no files are written. MB of output per second, the best of many passes, since nothing
 * but other work makes a pass longer.
 *
 *   node scripts/bench-kernels.js [--against CHECKOUT] [NAME …]
 *
 * With `--against` the sources of another checkout take turns with ours. A NAME selects the inputs that contain it.
 */
const PASSES = Number(process.env.HOTFIXKIT_BENCH_PASSES ?? 25);
const BLOCK = 32768;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.bench');
const args = process.argv.slice(2);
const against = args.includes('--against') ? args.splice(args.indexOf('--against'), 2)[1] : undefined;

/** Modules of a checkout, bundled for plain Node. */
async function bundle(checkout, name, input) {
  const bundler = await rolldown({
    cwd: checkout,
    input,
    platform: 'node',
    external: (id) => !/^(\.|\/|src\/|test\/)/.test(id),
  });
  const dir = join(folder, 'kernels', name);
  await bundler.write({ dir, format: 'esm', entryFileNames: '[name].mjs' });
  await bundler.close();
  const modules = Object.keys(input).map((module) => import(pathToFileURL(join(dir, `${module}.mjs`)).href));
  return Object.assign({}, ...(await Promise.all(modules)));
}

const sources = {
  mszip: 'src/codecs/mszip.ts',
  lzx: 'src/codecs/lzx.ts',
};

/** Bytes of the kinds that packages hold. */
function contents() {
  const read = (path, from, to) => readFileSync(path).subarray(from, to);
  const lines = [];
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
  for (let i = 0; i < 60_000; i++) {
    const file = `C:\\Windows\\System32\\${(next() % 5000).toString(36)}.dll`;
    const time = `${next() % 24}:${next() % 60}:${next() % 60}:${next() % 1000}`;
    lines.push(
      `MSI (s) (${next() % 255}:A4) [${time}]: Executing op: FileCopy(SourceName=${file},,Size=${next()})`,
    );
  }
  return {
    code: read(process.execPath, 24_000_000, 32_000_000),
    text: read(join(root, 'node_modules/typescript/lib/typescript.js'), 0, 8_000_000),
    log: Buffer.from(lines.join('\r\n')),
    noise: Uint8Array.from({ length: 4_000_000 }, () => next() >>> 12),
    zeros: new Uint8Array(8_000_000),
  };
}

/** Blocks of MSZIP without their signature. */
function deflated(bytes, options) {
  const blocks = [];
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const dictionary = bytes.subarray(Math.max(0, at - BLOCK), at);
    const data = deflateRawSync(bytes.subarray(at, at + BLOCK), at ? { ...options, dictionary } : options);
    blocks.push({
      data: Buffer.concat([Buffer.from('CK'), data]),
      length: Math.min(BLOCK, bytes.length - at),
    });
  }
  return blocks;
}

/** The blocks of the folders of a plain cabinet that is somewhere in a file, as much of it as gives `most` bytes. */
function cabinetBlocks(path, most) {
  const file = readFileSync(path);
  const cab = file.subarray(file.indexOf('MSCF\0\0\0\0', 0, 'latin1'));
  const folders = [];
  let total = 0;
  for (let i = 0; i < cab.readUInt16LE(26) && total < most; i++) {
    let at = cab.readUInt32LE(36 + 8 * i);
    const blocks = [];
    for (let b = cab.readUInt16LE(40 + 8 * i); b > 0 && total < most; b--) {
      const end = at + 8 + cab.readUInt16LE(at + 4);
      blocks.push({ data: cab.subarray(at + 8, end), length: cab.readUInt16LE(at + 6) });
      total += cab.readUInt16LE(at + 6);
      at = end;
    }
    folders.push(blocks);
  }
  return { windowBits: cab.readUInt16LE(42) >> 8, folders };
}

/** Inputs by name: the folders of each, and the window where they are LZX. */
async function makeInputs() {
  const wanted = (name) => args.length === 0 || args.some((part) => name.includes(part));
  const inputs = [];
  const add = (name, make) => wanted(name) && inputs.push({ name, ...make() });
  const samples = contents();
  const options = { level: 9 };
  for (const [kind, bytes] of Object.entries(samples)) {
    add(`mszip ${kind}`, () => ({ folders: [deflated(bytes, options)] }));
  }
  const code = samples.code.subarray(0, 4_000_000);
  add('mszip stored', () => ({ folders: [deflated(code, { level: 0 })] }));
  add('mszip fixed', () => ({ folders: [deflated(code, { strategy: constants.Z_FIXED })] }));
  add('mszip literals', () => ({ folders: [deflated(code, { strategy: constants.Z_HUFFMAN_ONLY })] }));
  const packages = {
    'mszip package': 'mszip-300mb.msi',
    'mszip small': 'small-files.msi',
    'lzx package': 'lzx-280mb.cab',
  };
  for (const [name, file] of Object.entries(packages)) {
    const path = join(process.env.HOTFIXKIT_BENCH_INPUTS ?? folder, file);
    if (existsSync(path)) add(name, () => cabinetBlocks(path, 30_000_000));
  }
  const { encodeLzx } = await bundle(root, 'support', { encoder: 'test/support/lzx-encoder.ts' });
  for (const [kind, bytes] of Object.entries(samples)) {
    add(`lzx ${kind}`, () => {
      const part = bytes.subarray(0, 2_000_000);
      const frames = encodeLzx(part, {
        windowBits: 21,
        maxMatch: 100,
        translationSize: kind === 'code' ? part.length : 0,
        blocks: [
          { type: 'verbatim', length: 100_000 },
          { type: 'aligned', length: 100_000 },
        ],
      });
      return {
        windowBits: 21,
        folders: [frames.map((frame) => ({ data: frame.data, length: frame.uncompressedLength }))],
      };
    });
  }
  return inputs;
}

function decoderOf({ windowBits, name }, { LzxDecoder, MszipDecoder }) {
  return name.startsWith('lzx') ? new LzxDecoder(windowBits) : new MszipDecoder();
}

function pass({ folders }, decoder) {
  for (const blocks of folders) {
    decoder.reset();
    for (const { data, length } of blocks) decoder.decode(data, length);
  }
}

mkdirSync(folder, { recursive: true });
const ours = await bundle(root, 'ours', sources);
const theirs = against && (await bundle(resolve(against), 'theirs', sources));
const inputs = await makeInputs();
console.log(
  `${'MB of output per second'.padEnd(28)}${theirs ? '  before'.padStart(8) : ''}     now${theirs ? '   ratio' : ''}    zlib  MB in/out`,
);
for (const input of inputs) {
  const sum = (key) =>
    input.folders
      .flat()
      .reduce((total, block) => total + (key === 'in' ? block.data.length : block.length), 0);
  const bytes = sum('out');
  const runs = [];
  if (theirs) {
    const decoder = decoderOf(input, theirs);
    runs.push(() => pass(input, decoder));
  }
  const decoder = decoderOf(input, ours);
  runs.push(() => pass(input, decoder));
  if (input.name.startsWith('mszip')) {
    const output = Buffer.concat(
      input.folders.flatMap((blocks) => {
        decoder.reset();
        return blocks.map(({ data, length }) => Buffer.from(decoder.decode(data, length)));
      }),
    );
    // One stream, since zlib takes long to start.
    const stream = deflateRawSync(output);
    runs.push(() => inflateRawSync(stream));
  }
  const best = runs.map(() => Infinity);
  for (let i = 0; i < PASSES; i++) {
    runs.forEach((run, r) => {
      const started = performance.now();
      run();
      best[r] = Math.min(best[r], performance.now() - started);
    });
  }
  const speeds = best.map((time) => bytes / time / 1000);
  const [before, now, zlib] = theirs ? speeds : [undefined, ...speeds];
  const cell = (value, digits = 0) => (value === undefined ? '-' : value.toFixed(digits)).padStart(8);
  console.log(
    `${input.name.padEnd(28)}${theirs ? cell(before) : ''}${cell(now)}${theirs ? cell(now / before, 2) : ''}${cell(zlib)}  ${(sum('in') / 1e6).toFixed(1)}/${(bytes / 1e6).toFixed(1)}`,
  );
}
