#!/usr/bin/env node
// A module of CommonJS (see package.json beside it), since Node starts these faster.
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

/** The user's own folder for what can be made again: what lies in a folder for all may come from somebody else. */
function cacheFolder() {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32') return LOCALAPPDATA || null;
  return (
    XDG_CACHE_HOME || (HOME ? join(HOME, process.platform === 'darwin' ? 'Library/Caches' : '.cache') : null)
  );
}

// Node 22 keeps what it has compiled for the next start; NODE_DISABLE_COMPILE_CACHE=1 turns that off.
const folder = enableCompileCache ? cacheFolder() : null;
if (folder !== null) enableCompileCache(join(folder, 'hotfixkit'));

const { run } = require('../dist/program/run.cjs');

void run(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
