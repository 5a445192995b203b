import type { Target } from './target.js';
import { article } from './targets/article.js';
import { bits } from './targets/bits.js';
import { cab } from './targets/cabinet.js';
import { cabPayload } from './targets/cabinet-payload.js';
import { cfb } from './targets/compound-file.js';
import { compressed } from './targets/compressed.js';
import { container } from './targets/container.js';
import { delta } from './targets/delta.js';
import { deltaOld } from './targets/delta-old.js';
import { pe } from './targets/executable.js';
import { extract } from './targets/extract.js';
import { image } from './targets/image.js';
import { msi } from './targets/installation-package.js';
import { journal } from './targets/journal.js';
import { log } from './targets/log.js';
import { manifest } from './targets/manifest.js';
import { msp } from './targets/patch.js';
import { record } from './targets/record.js';
import { state } from './targets/state.js';
import { summary } from './targets/summary.js';
import { taskSequence } from './targets/task-sequence.js';
import { text } from './targets/text.js';
import { mst } from './targets/transform.js';
import { zip } from './targets/zip.js';

/** Every way in, in the order in which a run of all goes through them. */
export const targets: readonly Target[] = [
  cfb,
  summary,
  msi,
  mst,
  msp,
  cab,
  cabPayload,
  zip,
  compressed,
  container,
  pe,
  delta,
  deltaOld,
  bits,
  article,
  log,
  taskSequence,
  manifest,
  text,
  state,
  record,
  journal,
  image,
  extract,
];
