import { flushFiles, flushFolder } from './flush-files.js';
import type { PlacedStep, StepOutput } from './plan-steps.js';

/**
 * When written files are flushed to the disk: if something is replaced or removed (`auto`), always, or never.
 */
export const FlushModes = ['auto', 'always', 'never'] as const;
/**
 * When files are flushed to disk before the files that they replace are removed. After a power failure, each path then
 * holds the old file or the new one. `auto` flushes where something is replaced or removed.
 */
export type FlushMode = (typeof FlushModes)[number];

/** Flushes the files that steps put in their places, and the names in the staging folders, to disk. */
export async function flushStagedFiles(
  steps: readonly PlacedStep[],
  outputs: readonly StepOutput[],
): Promise<void> {
  const files = steps.flatMap(({ step, output, file }) =>
    step.step === 'put' ? [{ path: output.staging!.path(file), label: output.staging!.label(file) }] : [],
  );
  await flushFiles(files);
  for (const { staging } of outputs) flushFolder(staging!.self, staging!.label(''));
}

/** Flushes the names in the folders that steps have changed to disk; Windows does that by itself. */
export function flushFolders(steps: readonly PlacedStep[]): void {
  if (process.platform === 'win32') return;
  const done = new Set<string>();
  for (const { output, target, step } of steps) {
    const label = output.tree.label(target.folder, step.step === 'folder' ? target.name : '');
    if (done.has(label)) continue;
    done.add(label);
    flushFolder(output.tree.path(target.folder, step.step === 'folder' ? target.name : '.'), label);
  }
}
