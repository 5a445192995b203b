import { dirname, join, resolve } from 'node:path';
import { FileSource } from '../../node/file-source.js';
import { missingFolders } from '../../node/missing-folders.js';
import type { OutputFolder } from '../../node/output-folder.js';
import { unchangedFile } from '../../node/unchanged-file.js';
import { withoutPrefix } from '../../node/windows-prefix.js';
import type { PackageSignature } from '../../package/signature/package-signatures.js';
import { isStageWork, type StageTargets, targetOf } from './apply-stage.js';
import type { StageCopy, StagePlan } from './plan-stage.js';
import {
  encodeStageRecord,
  isSamePath,
  KEPT_FOLDER,
  RECORD_FILE,
  readStageRecord,
  type StageRecord,
  type StageRecordFile,
} from './stage-record.js';

const STEP = 1024 * 1024;

/**
 * Writes the record of a staging run, with copies of the files that it replaces, to the output of the record's folder.
 * It is put in place together with the staged files. The record of earlier runs is kept, so that undoing restores the
 * state before the first run. `madeFolders` are the absolute paths of content folders that the run itself created.
 */
export function recordStage(
  plan: StagePlan,
  targets: StageTargets,
  output: OutputFolder,
  madeFolders: readonly string[],
  signatures: readonly PackageSignature[],
  now: Date,
): void {
  const before = readStageRecord(output.path);
  const work = plan.copies.filter(isStageWork);
  if (work.length === 0) {
    if (before?.finished === null) {
      output.writeFile(RECORD_FILE, encodeStageRecord({ ...before, finished: now.toISOString() }));
    }
    return;
  }
  const record: StageRecord = {
    format: 1,
    kb: plan.kb,
    product: plan.product,
    started: now.toISOString(),
    finished: new Date().toISOString(),
    files: [...(before?.files ?? [])],
    folders: [...new Set([...(before?.folders ?? []), ...madeFolders, ...newFolders(work, targets)])],
  };
  if (signatures.length > 0) {
    record.signatures = signatures.map(({ role, path, verdict, signer, time }) => {
      return { role, path, verdict, signer, time };
    });
  }
  if (before?.superseded) record.superseded = [...before.superseded];
  const kept = new Set<string>();
  for (const copy of work)
    recordFile(record, copy, resolve(withoutPrefix(targetOf(targets, copy.content)), copy.to), output, kept);
  output.writeFile(RECORD_FILE, encodeStageRecord(record));
}

function recordFile(
  record: StageRecord,
  copy: StageCopy,
  path: string,
  output: OutputFolder,
  kept: Set<string>,
): void {
  const known = record.files.findIndex((file) => isSamePath(file.path, path));
  const ours = known === -1 ? null : record.files[known]!;
  const file: StageRecordFile = { path, sha256: copy.sha256, before: ours?.before ?? null };
  if (copy.action === 'replace' && copy.existing && copy.existing.sha256 !== ours?.sha256) {
    const { sha256 } = copy.existing;
    if (file.before !== null && file.before !== sha256)
      record.superseded = [...(record.superseded ?? []), file.before];
    file.before = sha256;
    const name = `${KEPT_FOLDER}/${sha256}`;
    // A copy that an earlier run kept is not made again, unless it is damaged.
    const isKept = kept.has(sha256) || unchangedFile(join(output.path, name), sha256) !== null;
    if (!isKept) keepCopy(path, name, output);
    kept.add(sha256);
  }
  if (known === -1) record.files.push(file);
  else record.files[known] = file;
}

/** Keeps a copy of a file that is about to be replaced. */
function keepCopy(path: string, name: string, output: OutputFolder): void {
  const source = new FileSource(path, { isOutput: true });
  try {
    const file = output.create(name);
    for (let at = 0; at < source.size; at += STEP)
      file.write(source.read(at, Math.min(STEP, source.size - at)));
    file.end();
  } finally {
    source.close();
  }
}

/** Folders that the copies need and that do not exist, outer ones first. */
function newFolders(work: readonly StageCopy[], targets: StageTargets): string[] {
  const folders = new Set<string>();
  for (const { content, to } of work) {
    const folder = dirname(join(resolve(withoutPrefix(targetOf(targets, content))), to));
    for (const one of missingFolders(folder)) folders.add(one);
  }
  return [...folders];
}
