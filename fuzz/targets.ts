import type { Target } from './target.js';
import { bits, cab, cabPayload, container, delta, deltaOld, pe, zip } from './targets/archives.js';
import { cfb, msi, msp, mst, summary } from './targets/databases.js';
import { extract, image, record, state } from './targets/disk.js';
import { article, log, manifest, taskSequence, text } from './targets/texts.js';

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
  image,
  extract,
];
