import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { licensesIn } from './licenses.js';
import { standIns } from './stand-ins.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist/web');

/**
 * Builds the page: `hotfixkit.html`, which is everything in one file, and the same as static files (`index.html`, `page.js`,
 * `worker.js`, `page.css`). Gives the modules that were put together.
 */
export async function buildWeb() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const worker = await bundle('web/worker/worker.ts');
  const page = await bundle('web/main.tsx');
  const style = readFileSync(join(root, 'web/page.css'), 'utf8');
  const licenses = licensesIn([...worker.modules, ...page.modules]);
  writeFileSync(join(target, 'hotfixkit.html'), wholePage(page.code, worker.code, style, licenses));
  writeFileSync(join(target, 'index.html'), linkedPage());
  writeFileSync(join(target, 'page.js'), page.code);
  writeFileSync(join(target, 'worker.js'), worker.code);
  writeFileSync(join(target, 'page.css'), style);
  return [...worker.modules, ...page.modules];
}

/** One script of an entry and all that it uses. */
async function bundle(input) {
  const bundler = await rolldown({
    cwd: root,
    input,
    platform: 'browser',
    plugins: [standIns(), nothingOfNode()],
    treeshake: { moduleSideEffects: (id) => /\/web\/(?:main\.tsx|worker\/worker\.ts)$/.test(id) },
    resolve: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
  });
  const { output } = await bundler.generate({
    format: 'iife',
    minify: true,
    comments: false,
  });
  await bundler.close();
  const [{ code, moduleIds }] = output;
  return { code: code.trim(), modules: moduleIds };
}

/** Refuses modules of Node: what the page uses runs without. */
function nothingOfNode() {
  return {
    name: 'nothing-of-node',
    resolveId(id, importer) {
      if (isBuiltin(id)) throw new Error(`${importer} imports ${id}, which no browser has`);
      return null;
    },
  };
}

function wholePage(page, worker, style, licenses) {
  const script = asScript(page);
  const policy = [
    "default-src 'none'",
    // The kernels of the decoders are WebAssembly.
    `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
    `style-src '${hashOf(style)}'`,
    'worker-src blob:',
    'img-src blob: data:',
    ...noFurther,
  ];
  return document(
    policy,
    `<style>${style}</style>`,
    // A block of data, which is not run here: the page makes the worker of it.
    `<script type="text/plain" id="worker">${asScript(worker)}</script>\n<script type="text/plain" id="licenses">\n${asScript(licenses)}</script>\n<script>${script}</script>`,
  );
}

function linkedPage() {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "worker-src 'self'",
    'img-src blob: data:',
    ...noFurther,
  ];
  return document(policy, '<link rel="stylesheet" href="page.css">', '<script defer src="page.js"></script>');
}

const noFurther = ["base-uri 'none'", "form-action 'none'"];

function document(policy, head, body) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>hotfixkit</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
<div id="page"></div>
<noscript>This page needs JavaScript. It runs here only: nothing is sent anywhere.</noscript>
${body}
</body>
</html>
`;
}

/** Code that may stand in a script element. */
function asScript(code) {
  return code.replaceAll(/<(?=\/script|!--|script)/gi, '\\x3c');
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWeb();
