import { chmodSync, renameSync } from 'node:fs';
import { withPatience } from './busy.js';
import { diskError } from './disk-error.js';
import { isSameFile } from './file-identity.js';
import type { JournalStep } from './journal.js';
import { existsError, lookAt, type PlacedStep } from './plan-steps.js';
import { keepFile, placeNewFile, replaceFile } from './replace-file.js';

type PutStep = JournalStep & { step: 'put' };

/** Records in the journal, in advance, that a step replaces another file than the journal says. */
type Amend = (step: PutStep) => void;

/**
 * Does one step of a run by one rename. A replaced file is kept in the staging folder. Throws what the disk throws, and
 * `FILE_EXISTS` where a file has appeared that must not be replaced.
 */
export function placeStep(placed: PlacedStep, amend: Amend): void {
  const { step, output, target, readOnly, file } = placed;
  const { tree } = output;
  const staging = output.staging!;
  const place = (): string => tree.path(target.folder, target.name);
  try {
    if (step.step === 'folder') tree.make(tree.folder(step.path));
    else if (step.step === 'remove-folder') return;
    else if (step.step === 'remove') withPatience(() => renameSync(place(), staging.path(step.kept)));
    else {
      // chmod follows links, and a link could take the file's place. Windows does not replace read-only files.
      const isLate = process.platform === 'win32';
      if (readOnly && !isLate) chmodSync(staging.path(file), 0o444);
      if (step.before !== null || !placeNew(placed, place)) replace(placed, step, place, amend);
      if (readOnly && isLate) chmodSync(place(), 0o444);
    }
  } catch (error) {
    const what = step.step === 'remove' ? 'cannot be removed' : 'cannot be written';
    throw diskError(error, 'FILE_WRITE', what, tree.label(target.folder, target.name));
  }
}

/** False where a file has appeared that may be replaced. */
function placeNew({ output, target, isNew, file }: PlacedStep, place: () => string): boolean {
  try {
    placeNewFile(output.staging!.path(file), place());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isNew) throw existsError(output.tree.label(target.folder, target.name));
    return false;
  }
}

function replace(
  { output, target, isNew, file }: PlacedStep,
  step: PutStep,
  place: () => string,
  amend: Amend,
): void {
  const staging = output.staging!;
  const label = output.tree.label(target.folder, target.name);
  const there = lookAt(place(), label);
  if (isNew && there) throw existsError(label);
  if (there && (step.before === null || !isSameFile(step.before.was, there.was))) {
    // The file appeared, or was replaced by another one, since the journal was begun.
    step.before = { kept: `${step.staged}.old`, ...there };
    amend(step);
  }
  if (step.before !== null && !there) {
    step.before = null;
    amend(step);
  }
  if (step.before !== null) {
    keepFile(place(), staging.path(step.before.kept), staging.path(`${step.staged}.part`));
  }
  replaceFile(staging.path(file), place(), staging.path(`${step.staged}.part`));
}
