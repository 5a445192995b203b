import { HotfixkitError } from '../../core/errors.js';
import { forEachPath } from '../../core/for-each-path.js';
import { pathFilter } from '../../core/path-filter.js';
import { plural } from '../../core/plural.js';
import { expandPaths } from '../../node/expand-paths.js';
import { FileSource } from '../../node/file-source.js';
import { readFileWhole } from '../../node/read-file-whole.js';
import { trustMicrosoft } from '../../signature/bundled-trust.js';
import { cryptography } from '../../signature/local-cryptography.js';
import { type SignedFile, type VerifyOptions, verifySignatures } from '../../signature/signature-verifier.js';
import { readCertificates } from '../../signature/trust.js';
import type { SignatureWarningCode } from '../../signature/verdict.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { signature as definition } from '../definitions/signature.js';
import { ExitStatus } from '../exit-status.js';
import { errorDocument, errorLines, worstStatus } from '../outcomes.js';

/** A file that was judged. */
interface Judged extends SignedFile {
  path: string;
}

/** Warnings that `--strict` does not accept. */
const refused: readonly SignatureWarningCode[] = [
  'weak-md5',
  'weak-sha1',
  'unauthenticated-data',
  'extra-certificate-entries',
  'msi-metadata-changed',
  'nested-invalid',
];

/** Names of files that should be of a kind that is signed, whatever is in them. */
const signedNames = /\.(?:exe|dll|sys|ocx|cpl|scr|drv|efi|mui|com|ax|msi|msp|msm|mst|cab|cat|msu)$/i;

export const signature: Command<typeof definition> = {
  async run(context, { path: paths }, { trust, at, strict }) {
    const options: VerifyOptions = {
      cryptography,
      trusted: trustMicrosoft(trust.flatMap((file) => readCertificates(readFileWhole(file)))),
      at: at === undefined ? Date.now() : parseTime(at),
    };
    const files: string[] = [];
    const expand = {
      inFolders: () => true,
      filter: (pattern: string) => pathFilter([pattern]),
      ...(context.signal ? { signal: context.signal } : {}),
    };
    for await (const { path } of expandPaths(paths, expand)) {
      files.push(path);
    }
    const outcomes = await forEachPath(files, (path): Judged => {
      if (context.signal?.aborted) throw new HotfixkitError('ABORTED', 'interrupted');
      const source = new FileSource(path);
      try {
        return { path, ...verifySignatures(source, options) };
      } finally {
        source.close();
      }
    });
    // Of one file the error is the answer.
    if (outcomes.length === 1 && outcomes[0]!.error) throw outcomes[0]!.error;
    // What carries no signature of its own is shown where it was named, or called like what does; others are counted.
    const all = outcomes.flatMap(({ result }) => result ?? []);
    const judged = all.filter(
      ({ kind, path }) => kind !== null || paths.includes(path) || signedNames.test(path),
    );
    const others = all.length - judged.length;
    const errors = outcomes.flatMap(({ path, error }) => (error ? [{ path, error }] : []));
    const isGood = (file: Judged): boolean => file.verdict === 'valid' && (!strict || isStrictlyGood(file));
    const good = judged.filter(isGood).length;
    const failed = errors.map(({ path, error }) => errorDocument(path, error));
    const document = { files: judged, notLookedAt: others, ...(failed.length > 0 ? { errors: failed } : {}) };
    context.answer(document, () => [
      ...judged.flatMap((file) => linesOf(context, file, isGood(file))),
      ...errors.flatMap(({ path, error }) => errorLines(context, path, error)),
      '',
      `${plural(judged.length, 'file')}, ${good} valid; revocation was not checked`,
      ...(others > 0
        ? [
            `${plural(others, 'file')} of kinds that carry no signature of their own ${others === 1 ? 'was' : 'were'} not looked at`,
          ]
        : []),
    ]);
    if (errors.length > 0) return worstStatus(outcomes);
    return good === judged.length && judged.length > 0 ? ExitStatus.done : ExitStatus.differs;
  },
};

function parseTime(text: string): number {
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new HotfixkitError('USAGE', `--at takes a day or a time in UTC, as 2026-01-31, and not ${text}`);
  }
  return time;
}

function isStrictlyGood({ signatures }: Judged): boolean {
  return !signatures[0]!.warnings.some(({ code }) => refused.includes(code));
}

/** One line for the verdict, one for each problem, and one for each warning. */
function linesOf(
  context: Context,
  { path, verdict, problems, signatures }: Judged,
  isGood: boolean,
): string[] {
  const [outer] = signatures;
  const time = outer?.timestamps.find(({ status }) => status === 'good')?.time;
  const who = outer?.signerName ? `: ${outer.signerName}${time ? `, timestamped ${time}` : ''}` : '';
  const root = outer?.anchor
    ? ` (${outer.digest ? `${outer.digest.algorithm}, ` : ''}${outer.anchor.subject})`
    : '';
  const all = outer ? outer.problems : problems;
  return [
    `${context.paint(isGood ? 'green' : 'red', verdict)}  ${path}${who}${root}`,
    ...(verdict === 'no-signature' ? [] : all.map(({ message }) => `    ${message}`)),
    ...(outer?.warnings ?? []).map(({ code, message }) => `    ${context.paint('yellow', code)}: ${message}`),
  ];
}
