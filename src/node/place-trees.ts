import { chmodSync, lstatSync, renameSync } from 'node:fs';
import { diskError } from './disk-error.js';
import type { PlacedStep } from './plan-steps.js';
import { STAGED_TREE } from './staging-folder.js';

/** Folders that were new when the steps were planned, by output folder and name; with the steps below each. */
type Tops = Map<string, PlacedStep[]>;

/**
 * Puts each new folder of the output folders that was written whole into the staging folder in its place, by one rename.
 * Returns the steps that this has done. The others are done one by one: also where a folder appeared meanwhile, or where
 * the system does not rename a folder because a file in it is open.
 */
export function placeTrees(steps: readonly PlacedStep[]): Set<PlacedStep> {
  const done = new Set<PlacedStep>();
  for (const [, below] of topsOf(steps)) {
    if (!isWhole(below) || !placeTree(below)) continue;
    for (const one of below) done.add(one);
  }
  return done;
}

function topsOf(steps: readonly PlacedStep[]): Tops {
  const tops: Tops = new Map();
  for (const placed of steps) {
    const { step } = placed;
    if (step.step !== 'folder' && step.step !== 'put') continue;
    const slash = step.path.indexOf('/');
    const key = `${step.root} ${slash < 0 ? step.path : step.path.slice(0, slash)}`;
    const below = tops.get(key);
    if (below) below.push(placed);
    // A folder comes before all that is in it.
    else if (step.step === 'folder' && slash < 0) tops.set(key, [placed]);
  }
  return tops;
}

/** Whether all that goes below a folder, and nothing else, lies in the staging folder as it will lie there. */
function isWhole(below: readonly PlacedStep[]): boolean {
  const [{ step: top, output }] = below as [PlacedStep];
  let files = 0;
  for (const { step, file } of below) {
    if (step.step !== 'put') continue;
    if (file !== `${STAGED_TREE}/${step.path}` || step.before !== null) return false;
    files++;
  }
  return output.countStaged(top.path) === files;
}

/** False where the folder cannot be renamed. */
function placeTree(below: readonly PlacedStep[]): boolean {
  const [{ output, target }] = below as [PlacedStep];
  const { tree } = output;
  const staging = output.staging!;
  // Windows does not move read-only files everywhere.
  const isLate = process.platform === 'win32';
  try {
    const place = tree.path(target.folder, target.name);
    // A rename would replace an empty folder, or a file on some systems.
    if (lstatSync(place, { throwIfNoEntry: false })) return false;
    if (!isLate) {
      for (const { step, file, readOnly } of below)
        if (readOnly && step.step === 'put') chmodSync(staging.path(file), 0o444);
    }
    renameSync(staging.path(`${STAGED_TREE}/${target.name}`), place);
  } catch {
    // Whatever it is: it is tried file by file, and reported there.
    return false;
  }
  for (const { step } of below) if (step.step === 'folder') tree.adopt(tree.folder(step.path));
  for (const { step, readOnly, target } of below) {
    if (!isLate || !readOnly || step.step !== 'put') continue;
    try {
      chmodSync(tree.path(target.folder, target.name), 0o444);
    } catch (error) {
      throw diskError(error, 'FILE_WRITE', 'cannot be written', tree.label(target.folder, target.name));
    }
  }
  return true;
}
