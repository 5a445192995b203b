#!/usr/bin/env node
// A module of CommonJS (see package.json beside it), since Node starts these faster.
const { join } = require('node:path');
const { begin, programIn } = require('../dist/program/begin.cjs');

const program = programIn(join(__dirname, '..', 'dist', 'program'), require);

void begin(process.argv.slice(2), program).then((status) => {
  process.exitCode = status;
});
