/*
 * Begins the program and its threads in the executable. The built files of the program are assets there: this loads each
 * of them when it is required, as Node would load the file.
 */
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { getRawAsset } = require('node:sea');
const vm = require('node:vm');
const threads = require('node:worker_threads');

const node = createRequire(process.execPath);
const loaded = new Map();
const text = (name) => new TextDecoder().decode(getRawAsset(name));

/** Threads of the program begin with this text, too. */
class Worker extends threads.Worker {
  constructor(_url, options) {
    super(text('start.cjs'), { ...options, eval: true });
  }
}

function load(name) {
  const known = loaded.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  if (name.endsWith('.json')) {
    module.exports = JSON.parse(text(name));
    return module.exports;
  }
  // No such file exists; stacks and `import.meta.url` name it.
  const filename = join(dirname(process.execPath), name);
  const body = vm.compileFunction(text(name), ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename,
  });
  body.call(module.exports, module.exports, require_, module, filename, dirname(filename));
  return module.exports;
}

function require_(id) {
  if (id === 'node:worker_threads') return { ...threads, Worker };
  return id.startsWith('.') ? load(id.split('/').at(-1)) : node(id);
}

const { begin, beginThread, build } = load('begin.cjs');
const program = {
  build,
  folder: dirname(process.execPath),
  read: (path) => text(path.split('/').at(-1)),
  builtin: require_,
};

if (threads.isMainThread) {
  void begin(process.argv.slice(2), program).then((status) => {
    process.exitCode = status;
  });
} else {
  const name = process.argv.at(-1);
  beginThread(name, name === 'run-worker' ? threads.workerData.argv : null, program);
}
