import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'postject';
import { readArguments } from './executable/arguments.js';
import { clearCertificate } from './executable/clear-certificate.js';
import { fillTemplate, manifestValues } from './executable/fill-template.js';
import { setVersion } from './executable/set-version.js';

// One file that runs where no Node is: Node's own binary with the built program inside it, as a single executable
// application. The same sources give the same bytes on any machine.
//
//   npm run build:exe -- --target win-x64|linux-x64 [-o DIR] [--url URL [--signed FILE]]
//
// With a URL, the manifests of winget and Scoop are written beside it; with the file as it was signed, for that file.

/**
 * The npm packages that carry Node's binaries. The digests are those of the registry, and of the binaries in them: other bytes
 * are refused, from the registry and from the cache.
 */
const node = {
  version: '22.23.3',
  targets: {
    'win-x64': {
      file: 'bin/node.exe',
      name: 'hotfixkit.exe',
      sha256: '9c9245166b4a8e182e0b797da9c20136117ff24368eaff1fec8343a123c8db0e',
      integrity:
        'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
    },
    'linux-x64': {
      file: 'bin/node',
      name: 'hotfixkit',
      sha256: 'fde6a4bf8d0562f7751d1a2d6cb9b417c4cfe107bbcb0aa3e9a24e125e348f48',
      integrity:
        'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
    },
  },
};
/** What marks the place in the binary that says whether it has an application; see Node's documentation of these. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/hotfixkit-node', node.version);

const { target, output, url, signed } = argumentsOrUsage();
const { file, name } = node.targets[target];
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
if (!existsSync(join(root, 'dist/program/cli.cjs'))) {
  throw new Error('npm run build comes first: dist/program/cli.cjs is not there');
}
mkdirSync(output, { recursive: true });
const program = join(output, name);
const binary = readFileSync(join(nodePackage(target), file));
rmSync(program, { force: true });
writeFileSync(program, target === 'win-x64' ? asOwnProgram(binary) : binary);
await inject(program, 'NODE_SEA_BLOB', blob(), { sentinelFuse: fuse });
chmodSync(program, 0o755);
writeFileSync(join(output, 'LICENSES.txt'), licenses());
const bytes = readFileSync(program);
console.log(`${program}: ${(bytes.length / 1e6).toFixed(1)} MB, SHA-256 ${sha256(bytes)}`);
if (url !== null) writeManifests(sha256(signed === null ? bytes : readFileSync(signed)));

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

/** Without the signature, which is of other bytes, and with our version, by which inventories tell programs apart. */
function asOwnProgram(binary) {
  return setVersion(clearCertificate(binary), version, {
    CompanyName: 'hotfixkit contributors',
    FileDescription: 'hotfixkit',
    InternalName: 'hotfixkit',
    LegalCopyright: 'MIT license',
    OriginalFilename: name,
    ProductName: 'hotfixkit',
  });
}

function writeManifests(digest) {
  const licensesSha256 = sha256(readFileSync(join(output, 'LICENSES.txt')));
  const values = manifestValues({ version, url, sha256: digest, licensesSha256 });
  for (const place of ['winget', 'scoop']) {
    mkdirSync(join(output, place), { recursive: true });
    for (const one of readdirSync(join(root, 'packaging', place))) {
      const template = readFileSync(join(root, 'packaging', place, one), 'utf8');
      const text = fillTemplate(template, values);
      writeFileSync(join(output, place, one), text);
    }
  }
}

function argumentsOrUsage() {
  try {
    const given = readArguments(process.argv.slice(2), Object.keys(node.targets));
    return { ...given, output: given.output ?? join(root, 'dist-exe', given.target) };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** The folder of the npm package with the binary of a target, from the cache or the registry. */
function nodePackage(target) {
  const folder = join(cache, target);
  if (isGenuine(folder, target)) return folder;
  mkdirSync(cache, { recursive: true });
  // Unpacked beside its place, so that there is no half of it, whatever ends this and whoever builds at the same time.
  const part = mkdtempSync(join(cache, 'part-'));
  try {
    const npm = (args) =>
      execFileSync('npm', args, { cwd: part, encoding: 'utf8', shell: process.platform === 'win32' });
    const archive = npm(['pack', `node-${target}@${node.version}`, '--silent'])
      .trim()
      .split('\n')
      .at(-1);
    const integrity = `sha512-${createHash('sha512')
      .update(readFileSync(join(part, archive)))
      .digest('base64')}`;
    if (integrity !== node.targets[target].integrity)
      throw new Error(`${archive} is not what it should be: ${integrity}`);
    execFileSync('tar', ['-xzf', archive], { cwd: part });
    if (!isGenuine(join(part, 'package'), target)) throw new Error(`${archive} has another binary`);
    if (!isGenuine(folder, target)) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(join(part, 'package'), folder);
    }
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

/** Whether a folder has the very binary that the package of the registry has. */
function isGenuine(folder, target) {
  const { file, sha256: expected } = node.targets[target];
  const path = join(folder, file);
  return existsSync(path) && sha256(readFileSync(path)) === expected;
}

/** The application for Node to load, made by a Node of the very version that loads it. */
function blob() {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'blob-'));
  try {
    return blobIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function blobIn(folder) {
  // Paths are relative, since Node puts that of the first file into the application.
  const start = 'scripts/executable/start.cjs';
  const files = ['dist/program', 'dist/code-pages'].flatMap((place) =>
    readdirSync(join(root, place))
      .sort()
      .map((one) => [one, `${place}/${one}`]),
  );
  const page = 'hotfixkit.html';
  const assets = { 'start.cjs': start, [page]: `dist/web/${page}`, ...Object.fromEntries(files) };
  const config = { main: start, output: join(folder, 'blob'), disableExperimentalSEAWarning: true, assets };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  execFileSync(hostNode(), ['--experimental-sea-config', join(folder, 'config.json')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return readFileSync(join(folder, 'blob'));
}

/** A Node of that version that runs here. */
function hostNode() {
  if (process.version === `v${node.version}`) return process.execPath;
  const host = { win32: 'win-x64', linux: 'linux-x64' }[process.platform];
  if (host === undefined || process.arch !== 'x64') {
    throw new Error(`run this with Node ${node.version}, or on Windows or Linux for x64`);
  }
  const path = join(nodePackage(host), node.targets[host].file);
  chmodSync(path, 0o755);
  return path;
}

/** The licenses of all that is inside. */
function licenses() {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
  const others = readFileSync(join(root, 'dist/LICENSES.txt'), 'utf8').trim();
  const ofNode = readFileSync(join(nodePackage('linux-x64'), 'LICENSE'), 'utf8').trim();
  const line = `\n\n${'='.repeat(80)}\n\n`;
  return `${[own, others, `Node.js ${node.version}\n\n${ofNode}`].join(line)}\n`;
}
