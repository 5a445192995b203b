import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.bench');

/** Text that compresses about as well as executables do, the same on every run. */
function sample(size, seed) {
  const bytes = new Uint8Array(size);
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let at = 0; at < size; ) {
    const from = at > 4096 && next() % 4 !== 0 ? at - 1 - (next() % Math.min(at - 1, 30000)) : -1;
    const count = Math.min(size - at, 4 + (next() % (from < 0 ? 12 : 60)));
    for (let i = 0; i < count; i++) bytes[at + i] = from < 0 ? next() & 255 : bytes[from + i];
    at += count;
  }
  return bytes;
}

/** The builders of the tests, bundled for plain Node. */
async function builders() {
  const bundler = await rolldown({
    cwd: root,
    input: {
      builders: 'test/support/package-builder.ts',
      cabinets: 'test/support/cabinet-builder.ts',
      patches: 'test/support/patch-builder.ts',
      client: 'test/support/stand-in/client.ts',
      signatures: 'test/support/authenticode-builder.ts',
    },
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith('test/') && !id.startsWith(root),
  });
  await bundler.write({ dir: join(folder, 'builders'), format: 'esm', entryFileNames: '[name].mjs' });
  await bundler.close();
  const load = (name) => import(pathToFileURL(join(folder, 'builders', `${name}.mjs`)).href);
  return {
    ...(await load('builders')),
    ...(await load('cabinets')),
    ...(await load('patches')),
    ...(await load('client')),
    ...(await load('signatures')),
  };
}

/** Packages to measure on, made once and kept in `.bench`. */
export async function benchPackages() {
  mkdirSync(folder, { recursive: true });
  const packages = {
    mszip: join(folder, 'mszip-300mb.msi'),
    code: join(folder, 'machine-code-300mb.msi'),
    small: join(folder, 'small-files.msi'),
    lzx: join(folder, 'lzx-280mb.cab'),
  };
  const missing = Object.entries(packages).filter(([, path]) => !existsSync(path));
  if (missing.length > 0) {
    process.stderr.write(`making ${missing.map(([name]) => name).join(', ')} …\n`);
    const make = await builders();
    if (!existsSync(packages.mszip)) writeFileSync(packages.mszip, large(make));
    if (!existsSync(packages.code)) writeFileSync(packages.code, machineCode(make));
    if (!existsSync(packages.small)) writeFileSync(packages.small, small(make));
    if (!existsSync(packages.lzx) && !makeLzx(packages.lzx)) delete packages.lzx;
  }
  return packages;
}

/** Files of ten megabytes. */
const largeFiles = (count) =>
  Array.from({ length: count }, (_, i) => ({
    key: `file${i}`,
    name: `large-${i}.bin`,
    bytes: sample(10_000_000, i + 1),
  }));

const product = {
  name: 'Large',
  code: '{21111111-2222-3333-4444-555555555555}',
  upgradeCode: '{29999999-2222-3333-4444-555555555555}',
};

/** Thirty of them in one MSZIP folder, behind a patch for the client, as a hotfix has one. */
function large({ buildPackage, buildClientPatch }) {
  return buildPackage({ product, files: hotfixFiles(buildClientPatch) }).msi;
}

const hotfixFiles = (buildClientPatch) => [
  { key: 'patch', name: 'client.msp', bytes: buildClientPatch(2, new Date('2010-01-25T06:28:00Z')) },
  ...largeFiles(30),
];

/**
 * As much of what packages mostly hold: the executable of Node, cut into files of ten megabytes and repeated, which compresses
 * to a third; {@link sample} compresses to a fifth, and is inflated in half the time.
 */
function machineCode({ buildPackage }) {
  const executable = readFileSync(process.execPath);
  const files = Array.from({ length: 30 }, (_, i) => {
    const start = (i * 10_000_000) % (executable.length - 10_000_000);
    const bytes = new Uint8Array(executable.subarray(start, start + 10_000_000));
    return { key: `file${i}`, name: `code-${i}.bin`, bytes };
  });
  return buildPackage({ files }).msi;
}

/** Packages that differ in one thing: the size, the number of small files, or the number of cabinets. */
export async function benchGrowth() {
  const sizes = [10, 100, 1000].map((size) => ({
    title: `${size} MB in one folder`,
    name: `size-${size}mb.msi`,
    plan: () => ({ files: largeFiles(size / 10) }),
  }));
  const counts = [100, 1000, 10_000].map((count) => ({
    title: `${count.toLocaleString('en')} small files`,
    name: `files-${count}.msi`,
    plan: () => ({ files: smallFiles(count) }),
  }));
  const folders = [1, 8, 64].map((count) => ({
    title: `64 MB in ${count} ${count === 1 ? 'folder' : 'folders'}`,
    name: `folders-${count}.msi`,
    plan: () => ({
      mediaSplit: count,
      files: Array.from({ length: 64 }, (_, i) => ({
        key: `file${i}`,
        name: `part-${i}.bin`,
        bytes: sample(1_000_000, i + 1),
      })),
    }),
  }));
  const made = [...sizes, ...counts, ...folders].map((one) => ({ ...one, path: join(folder, one.name) }));
  await makeMissing(made, ({ buildPackage }, { plan }) => buildPackage(plan()).msi);
  return made;
}

/** Makes the files that are not there; `make` gives the bytes of one. */
async function makeMissing(files, make) {
  const missing = files.filter(({ path }) => !existsSync(path));
  if (missing.length === 0) return;
  mkdirSync(folder, { recursive: true });
  const loaded = await builders();
  for (const one of missing) {
    process.stderr.write(`making ${one.path} …\n`);
    writeFileSync(one.path, make(loaded, one));
  }
}

/** For the package of 300 MB: a manifest of its files, and a patch that replaces two of them. */
export async function benchPatch() {
  const manifest = join(folder, 'mszip-300mb.json');
  const patch = join(folder, 'mszip-300mb.msp');
  await makeMissing([{ path: manifest }, { path: patch }], (make, { path }) => {
    const files = hotfixFiles(make.buildClientPatch);
    if (path === manifest) {
      const rows = files.map(({ name, bytes }) => ({
        name,
        version: null,
        size: bytes.length,
        date: null,
        time: null,
        platform: null,
      }));
      const section = { title: 'Files', product: 'Large', files: rows };
      return JSON.stringify({ kb: '900001', title: 'Large', sections: [section] });
    }
    const next = files.map((file, i) =>
      i === 1 || i === 2 ? { ...file, bytes: sample(10_000_000, 100 + i) } : file,
    );
    const target = {
      name: 'T1ToU1',
      before: make.buildPackage({ product, files }).msi,
      after: make.buildPackage({ product: { ...product, version: '1.1.0' }, files: next }).msi,
      files: Object.fromEntries(next.slice(1, 3).map(({ key, bytes }) => [key, { whole: bytes }])),
    };
    return make.buildPatch({ targets: [target] });
  });
  return { manifest, patch };
}

/** A folder of 100,000 files of 2 KB in a thousand folders, and a manifest of them. */
export async function benchTree() {
  const tree = join(folder, 'tree');
  const manifest = join(folder, 'tree.json');
  if (existsSync(manifest)) return { tree, manifest };
  process.stderr.write(`making ${tree} …\n`);
  const files = [];
  for (let i = 0; i < 100_000; i++) {
    const place = join(tree, `d${i % 1000}`);
    if (i < 1000) mkdirSync(place, { recursive: true });
    const name = `file-${i}.bin`;
    writeFileSync(join(place, name), sample(2048, i + 1));
    files.push({ name, version: null, size: 2048, date: null, time: null, platform: null });
  }
  const section = { title: 'Files', product: 'Tree', files };
  writeFileSync(manifest, JSON.stringify({ kb: '900002', title: 'Tree', sections: [section] }));
  return { tree, manifest };
}

/** A log of 500 MB in the form of Configuration Manager, with a line now and then that says something. */
export async function benchLog() {
  const path = join(folder, 'ccmexec-500mb.log');
  await makeMissing([{ path }], () => {
    const entry = (i) =>
      `<![LOG[${i % 9973 === 0 ? 'CCMDoCertificateMaintenance() failed (0x80090016).' : `Policy evaluation of assignment ${i} is done, next in 60 minutes.`}]LOG]!><time="10:${String(i % 60).padStart(2, '0')}:00.000+000" date="01-25-2010" component="CcmExec" context="" type="1" thread="${i % 4096}" file="ccmexec.cpp:${i % 900}">\r\n`;
    const block = Buffer.from(Array.from({ length: 50_000 }, (_, i) => entry(i)).join(''));
    return Buffer.concat(Array(Math.ceil(500e6 / block.length)).fill(block));
  });
  return path;
}

/** Files of up to eight kilobytes. */
const smallFiles = (count) =>
  Array.from({ length: count }, (_, i) => ({
    key: `f${i}`,
    name: `small-${i}.txt`,
    bytes: sample(100 + ((i * 7919) % 8000), i + 1),
  }));

/** Ten thousand of them. */
function small({ buildPackage }) {
  return buildPackage({ files: smallFiles(10_000) }).msi;
}

/**
 * A large LZX cabinet: the folders of a real one repeated, compressed blocks as they are, file names of copy N with `N_`
 * in front. False where there is no real one.
 */
function makeLzx(path) {
  const corpus = resolve(root, process.env.HOTFIXKIT_CORPUS ?? '../shared/corpus');
  const original = join(corpus, 'lessmsi/vcredis1.cab');
  if (!existsSync(original)) {
    process.stderr.write('no LZX cabinet to repeat: HOTFIXKIT_CORPUS is not there\n');
    return false;
  }
  writeFileSync(path, replicateCabinet(readFileSync(original), 450));
  return true;
}

function replicateCabinet(cab, copies) {
  const folderCount = cab.readUInt16LE(26);
  const fileCount = cab.readUInt16LE(28);
  if (cab.readUInt16LE(30) !== 0) throw new Error('only a plain cabinet can be repeated');
  const folders = Array.from({ length: folderCount }, (_, i) => {
    const [start, blocks, method] = [
      cab.readUInt32LE(36 + 8 * i),
      cab.readUInt16LE(40 + 8 * i),
      cab.readUInt16LE(42 + 8 * i),
    ];
    let end = start;
    for (let b = 0; b < blocks; b++) end += 8 + cab.readUInt16LE(end + 4);
    return { blocks, method, data: cab.subarray(start, end) };
  });
  const files = [];
  let at = cab.readUInt32LE(16);
  for (let i = 0; i < fileCount; i++) {
    const end = cab.indexOf(0, at + 16);
    files.push({ head: cab.subarray(at, at + 16), name: cab.subarray(at + 16, end) });
    at = end + 1;
  }
  const entries = [];
  for (let copy = 0; copy < copies; copy++) {
    for (const { head, name } of files) {
      const entry = Buffer.concat([head, Buffer.from(`${copy}_`), name, Buffer.from([0])]);
      entry.writeUInt16LE(head.readUInt16LE(8) + copy * folderCount, 8);
      entries.push(entry);
    }
  }
  const filesStart = 36 + 8 * folderCount * copies;
  let dataStart = filesStart + entries.reduce((sum, entry) => sum + entry.length, 0);
  const heads = [];
  const data = [];
  for (let copy = 0; copy < copies; copy++) {
    for (const folder of folders) {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(dataStart, 0);
      head.writeUInt16LE(folder.blocks, 4);
      head.writeUInt16LE(folder.method, 6);
      heads.push(head);
      data.push(folder.data);
      dataStart += folder.data.length;
    }
  }
  const header = Buffer.from(cab.subarray(0, 36));
  header.writeUInt32LE(dataStart, 8);
  header.writeUInt32LE(filesStart, 16);
  header.writeUInt16LE(folderCount * copies, 26);
  header.writeUInt16LE(fileCount * copies, 28);
  return Buffer.concat([header, ...heads, ...entries, ...data]);
}

/** Files of the thousand deltas; see {@link benchDeltas}. */
const DELTAS = 1000;

/**
 * Deltas to measure on: pairs of the corpus by themselves, and a thousand of them as one patch for an image of loose
 * files. Null where the corpus is not there.
 */
export async function benchDeltas() {
  const corpus = resolve(process.env.HOTFIXKIT_CORPUS ?? join(root, '../shared/corpus'), 'pa19');
  if (!existsSync(corpus)) return null;
  const read = (name) => readFileSync(join(corpus, name));
  const [, ...rows] = read('INDEX.tsv').toString('utf8').trimEnd().split('\n');
  const triples = rows.map((row) => row.split('\t').slice(0, 3));
  const pairs = triples
    .filter(([, , patch]) => patch.includes('rcedit'))
    .map(([old, , patch]) => ({ patch: join(corpus, patch), old: join(corpus, old) }));
  const image = join(folder, 'thousand-deltas', 'client.msi');
  const patch = join(folder, 'thousand-deltas.msp');
  if (!existsSync(image) || !existsSync(patch)) {
    process.stderr.write('making a patch with a thousand deltas …\n');
    const make = await builders();
    const plain = triples.filter(([old, next, delta]) => old && next && delta && !delta.includes('rcedit'));
    const chosen = Array.from({ length: DELTAS }, (_, i) => plain[i % plain.length]);
    const product = { name: 'Client', code: '{11111111-2222-3333-4444-555555555555}' };
    const upgradeCode = '{99999999-2222-3333-4444-555555555555}';
    const version = (number, side) =>
      make.buildPackage({
        product: { ...product, upgradeCode, version: number },
        cabinets: 'none',
        wordCount: 4,
        files: chosen.map((triple, i) => ({ key: `f${i}`, name: `${i}.bin`, bytes: read(triple[side]) })),
      });
    const [before, after] = [version('1.0.0', 0), version('1.1.0', 1)];
    const files = Object.fromEntries(chosen.map((triple, i) => [`f${i}`, { delta: read(triple[2]) }]));
    const target = { name: 'T1ToU1', before: before.msi, after: after.msi, files };
    mkdirSync(dirname(image), { recursive: true });
    for (const [path, bytes] of before.loose) {
      mkdirSync(dirname(join(dirname(image), path)), { recursive: true });
      writeFileSync(join(dirname(image), path), bytes);
    }
    writeFileSync(patch, make.buildPatch({ targets: [target] }));
    writeFileSync(image, before.msi);
  }
  return { pairs, image, patch };
}

/** A thousand signed executables of 300 KB, a catalogue of 20,000 members with one of them, and the root of both. */
export async function benchSignatures() {
  const place = join(folder, 'signed');
  const paths = {
    files: join(place, 'files'),
    root: join(place, 'root.pem'),
    catalog: join(place, 'large.cat'),
    member: join(place, 'member.inf'),
  };
  if (existsSync(paths.member)) return paths;
  process.stderr.write('making signed files …\n');
  const make = await builders();
  const { root: anchor, stamper } = make.testAuthority();
  mkdirSync(paths.files, { recursive: true });
  const base64 = anchor.der.toString('base64').replace(/.{64}/g, '$&\n');
  writeFileSync(paths.root, `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`);
  const unsigned = [make.timestampToken(stamper, '2020-06-15')];
  for (let i = 0; i < 1000; i++) {
    const plain = make.plainExecutable(300_000);
    plain.set(sample(4096, i + 1), 4096);
    writeFileSync(join(paths.files, `f${i}.dll`), make.signedExecutable({ unsigned }, plain));
  }
  const digests = Array.from({ length: 20_000 }, (_, i) => ({
    digest: 'sha1',
    value: make.hash('sha1', Buffer.from(`member ${i}`)),
  }));
  writeFileSync(paths.catalog, make.signedCatalog(digests, { version: 1, unsigned }));
  writeFileSync(paths.member, 'member 19999');
  return paths;
}
