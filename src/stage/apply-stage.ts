import type { Warning } from '../errors.js';
import { OutputFolder } from '../fs/output-folder.js';
import type { PackageContent, PackageFile } from '../package/package-content.js';
import { type WriteItem, type WriteOptions, writeFiles } from '../package/write-files.js';
import { refuseConflicts, type StageCopy, type StagePlan } from './plan-stage.js';

/** Where the two content folders are on this system. */
export interface StageTargets {
  client: string;
  utility: string;
}

/**
 * Does what a plan says, in both folders or in none. `fileOf` finds the package's file for a path of the plan's sources.
 * Throws `STAGE_CONFLICT` before anything is written, and what decoding and the disk throw.
 */
export async function applyStage(
  plan: StagePlan,
  targets: StageTargets,
  content: PackageContent,
  fileOf: (path: string) => PackageFile,
  options: WriteOptions = {},
): Promise<Warning[]> {
  refuseConflicts(plan);
  const outputs = { client: new OutputFolder(targets.client), utility: new OutputFolder(targets.utility) };
  const warnings: Warning[] = [];
  try {
    for (const name of ['client', 'utility'] as const) {
      const copies = plan.copies.filter((copy) => copy.content === name && isWork(copy));
      if (copies.length === 0) continue;
      const items = copies.flatMap((copy): WriteItem[] =>
        'path' in copy.from ? [{ file: fileOf(copy.from.path), path: copy.to }] : [],
      );
      warnings.push(...(await writeFiles(content, items, outputs[name], options)));
      for (const copy of copies) if ('bytes' in copy.from) outputs[name].writeFile(copy.to, copy.from.bytes);
    }
    const used = (['client', 'utility'] as const).filter((name) => {
      return plan.copies.some((copy) => copy.content === name && isWork(copy));
    });
    for (const name of used) outputs[name].place();
    for (const name of used) outputs[name].finish();
    return warnings;
  } catch (error) {
    outputs.client.rollback();
    outputs.utility.rollback();
    throw error;
  }
}

function isWork({ action }: StageCopy): boolean {
  return action === 'create' || action === 'replace';
}
