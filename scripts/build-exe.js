import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'postject';
import { clearCertificate } from './executable/clear-certificate.js';

// One file that runs where no Node is: Node's own binary with the built program inside it, as a single executable
// application. The same sources give the same bytes on any machine.
//
//   npm run build:exe -- --target win-x64|linux-x64 [-o DIR] [--url URL [--signed FILE]]
//
// With a URL, the manifests of winget and Scoop are written beside it; with the file as it was signed, for that file.

/** The npm packages that carry Node's binaries. The digests are those of the registry; other bytes are refused. */
const node = {
  version: '22.23.3',
  targets: {
    'win-x64': {
      file: 'bin/node.exe',
      name: 'hotfixkit.exe',
      integrity:
        'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
    },
    'linux-x64': {
      file: 'bin/node',
      name: 'hotfixkit',
      integrity:
        'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
    },
  },
};
/** What marks the place in the binary that says whether it has an application; see Node's documentation of these. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/hotfixkit-node', node.version);

const { target, output, url, signed } = parseArguments(process.argv.slice(2));
const { file, name } = node.targets[target];
if (!existsSync(join(root, 'dist/program/run.cjs'))) {
  throw new Error('npm run build comes first: dist/program/run.cjs is not there');
}
mkdirSync(output, { recursive: true });
const program = join(output, name);
const binary = join(nodePackage(target), file);
rmSync(program, { force: true });
writeFileSync(program, target === 'win-x64' ? clearCertificate(readFileSync(binary)) : readFileSync(binary));
await inject(program, 'NODE_SEA_BLOB', blob(), { sentinelFuse: fuse });
chmodSync(program, 0o755);
writeFileSync(join(output, 'LICENSES.txt'), licenses());
const bytes = readFileSync(program);
console.log(`${program}: ${(bytes.length / 1e6).toFixed(1)} MB, SHA-256 ${sha256(bytes)}`);
if (url !== null) writeManifests(sha256(signed === null ? bytes : readFileSync(signed)));

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

function writeManifests(digest) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const values = { version, url, sha256: digest };
  for (const place of ['winget', 'scoop']) {
    mkdirSync(join(output, place), { recursive: true });
    for (const one of readdirSync(join(root, 'packaging', place))) {
      const template = readFileSync(join(root, 'packaging', place, one), 'utf8');
      const text = template.replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]);
      writeFileSync(join(output, place, one), text);
    }
  }
}

function parseArguments(words) {
  const given = (flag) => words[words.indexOf(flag) + 1];
  const target = words.includes('--target') ? given('--target') : '';
  if (!(target in node.targets)) {
    console.error(`--target takes ${Object.keys(node.targets).join(' or ')}`);
    process.exit(2);
  }
  return {
    target,
    url: words.includes('--url') ? given('--url') : null,
    signed: words.includes('--signed') ? given('--signed') : null,
    output: words.includes('-o') ? given('-o') : join(root, 'dist-exe', target),
  };
}

/** The folder of the npm package with the binary of a target, from the cache or the registry. */
function nodePackage(target) {
  const folder = join(cache, target);
  if (existsSync(join(folder, node.targets[target].file))) return folder;
  mkdirSync(cache, { recursive: true });
  const npm = (args) =>
    execFileSync('npm', args, { cwd: cache, encoding: 'utf8', shell: process.platform === 'win32' });
  const archive = npm(['pack', `node-${target}@${node.version}`, '--silent'])
    .trim()
    .split('\n')
    .at(-1);
  const bytes = readFileSync(join(cache, archive));
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (integrity !== node.targets[target].integrity)
    throw new Error(`${archive} is not what it should be: ${integrity}`);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', join(cache, archive), '--strip-components=1', '-C', folder]);
  rmSync(join(cache, archive));
  return folder;
}

/** The application for Node to load, made by a Node of the very version that loads it. */
function blob() {
  const folder = join(cache, 'blob');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Paths are relative, since Node puts that of the first file into the application.
  const start = 'scripts/executable/start.cjs';
  const files = ['dist/program', 'dist/code-pages'].flatMap((place) =>
    readdirSync(join(root, place))
      .sort()
      .map((one) => [one, `${place}/${one}`]),
  );
  const assets = { 'start.cjs': start, ...Object.fromEntries(files) };
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
