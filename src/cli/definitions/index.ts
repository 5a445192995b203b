import { completions } from './completions.js';
import { delta } from './delta.js';
import { diagnose } from './diagnose.js';
import { diff } from './diff.js';
import { extract } from './extract.js';
import { help } from './help.js';
import { info } from './info.js';
import { list } from './list.js';
import { manifest } from './manifest.js';
import { msiexec } from './msiexec.js';
import { patches } from './patches.js';
import { prepare } from './prepare.js';
import { recover } from './recover.js';
import { signature } from './signature.js';
import { stage } from './stage.js';
import { streams } from './streams.js';
import { tables } from './tables.js';
import { transform } from './transform.js';
import { verify } from './verify.js';
import { versions } from './versions.js';
import { view } from './view.js';

/** Every command by its name, in the order of the help. They load nothing but themselves. */
export const definitions = {
  info,
  list,
  tables,
  streams,
  versions,
  diff,
  view,
  patches,
  extract,
  msiexec,
  delta,
  verify,
  signature,
  manifest,
  diagnose,
  stage,
  prepare,
  transform,
  recover,
  help,
  completions,
} as const;
