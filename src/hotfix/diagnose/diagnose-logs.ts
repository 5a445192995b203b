import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from '../../core/abort.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { pathFilter } from '../../core/path-filter.js';
import { expandPaths } from '../../node/expand-paths.js';
import { FileSource } from '../../node/file-source.js';
import type { Manifest } from '../manifest/manifest.js';
import type { LogEncoding } from './log-encoding.js';
import type { LogFormat } from './log-entry.js';
import { refuseOtherFormat } from './refuse-other-format.js';
import { type RemedyStep, remedySteps } from './remedy.js';
import { type Sighting, scanLog } from './scan-log.js';
import { type Certainty, type SymptomMatcher, symptomMatchers } from './symptom-matcher.js';

/** One log that was looked through. */
export interface DiagnosedLog {
  path: string;
  /** Bytes. */
  size: number;
  encoding: LogEncoding;
  format: LogFormat;
  lines: number;
  /** Entries that show a symptom. */
  found: number;
}

/** One entry that shows a symptom. */
export interface Occurrence {
  file: string;
  /** Line on which the entry begins, from 1. */
  line: number;
  /** ISO 8601: with `Z` if the log states its distance from UTC, otherwise without a zone; null: not known. */
  time: string | null;
  /** As the log writes it. */
  timeText: string | null;
  component: string | null;
  thread: string | null;
  message: string;
  certainty: Certainty;
  /** Language of the wording; null if the catalogue does not know the wording. */
  language: string | null;
}

/** A symptom that was found. */
export interface Finding {
  kb: string | null;
  title: string;
  symptom: string;
  summary: string;
  certainty: Certainty;
  means: string;
  remedy: string;
  run: RemedyStep[];
  /** Entries in all logs; `occurrences` has the first of them. */
  count: number;
  /** Times of the first and the last entry that has one, by the clock. */
  first: string | null;
  last: string | null;
  occurrences: Occurrence[];
}

/**
 * What the logs say: the logs that were read, the symptoms that were found in them, and what went wrong on
 * the way.
 */
export interface Diagnosis {
  /** No symptom was found. */
  ok: boolean;
  logs: DiagnosedLog[];
  findings: Finding[];
  warnings: Warning[];
}

/** Options of {@link diagnoseLogs}. */
export interface DiagnoseOptions {
  /** Entries of one symptom that are listed; all are counted. */
  limit?: number;
  onProgress?: (progress: { files: number; totalFiles: number; bytes: number; totalBytes: number }) => void;
  signal?: AbortSignal;
}

/** Entries of one symptom that are listed by default. */
const LIMIT = 100;
/** Milliseconds of work before progress and signals get their turn. */
const TURN = 40;
/** Characters of a message that are kept. */
const MESSAGE = 2000;

/**
 * Searches logs for the symptoms that manifests describe. `paths` are files, folders (searched for logs to any depth) and
 * patterns. Logs may have any size; memory does not grow with them. A log that cannot be read, or not to its end, is a
 * warning.
 *
 * @throws `FILE_NOT_FOUND` where a path does not exist, `DIAGNOSE_NOT_A_LOG` where no file is a log, `ABORTED` where `signal` is aborted.
 * @example
 * import { diagnoseLogs, manifestFromCatalogue } from 'hotfixkit';
 *
 * const { ok, findings } = await diagnoseLogs(['Ccmexec.log'], [manifestFromCatalogue('977203')]);
 * for (const { kb, summary } of findings) console.log(kb, summary);
 * console.log(ok);
 */
export async function diagnoseLogs(
  paths: readonly string[],
  manifests: readonly Manifest[],
  options: DiagnoseOptions = {},
): Promise<Diagnosis> {
  const matchers = symptomMatchers(manifests);
  if (matchers.length === 0) {
    throw new HotfixkitError('USAGE', 'the given articles describe no log symptoms');
  }
  const warnings: Warning[] = [];
  const warn = (error: HotfixkitError): void => {
    warnings.push({ ...error.facts, code: error.code, message: error.message });
  };
  const files: string[] = [];
  let totalBytes = 0;
  for await (const { path, size } of expandPaths(paths, {
    inFolders: isLogName,
    inFoldersText: 'no log (*.log, *.lo_, *.txt)',
    filter: (pattern) => pathFilter([pattern]),
    onError: warn,
    onLeftOut: (warning) => warnings.push(warning),
    ...(options.signal ? { signal: options.signal } : {}),
  })) {
    files.push(path);
    totalBytes += size;
  }
  const findings = new Map<SymptomMatcher, Finding>();
  const logs: DiagnosedLog[] = [];
  let bytesBefore = 0;
  let turn = performance.now() + TURN;
  for (const path of files) {
    let source: FileSource;
    try {
      source = new FileSource(path);
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      warn(error);
      continue;
    }
    try {
      try {
        refuseOtherFormat(source, path);
      } catch (error) {
        if (!(error instanceof HotfixkitError)) throw error;
        warn(error);
        continue;
      }
      const scan = scanLog(source, matchers);
      let found = 0;
      let step = scan.next();
      for (; !step.done; step = scan.next()) {
        if (typeof step.value === 'number') {
          options.onProgress?.({
            files: logs.length,
            totalFiles: files.length,
            bytes: bytesBefore + step.value,
            totalBytes,
          });
        } else {
          found++;
          record(findings, step.value, path, options.limit ?? LIMIT);
        }
        if (performance.now() < turn) continue;
        await nextTurn();
        throwIfAborted(options.signal);
        turn = performance.now() + TURN;
      }
      const { encoding, format, lines, stopped } = step.value;
      logs.push({ path, size: source.size, encoding, format, lines, found });
      if (stopped) warn(stopped);
    } finally {
      source.close();
    }
    bytesBefore += source.size;
  }
  if (logs.length === 0 && warnings.length > 0) {
    const { code, message, ...facts } = warnings[0]!;
    throw new HotfixkitError(code, message, facts);
  }
  return { ok: findings.size === 0, logs, findings: [...findings.values()], warnings };
}

/** Names of logs, including rotated ones (`.lo_`, `.log.1`). */
export function isLogName(name: string): boolean {
  if (/\.(gz|zip|7z|bz2|xz)$/i.test(name)) return false;
  if (/\.(log|lo_|txt)$/i.test(name)) return true;
  // `.log` and the suffix of a rotation, which has only these characters.
  let start = name.length;
  while (start > 0 && /[\w.-]/.test(name[start - 1]!)) start--;
  return /\.log[._-]/i.test(name.slice(start));
}

function record(
  findings: Map<SymptomMatcher, Finding>,
  sighting: Sighting,
  file: string,
  limit: number,
): void {
  const { matcher, entry, line, certainty, language } = sighting;
  let finding = findings.get(matcher);
  if (!finding) {
    const { manifest, symptom } = matcher;
    finding = {
      kb: manifest.kb,
      title: manifest.title,
      symptom: symptom.id,
      summary: symptom.summary,
      certainty,
      means: symptom.means,
      remedy: symptom.remedy,
      run: remedySteps(manifest),
      count: 0,
      first: null,
      last: null,
      occurrences: [],
    };
    findings.set(matcher, finding);
  }
  finding.count++;
  if (certainty === 'certain') finding.certainty = 'certain';
  const { time, timeText, component, thread } = entry;
  if (time !== null) {
    if (finding.first === null || time < finding.first) finding.first = time;
    if (finding.last === null || time > finding.last) finding.last = time;
  }
  if (finding.occurrences.length >= limit) return;
  const message = entry.message.slice(0, MESSAGE);
  finding.occurrences.push({ file, line, time, timeText, component, thread, message, certainty, language });
}
