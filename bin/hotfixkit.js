#!/usr/bin/env node
// A module of CommonJS (see package.json beside it), since Node starts these faster.
// Node 22 keeps what it has compiled for the next start.
require('node:module').enableCompileCache?.();
const { run } = require('../dist/program/run.cjs');

void run(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
