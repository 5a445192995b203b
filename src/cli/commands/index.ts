import type { Command } from '../command.js';
import { diff } from './diff.js';
import { extract } from './extract.js';
import { info } from './info.js';
import { list } from './list.js';
import { manifest } from './manifest.js';
import { msiexec } from './msiexec.js';
import { prepare } from './prepare.js';
import { stage } from './stage.js';
import { streams } from './streams.js';
import { tables } from './tables.js';
import { verify } from './verify.js';
import { versions } from './versions.js';

export const commands: readonly Command[] = [
  info,
  list,
  tables,
  streams,
  versions,
  diff,
  extract,
  msiexec,
  verify,
  manifest,
  stage,
  prepare,
];
