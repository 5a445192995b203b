import { HotfixkitError, type Warning } from '../errors.js';
import { OutputFolder } from '../fs/output-folder.js';
import type { PackageContent, PackageFile } from '../package/package-content.js';
import { type WriteItem, type WriteOptions, writeFiles } from '../package/write-files.js';
import { refuseConflicts, type StageCopy, type StagePlan } from './plan-stage.js';

/** Where the content folders are on this system. */
export interface StageTargets {
  client: string;
  utility: string;
  /** Absent: no package source for the client patch alone. */
  hotfix?: string;
}

const contents = ['client', 'utility', 'hotfix'] as const;

/** The folder that a copy goes to. */
export function targetOf(targets: StageTargets, content: StageCopy['content']): string {
  const target = targets[content];
  if (target === undefined)
    throw new HotfixkitError('INTERNAL', 'a staged file has no folder', { entry: content });
  return target;
}

/**
 * Does what a plan says, in all folders or in none. `fileOf` finds the package's file for a path of the plan's sources.
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
  const work = contents
    .map((name) => ({
      name,
      copies: plan.copies.filter((copy) => copy.content === name && isWork(copy)),
    }))
    .filter(({ copies }) => copies.length > 0)
    .map(({ name, copies }) => ({ copies, output: new OutputFolder(targetOf(targets, name)) }));
  const warnings: Warning[] = [];
  try {
    for (const { copies, output } of work) {
      const items = copies.flatMap((copy): WriteItem[] =>
        'path' in copy.from ? [{ file: fileOf(copy.from.path), path: copy.to }] : [],
      );
      for (const one of await writeFiles(content, items, output, options)) warnings.push(one);
      for (const copy of copies) if ('bytes' in copy.from) output.writeFile(copy.to, copy.from.bytes);
    }
    for (const { output } of work) output.place();
    for (const { output } of work) output.finish();
    return warnings;
  } catch (error) {
    for (const { output } of work) output.rollback();
    throw error;
  }
}

function isWork({ action }: StageCopy): boolean {
  return action === 'create' || action === 'replace';
}
