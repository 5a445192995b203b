import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { removeLeftovers } from '../fs/remove.js';
import { type StageTargets, targetOf } from './apply-stage.js';
import type { StageCopy, StagePlan } from './plan-stage.js';
import {
  keepFile,
  readStageRecord,
  removeStageRecord,
  type StageRecord,
  type StageRecordFile,
  writeStageRecord,
} from './stage-record.js';

/**
 * Runs `apply` between two writings of the record: one that says what is about to be done, with copies of what will be
 * replaced, and one that says that it is done. What an earlier run recorded is kept, so that taking back leads to where
 * the first began. An interrupted run is completed by the next, since its files are found in place. Where `apply` fails,
 * it has taken everything back and the record is as it was.
 */
export async function recordStage<Result>(
  plan: StagePlan,
  targets: StageTargets,
  folder: string,
  now: Date,
  apply: () => Promise<Result>,
): Promise<Result> {
  const before = readStageRecord(folder);
  if (before?.finished === null) for (const target of Object.values(targets)) removeLeftovers(target);
  const work = plan.copies.filter(({ action }) => action === 'create' || action === 'replace');
  if (work.length === 0) {
    if (before?.finished === null) writeStageRecord(folder, { ...before, finished: now.toISOString() });
    return await apply();
  }

  const record: StageRecord = {
    format: 1,
    kb: plan.kb,
    product: plan.product,
    started: now.toISOString(),
    finished: null,
    files: [...(before?.files ?? [])],
    folders: [...new Set([...(before?.folders ?? []), ...newFolders(work, targets)])],
  };
  for (const copy of work)
    recordFile(record, copy, resolve(targetOf(targets, copy.content), copy.to), folder);
  writeStageRecord(folder, record);
  let result: Result;
  try {
    result = await apply();
  } catch (error) {
    if (before) writeStageRecord(folder, before);
    else removeStageRecord(folder);
    throw error;
  }
  writeStageRecord(folder, { ...record, finished: new Date().toISOString() });
  return result;
}

function recordFile(record: StageRecord, copy: StageCopy, path: string, folder: string): void {
  const known = record.files.findIndex((file) => file.path === path);
  const ours = known === -1 ? null : record.files[known]!;
  const file: StageRecordFile = { path, sha256: copy.sha256, before: ours?.before ?? null };
  if (copy.action === 'replace' && copy.existing && copy.existing.sha256 !== ours?.sha256) {
    keepFile(folder, path, copy.existing.sha256);
    file.before = copy.existing.sha256;
  }
  if (known === -1) record.files.push(file);
  else record.files[known] = file;
}

/** Folders that the copies need and that are not there, outer ones first. */
function newFolders(work: readonly StageCopy[], targets: StageTargets): string[] {
  const folders = new Set<string>();
  for (const { content, to } of work) {
    let folder = dirname(join(resolve(targetOf(targets, content)), to));
    const missing: string[] = [];
    while (!existsSync(folder)) {
      missing.unshift(folder);
      if (dirname(folder) === folder) break;
      folder = dirname(folder);
    }
    for (const one of missing) folders.add(one);
  }
  return [...folders];
}
