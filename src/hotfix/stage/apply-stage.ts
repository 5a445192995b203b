import { join } from 'node:path';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import type { OutputFolder } from '../../node/output-folder.js';
import { writeFiles } from '../../package/node/write-files.js';
import type { WriteItem, WriteOptions } from '../../package/node/write-options.js';
import type { PackageContent, PackageFile } from '../../package/package-content.js';
import { refuseConflicts, type StageCopy, type StagePlan } from './plan-stage.js';
import { hashStagedFiles, refuseChanged } from './staged-hashes.js';

/** Where the content folders are on this system. */
export interface StageTargets {
  client: string;
  utility: string;
  /** Absent: no package source for the client patch alone. */
  hotfix?: string;
}

/** A content folder as a run writes it. */
export interface StageOutput {
  output: OutputFolder;
  /** The content folder below the output folder, `/` between the parts; empty where they are one. */
  below: string;
}

/** The content folders of a run. */
export const contents = ['client', 'utility', 'hotfix'] as const;

/** The folder that a copy goes to. */
export function targetOf(targets: StageTargets, content: StageCopy['content']): string {
  const target = targets[content];
  if (target === undefined)
    throw new HotfixkitError('INTERNAL', 'a staged file has no folder', { entry: content });
  return target;
}

/**
 * Writes the files of a plan to the outputs of its content folders. They are put in place when the outputs are
 * committed. `fileOf` finds the package's file for a path of the plan's sources. Throws `STAGE_CONFLICT` before
 * anything is written, `FILE_CHANGED` for a file that is not the one any more that the plan was made for, and what
 * decoding and the disk throw.
 */
export async function applyStage(
  plan: StagePlan,
  outputOf: (content: StageCopy['content']) => StageOutput,
  content: PackageContent | null,
  fileOf: (path: string) => PackageFile,
  options: WriteOptions = {},
): Promise<Warning[]> {
  refuseConflicts(plan, ({ content: name, to }) => {
    const { output, below } = outputOf(name);
    return join(output.path, below, to);
  });
  const warnings: Warning[] = [];
  for (const name of contents) {
    const copies = plan.copies.filter((copy) => copy.content === name && isStageWork(copy));
    if (copies.length === 0) continue;
    const { output, below } = outputOf(name);
    const pathOf = ({ to }: StageCopy): string => (below === '' ? to : `${below}/${to}`);
    for (const isNew of [true, false]) {
      const some = copies.filter(({ action }) => (action === 'create') === isNew);
      const items = some.flatMap((copy): WriteItem[] =>
        'path' in copy.from ? [{ file: fileOf(copy.from.path), path: pathOf(copy) }] : [],
      );
      if (items.length > 0) {
        if (content === null) throw new HotfixkitError('INTERNAL', 'a staged file has no package');
        const more = await writeFiles(content, items, output, { ...options, isNew });
        for (const one of more) warnings.push(one);
      }
      const expected = new Map(
        some.flatMap(({ from, to, sha256 }) => ('path' in from ? [[to, sha256]] : [])),
      );
      refuseChanged(
        expected,
        hashStagedFiles(output.pending(below), (path) => expected.has(path)),
      );
      for (const copy of some)
        if ('bytes' in copy.from) output.writeFile(pathOf(copy), copy.from.bytes, { isNew });
    }
  }
  return warnings;
}

/** Whether something has to be written for a copy. */
export function isStageWork({ action }: StageCopy): boolean {
  return action === 'create' || action === 'replace';
}
