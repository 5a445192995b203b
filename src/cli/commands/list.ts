import { randomUUID } from 'node:crypto';
import { HotfixkitError } from '../../core/errors.js';
import { meantPath } from '../../core/nearest-path.js';
import { leavesUnmatched } from '../../core/path-filter.js';
import { groupDigits, plural } from '../../core/plural.js';
import { isWeakening } from '../../core/weakening-warnings.js';
import { describePackage } from '../../hotfix/describe/describe-package.js';
import { hashSource } from '../../node/hash.js';
import { damageOf } from '../../package/damage.js';
import {
  isAbsence,
  type ListedFile,
  type ListedPatch,
  listPackage,
} from '../../package/inspect/list-package.js';
import { layoutPath } from '../../package/install/layout.js';
import { judgeFiles } from '../../package/node/judge-files.js';
import { notSearched, warningsOf } from '../../package/not-searched.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import {
  countSignatures,
  type SignatureJudge,
  shortSignature,
} from '../../package/signature/judged-signature.js';
import { judgePackage } from '../../package/signature/package-signatures.js';
import { type ListedFiles, listEvidence, listedHashes, listSuites } from '../../report/evidence-of-list.js';
import type { Sbom } from '../../report/sbom.js';
import type { FileSignature } from '../../signature/verdict.js';
import { answerInFormat, isSbom, showsHashes } from '../answer-in-format.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { list as definition } from '../definitions/list.js';
import { ExitStatus } from '../exit-status.js';
import { withJson, withPackage } from '../open.js';
import { damageJson } from '../outcomes.js';
import { provenanceOf } from '../provenance.js';
import { areSignaturesMentioned, signatureJudge } from '../signature-judge.js';
import { withBase } from '../transform-path.js';

export const list: Command<typeof definition> = {
  async run(context, { package: file }, options) {
    return withPackage(
      context,
      file,
      options,
      async (opened) => {
        const progress = context.progress('Reading');
        const files = await withBase(context, options, (base) =>
          listPackage(opened.content, {
            ...(base ? { base } : {}),
            layout: options.layout,
            // A case of a test report says that the content is what the package states.
            hash: showsHashes(options) || options.format === 'junit',
            sha1: isSbom(options.format),
            only: options.only,
            onProgress: progress.update,
            ...(context.signal ? { signal: context.signal } : {}),
          }),
        ).finally(() => progress.done());
        const signed =
          options.signature || areSignaturesMentioned(options) || isSbom(options.format)
            ? await judged(context, opened, files, signatureJudge(options))
            : null;
        const isPatch = opened.content.kind === 'msp';
        const hasDeltas = files.files.some(({ delta }) => delta !== undefined);
        context.warn(files.warnings);
        const warnings = [...warningsOf(opened), ...files.warnings];
        if (files.files.length === 0 && options.only.length > 0) {
          const paths = opened.content.files.map((file) => layoutPath(file, options.layout) ?? file.key);
          const meant = meantPath(options.only, paths);
          throw new HotfixkitError('PACKAGE_NO_FILE', `no file matches ${options.only.join(' ')}${meant}`, {
            expected: options.only.join(' '),
          });
        }
        const damage = damageOf(opened);
        const error = damage ? { error: damageJson(damage) } : {};
        const document = {
          file,
          kind: opened.content.kind,
          ...withJson(opened.content),
          files: signed ?? files.files,
          warnings,
          ...error,
        };
        const listed = { file, kind: opened.content.kind, files: signed ?? files.files, warnings };
        answerInFormat(context, options.format, {
          document: () => document,
          evidence: () => listEvidence(listed),
          suites: () => listSuites(listed),
          hashes: () => listedHashes(listed),
          sbom: () => ({
            ...sbomOf(context, opened, listed, signatureJudge(options)),
            gaps: gapsOf(opened, listed, options.only),
          }),
          lines: function* () {
            yield* context.tableLines(
              [
                { title: 'Path' },
                { title: 'Size', align: 'right' },
                { title: 'Version' },
                { title: 'Platform' },
                // A line of a terminal has no room for all.
                ...(signed ? [] : [{ title: 'Modified' }]),
                ...(signed
                  ? []
                  : isPatch
                    ? [{ title: 'Comes as' }, { title: 'For' }]
                    : [{ title: 'Feature' }]),
                ...(signed ? [{ title: 'Signature' }] : []),
                ...(options.hash ? [{ title: 'SHA-256' }] : []),
                ...(hasDeltas ? [{ title: 'Is a delta for' }] : []),
              ],
              mapped(signed ?? files.files, (entry: SignedEntry) => [
                entry.path ?? entry.patch?.name ?? `(${entry.key})`,
                String(entry.size),
                entry.version ?? '',
                entry.platform ?? '',
                ...(signed ? [] : [entry.modified?.slice(0, 16).replace('T', ' ') ?? '']),
                ...(signed
                  ? []
                  : isPatch
                    ? [
                        distinct(targetsOf(entry).map(({ delivery }) => delivery ?? '')),
                        distinct(targetsOf(entry).map(({ transform }) => transform)),
                      ]
                    : [entry.feature ?? '']),
                ...(signed ? [entry.signature ?? ''] : []),
                ...(options.hash ? [entry.sha256 ?? ''] : []),
                ...(hasDeltas ? [deltaText(entry.delta)] : []),
              ]),
            );
            yield '';
            yield `${plural(files.files.length, 'file')}, ${groupDigits(files.files.reduce((sum, entry) => sum + entry.size, 0))} bytes`;
            if (signed) yield signedLine(signed);
          },
        });
        if (damage) return ExitStatus.input;
        return leavesUnmatched(options.only, files.warnings) ? ExitStatus.differs : ExitStatus.done;
      },
      { orContainer: true },
    );
  },
};

/** Why there may be more in a package than its list has, in sentences. */
function gapsOf(opened: OpenedPackage, { file, warnings }: ListedFiles, only: readonly string[]): string[] {
  const all = [...warnings.filter(isWeakening), ...notSearched(opened, file)];
  return [
    ...(only.length > 0 ? [`Only files that match ${only.join(', ')} are in this document.`] : []),
    ...new Set(all.map(({ message }) => `${message}.`)),
  ];
}

/** What bills of materials are made from. */
function sbomOf(
  context: Context,
  opened: OpenedPackage,
  { file, kind, files, warnings }: ListedFiles,
  judge: SignatureJudge,
): Omit<Sbom, 'gaps'> {
  const { source } = opened;
  const { product } = describePackage(opened);
  const [own] = source === null ? [] : judgePackage(opened, judge);
  return {
    provenance: provenanceOf(context),
    id: randomUUID(),
    name: file.split(/[\\/]/).findLast((part) => part !== '') ?? file,
    kind,
    product,
    hashes: source && { sha1: hashSource(source, 'sha1'), sha256: hashSource(source, 'sha256') },
    signatures: own?.signatures ?? [],
    files,
    warnings,
  };
}

/** A file with its signatures, where these were asked for. */
type SignedEntry = ListedFile & {
  signatures?: readonly FileSignature[];
  /** Verdict and signer in a few words; empty for kinds that carry none. */
  signature?: string;
};

async function judged(
  context: Context,
  { content }: OpenedPackage,
  { files }: { files: readonly ListedFile[] },
  judge: SignatureJudge,
): Promise<SignedEntry[]> {
  // Two targets of a patch may use one key, in separate cabinets.
  const placeOf = ({ key, cabinet }: { key: string; cabinet: string | null }): string => `${cabinet}/${key}`;
  const wanted = new Set(files.map(placeOf));
  const progress = context.progress('Verifying');
  const found = await judgeFiles(
    content,
    content.files.filter((file) => wanted.has(placeOf(file))),
    judge,
    {
      // What is missing has been told.
      isForgiven: isAbsence,
      onProgress: progress.update,
      ...(context.signal ? { signal: context.signal } : {}),
    },
  ).finally(() => progress.done());
  const signed = new Map([...found].map(([file, one]) => [placeOf(file), one]));
  return files.map((file) => {
    const one = signed.get(placeOf(file));
    return one ? { ...file, signature: shortSignature(one), signatures: one.signatures } : file;
  });
}

/** How many of the files that can carry a signature have which one. */
function signedLine(files: readonly SignedEntry[]): string {
  const all = files.flatMap(({ signature, signatures }) => (signature && signatures ? [signatures] : []));
  return all.length === 0 ? 'no file carries a signature' : `Signatures: ${countSignatures(all)}`;
}

function deltaText(delta: ListedFile['delta']): string {
  if (!delta) return '';
  return `${delta.path} (${delta.format}, ${delta.basis === null ? 'needs no other file' : `needs ${delta.basis}`})`;
}

/** What a file of a patch is for each target that has it. */
function targetsOf({ patch, otherTargets = [] }: ListedFile): ListedPatch[] {
  return patch ? [patch, ...otherTargets] : [];
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].filter((text) => text !== '').join(', ');
}

/** The values as they are needed, each time that they are gone through. */
function mapped<From, To>(values: readonly From[], change: (value: From) => To): Iterable<To> {
  return {
    *[Symbol.iterator]() {
      for (const value of values) yield change(value);
    },
  };
}
