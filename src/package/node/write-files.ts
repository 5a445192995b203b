import { throwIfAborted } from '../../core/abort.js';
import type { Warning } from '../../core/errors.js';
import type { OutputFolder, ReservedFile } from '../../node/output-folder.js';
import { withThreads } from '../../node/run-monitor.js';
import { canStartThreads } from '../../node/thread.js';
import { Turns } from '../../node/turns.js';
import { type KnownDigests, WrittenDigests } from '../../node/written-digests.js';
import { WrittenIdentities } from '../../node/written-identities.js';
import type { PackageContent, PackageFile } from '../package-content.js';
import { OutputHere } from './output-here.js';
import { OutputThread } from './output-thread.js';
import {
  type BatchItem,
  type BatchOptions,
  type BatchOutput,
  judgeWritten,
  type LateCheck,
  writeBatchSteps,
} from './write-batch.js';
import { Progress, type WriteItem, type WriteOptions } from './write-options.js';
import { writeWithWorkers } from './write-workers.js';
import type { WrittenNotes } from './written-files.js';

/** Minimum of bytes for which threads pay off. */
const WORTH_A_WORKER = 24 * 1024 * 1024;
/** Creating a file takes as long as decoding this many bytes. */
const EFFORT_OF_A_FILE = 16 * 1024;
/** A batch with more of the work than this is decoded here and written by another thread: alone on its thread it would take longer. */
const MOST_IN_ONE = 0.6;
/** Maximum of threads: each takes some 25 MB, and the disk limits more. */
const MOST_THREADS = 4;
/** Making files from deltas takes processor time, so more threads help. */
const MOST_THREADS_AT_WORK = 16;

/** Options of {@link writeFiles}. */
export interface WriteFilesOptions extends WriteOptions {
  /** Called for each file when all are written, with its SHA-256 and, where its package states one, its MD5. */
  onWritten?: (file: WrittenPackageFile) => void;
}

/** A file in the staging area. */
export interface WrittenPackageFile extends Pick<BatchItem, 'file' | 'staged'> {
  /** The path below the output folder. */
  label: string;
  digests: KnownDigests;
}

/**
 * Decodes files into the staging area of `output`; {@link OutputFolder.commit} puts them in place. Batches go
 * to worker threads if there are several and the work suffices. Throws what decoding, checking and the disk throw, and
 * `ABORTED` when `signal` fires; the caller rolls back.
 */
export async function writeFiles(
  content: PackageContent,
  items: readonly WriteItem[],
  output: OutputFolder,
  options: WriteFilesOptions = {},
): Promise<Warning[]> {
  const pathOf = new Map<PackageFile, string>();
  for (const { file, path } of items) pathOf.set(file, path);
  const wanted = items.map(({ file }) => file);
  content.check(wanted);
  const places: ReservedFile[] = [];
  const batches = content.batches(wanted).map((files) =>
    files.map((file): BatchItem => {
      const label = pathOf.get(file)!;
      const place = output.reserve(label);
      const number = places.push(place) - 1;
      return { file, staged: place.staged, label, target: output.label(label), number };
    }),
  );
  const { onWritten } = options;
  const notes: WrittenNotes = {
    identities: output.identifiesEarly ? new WrittenIdentities({ files: places.length }) : null,
    digests: onWritten ? new WrittenDigests({ files: places.length }) : null,
  };
  const progress = new Progress(items, options);
  const effort = effortOf(items);
  const most = effort > 2 * progress.totalBytes ? MOST_THREADS_AT_WORK : MOST_THREADS;
  const threads = Math.min(options.threads ?? 1, most);
  const warnings: Warning[] = [];
  const here = (): OutputHere => new OutputHere(notes, options.tolerant ?? false);
  const { location } = options;
  if (
    location &&
    !location.unpacked &&
    threads > 1 &&
    batches.every((batch) => effortOf(batch) <= MOST_IN_ONE * effort) &&
    effort >= WORTH_A_WORKER &&
    canStartThreads()
  ) {
    const more = await withThreads(() =>
      writeWithWorkers(content, location, batches, threads, progress, options, notes, (own, onTurn) =>
        writeHere(content, own, progress, options, here(), onTurn),
      ),
    );
    for (const one of inOrder(more, items)) warnings.push(one);
  } else {
    const files = places.length;
    const worth = progress.totalBytes + files * EFFORT_OF_A_FILE >= WORTH_A_WORKER;
    const writer = worth && threads > 1 && canStartThreads() ? new OutputThread(notes) : here();
    const more = await writeHere(content, batches, progress, options, writer);
    for (const one of more) warnings.push(one);
  }
  progress.report();
  for (const batch of batches) {
    for (const item of batch) {
      const { readOnly } = item.file;
      const written = notes.identities?.of(item.number) ?? null;
      const digests = notes.digests?.of(item.number) ?? {};
      const sha256 = digests.sha256 ?? null;
      output.add(places[item.number]!, { readOnly, isNew: options.isNew ?? false, written, sha256 });
      onWritten?.({ ...item, digests });
    }
  }
  return warnings;
}

/** Bytes to decode; making a file from deltas takes as long as several times its size. */
const effortOf = (items: readonly { file: PackageFile }[]): number =>
  items.reduce((sum, { file }) => sum + file.size * (file.effort ?? 1), 0);

/** The warnings in the order of their files, whichever thread each is of. */
function inOrder(warnings: readonly Warning[], items: readonly WriteItem[]): Warning[] {
  const places = new Map(items.map(({ file }, index) => [file.key, index]));
  const placeOf = ({ entry }: Warning): number => places.get(entry ?? '') ?? items.length;
  return [...warnings].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Decodes batches on this thread, which writes them too unless `output` is a second one. */
async function writeHere(
  content: PackageContent,
  batches: Iterable<readonly BatchItem[]>,
  progress: Progress,
  options: WriteOptions,
  output: BatchOutput,
  onTurn: () => void = () => undefined,
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  const tolerant = options.tolerant ?? false;
  const checks: LateCheck[] = [];
  const batchOptions: BatchOptions = {
    tolerant,
    open: output.open,
    whenWritten: (check) => checks.push(check),
    onChunk: (bytes) => progress.add(bytes),
    onFile: () => {
      progress.files++;
    },
  };
  try {
    const turns = new Turns();
    for (const batch of batches) {
      for (const step of writeBatchSteps(content, batch, batchOptions, warnings)) {
        void step;
        if (output.isBusy) await output.ready();
        if (!turns.isOver) continue;
        progress.report();
        await turns.giveWay();
        throwIfAborted(options.signal);
        onTurn();
      }
    }
    const problems = await output.finish();
    throwIfAborted(options.signal);
    return [...warnings, ...judgeWritten(problems, checks, tolerant)];
  } finally {
    await output.close();
  }
}
