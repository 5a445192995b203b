import { HotfixkitError, type Warning } from '../../core/errors.js';
import { Folder } from '../../node/folder.js';
import { beginOutput } from '../../node/output-transaction.js';
import { refuseTargets } from '../../node/refuse-targets.js';
import type { ExtractPlan } from '../extract/extract-plan.js';
import type { PackageContent } from '../package-content.js';
import { deltaWarning } from './windows-update-delta.js';
import { writeFiles } from './write-files.js';
import type { WriteOptions } from './write-options.js';

/** The values of {@link Overwrite}. */
export const Overwrites = ['never', 'always'] as const;
/** Whether extraction replaces files that exist. */
export type Overwrite = (typeof Overwrites)[number];

/** Options of {@link applyExtract}. */
export interface ApplyExtractOptions extends WriteOptions {
  /** Policy for existing files; default `never`, which throws before anything is written. */
  overwrite?: Overwrite;
}

/** Writes the planned files below `folder`, all or nothing. Throws `FILE_EXISTS` what decoding throws, and what the disk throws. */
export async function applyExtract(
  content: PackageContent,
  plan: ExtractPlan,
  folder: string,
  options: ApplyExtractOptions = {},
): Promise<Warning[]> {
  const { overwrite = 'never' } = options;
  const output = await beginOutput(folder, { flush: options.flush, signal: options.signal });
  try {
    refuseExisting(plan, folder, overwrite);
    const isNew = overwrite === 'never';
    const warnings = await writeFiles(content, plan.files, output, { ...options, isNew });
    return [...withDeltasTogether(warnings), ...(await output.commit())];
  } catch (error) {
    throw output.failed(error);
  }
}

/** Updates of Windows have thousands of deltas: one warning names some of them. */
function withDeltasTogether(warnings: readonly Warning[]): Warning[] {
  const deltas = warnings.filter(({ code }) => code === 'DELTA_PA30_UNSUPPORTED');
  if (deltas.length < 2) return [...warnings];
  const others = warnings.filter((one) => !deltas.includes(one));
  return [...others, deltaWarning(deltas.map(({ entry = '' }) => entry))];
}

/**
 * Throws what {@link applyExtract} would throw because of what lies in `folder`: `FILE_EXISTS`, `FILE_WRITE`, `PATH_LINK`. Nothing
 * is written or decoded.
 */
export function tryExtract(plan: ExtractPlan, folder: string, overwrite: Overwrite): void {
  refuseTargets(
    folder,
    plan.files.map(({ path }) => path),
  );
  refuseExisting(plan, folder, overwrite);
}

function refuseExisting(plan: ExtractPlan, folder: string, overwrite: Overwrite): void {
  const there = new Folder(folder, { isOutput: true });
  const existing = plan.files.map(({ path }) => there.find(path)).filter((path) => path !== null);
  if (overwrite === 'always') {
    // A file may be replaced, a folder never.
    const inTheWay = existing.find((path) => !there.isFile(path));
    if (inTheWay === undefined) return;
    throw new HotfixkitError('FILE_WRITE', `${inTheWay} exists and is not a file; move it away`, {
      file: folder,
      entry: inTheWay,
    });
  }
  if (existing.length === 0) return;
  const more = existing.length > 1 ? ` and ${existing.length - 1} more` : '';
  throw new HotfixkitError(
    'FILE_EXISTS',
    `${existing[0]}${more} exists already; use --overwrite always to replace`,
    {
      file: folder,
      entry: existing[0]!,
    },
  );
}
