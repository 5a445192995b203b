import { availableParallelism } from 'node:os';
import { shortened, type Warning } from '../../core/errors.js';
import { pathFilter } from '../../core/path-filter.js';
import { plural } from '../../core/plural.js';
import { expandPaths } from '../../node/expand-paths.js';
import type { JudgedFile, JudgeRequest } from '../../package/node/judge-path.js';
import { judgePaths } from '../../package/node/judge-paths.js';
import { splitPackagePath } from '../../package/node/package-path.js';
import { signatureEvidence, signatureSuites, signedHashes } from '../../report/evidence-of-signatures.js';
import { NOT_SIGNED } from '../../signature/judgement.js';
import { answerInFormat, showsHashes } from '../answer-in-format.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { signature as definition } from '../definitions/signature.js';
import { ExitStatus } from '../exit-status.js';
import { openOptions } from '../open.js';
import { errorDocument, errorLines, worstStatus } from '../outcomes.js';
import { signatureSources } from '../signature-options.js';

/** The most sentences about revocation that are printed; JSON has all. */
const MOST_NOTES = 8;

export const signature: Command<typeof definition> = {
  async run(context, { path: paths }, values) {
    const sources = signatureSources(values, values.strict);
    const open = openOptions(context, { ...values, strict: false });
    const { requests, leftOut } = await requestsOf(context, paths, {
      inside: values.inside,
      hash: showsHashes(values),
      open,
    });
    context.warnBeside(leftOut);
    const progress = context.progress('Judging');
    const outcomes = await judgePaths(requests, sources, {
      threads: availableParallelism(),
      onProgress: (done) => progress.count(`${done} of ${requests.length}`),
      ...(context.signal ? { signal: context.signal } : {}),
    }).finally(() => progress.done());
    const results = outcomes.flatMap(({ result }) => result ?? []);
    const errors = outcomes.flatMap(({ path, result, error }) =>
      error ? [{ path, error }] : result.errors.map((one) => ({ path: one.path, error: one.error })),
    );
    // Of one file the error is the answer.
    if (requests.length === 1 && errors.length === 1 && results.every(({ files }) => files.length === 0)) {
      throw errors[0]!.error;
    }
    const judged = results.flatMap(({ files }) => files);
    const others = results.reduce((sum, result) => sum + result.others, 0);
    const good = judged.filter(({ accepted }) => accepted).length;
    const valid = judged.filter(({ verdict }) => verdict === 'valid').length;
    const failed = errors.map(({ path, error }) => errorDocument(path, error));
    const document = { files: judged, notLookedAt: others, ...(failed.length > 0 ? { errors: failed } : {}) };
    const revocation = revocationText(judged, sources.revocation.length > 0);
    const found = {
      files: judged,
      errors,
      notes: [
        revocation,
        ...othersText(others),
        ...leftOut.map(({ file, message }) => `${message} in ${file}`),
      ].map((text) => `${capitalized(text)}.`),
    };
    const lines = (): string[] => [
      ...judged.flatMap((file) => linesOf(context, file)),
      ...errors.flatMap(({ path, error }) => errorLines(context, path, error)),
      '',
      `${plural(judged.length, 'file')}, ${valid} valid${valid === good ? '' : `, ${good} accepted`}; ${revocation}`,
      ...revocationNotes(judged),
      ...othersText(others),
    ];
    answerInFormat(context, values.format, {
      document: () => document,
      lines,
      evidence: () => signatureEvidence(found),
      suites: () => signatureSuites(found),
      hashes: () => signedHashes(found),
    });
    if (errors.length > 0) return worstStatus(errors);
    return good === judged.length && judged.length > 0 ? ExitStatus.done : ExitStatus.differs;
  },
};

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Paths into packages as they are, all others as files and folders on disk; and what was left out there. */
async function requestsOf(
  context: Context,
  paths: readonly string[],
  how: Pick<JudgeRequest, 'inside' | 'hash' | 'open'>,
): Promise<{ requests: (JudgeRequest & { size: number })[]; leftOut: Warning[] }> {
  const requests: (JudgeRequest & { size: number })[] = [];
  const leftOut: Warning[] = [];
  const expand = {
    inFolders: () => true,
    filter: (pattern: string) => pathFilter([pattern]),
    onLeftOut: (warning: Warning) => leftOut.push(warning),
    ...(context.signal ? { signal: context.signal } : {}),
  };
  const isInside = (path: string): boolean => splitPackagePath(path).inside.length > 0;
  const onDisk = paths.filter((path) => !isInside(path));
  for await (const { path, size } of expandPaths(onDisk, expand)) {
    requests.push({ path, named: paths.includes(path), size, ...how });
  }
  for (const path of new Set(paths.filter(isInside))) requests.push({ path, named: true, size: 0, ...how });
  return { requests, leftOut };
}

/** One line for the verdict, one for each problem, and one for each warning. */
function linesOf(context: Context, { path, verdict, accepted, refusals, signatures }: JudgedFile): string[] {
  const [first] = signatures;
  const { signerName, timestamps, anchor, digest, problems, warnings, catalog } = first!;
  const time = timestamps.find(({ status }) => status === 'good')?.time;
  const who = signerName ? `: ${shortened(signerName)}${time ? `, timestamped ${time}` : ''}` : '';
  const root = anchor ? ` (${digest ? `${digest.algorithm}, ` : ''}${anchor.subject})` : '';
  const by = catalog ? `, by the catalogue ${catalog}` : '';
  return [
    `${context.paint(accepted ? 'green' : 'red', verdict)}  ${path}${who}${root}${by}`,
    ...problems
      .filter(({ message }) => message !== NOT_SIGNED.message)
      .map(({ message }) => `    ${message}`),
    ...refusals.map(({ code, message }) => `    ${context.paint('red', code)}: ${message}`),
    ...warnings.map(({ code, message }) => `    ${context.paint('yellow', code)}: ${message}`),
  ];
}

function revocationText(files: readonly JudgedFile[], hasLists: boolean): string {
  if (!hasLists) return 'revocation was not checked';
  const all = files.map(({ signatures }) => signatures[0]!).filter(({ signer }) => signer !== null);
  if (all.every(({ revocation }) => revocation === 'checked')) return 'revocation was checked';
  return all.every(({ revocation }) => revocation === 'not checked')
    ? 'revocation could not be checked with the lists that were given'
    : 'revocation was checked in part';
}

/** What could not be checked, each once. */
function revocationNotes(files: readonly JudgedFile[]): string[] {
  const notes = [...new Set(files.flatMap(({ signatures }) => signatures[0]!.notChecked))];
  const more = notes.length - MOST_NOTES;
  return [
    ...notes.slice(0, MOST_NOTES).map((note) => `    not checked: ${note}`),
    ...(more > 0 ? [`    and ${more} more; --json has all`] : []),
  ];
}

function othersText(others: number): string[] {
  if (others === 0) return [];
  const were = others === 1 ? 'was' : 'were';
  return [`${plural(others, 'file')} of kinds that carry no signature of their own ${were} not looked at`];
}
