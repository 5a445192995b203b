/*
 * Preloaded by `--require`: ends the process without a word right before the n-th operation that changes something on
 * disk (KILL_AT=n), in whichever thread it comes, and writes down the number of such operations (KILL_COUNT=file). Works
 * where no library can be put before the system's own.
 */
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { isMainThread } = require('node:worker_threads');

const { KILL_AT, KILL_COUNT } = process.env;
const at = Number(KILL_AT ?? 0);
const append = fs.appendFileSync;
let count = 0;

function changes() {
  count++;
  if (count === at) process.kill(process.pid, 'SIGKILL');
}

const always = [
  'mkdirSync',
  'writeSync',
  'renameSync',
  'linkSync',
  'unlinkSync',
  'rmdirSync',
  'copyFileSync',
];
for (const name of [...always, 'chmodSync', 'ftruncateSync', 'futimesSync', 'utimesSync', 'fsyncSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    changes();
    return real(...args);
  };
}
for (const name of ['openSync', 'writeFileSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (name !== 'openSync' || (args[1] !== undefined && args[1] !== 'r')) changes();
    return real(...args);
  };
}
syncBuiltinESMExports();

if (KILL_COUNT)
  process.on('exit', () => append(KILL_COUNT, `${isMainThread ? 'main' : 'thread'} ${count}\n`));
