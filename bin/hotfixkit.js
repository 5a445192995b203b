#!/usr/bin/env node
// A module of CommonJS (see package.json beside it), since Node starts these faster.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { begin } = require('../dist/program/begin.cjs');

const folder = join(__dirname, '..', 'dist', 'program');

void begin(process.argv.slice(2), {
  folder,
  read: (path) => readFileSync(join(folder, path), 'utf8'),
  builtin: require,
  readPack: () => readFileSync(join(folder, 'pack.cjs'), 'latin1'),
}).then((status) => {
  process.exitCode = status;
});
