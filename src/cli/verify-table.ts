import type { Warning } from '../core/errors.js';
import { manifestName } from '../hotfix/manifest/manifest.js';
import { nameOfTable } from '../hotfix/verify/section-fit.js';
import type { VerifiedFile, VerifyResult } from '../hotfix/verify/verify-files.js';
import { countSignatures, revocationWords } from '../package/signature/judged-signature.js';
import { verdictWord } from '../report/render-verification.js';
import type { Color, Context } from './context.js';

const colors: Readonly<Record<VerifiedFile['status'], Color>> = {
  match: 'green',
  mismatch: 'red',
  missing: 'red',
  ambiguous: 'yellow',
};

/** The result of a verification for people: a line for each row of the table, then the verdict. */
export function verifyLines(context: Context, result: VerifyResult): string[] {
  const [head, ...rows] = context.table(
    [
      { title: 'Status' },
      { title: 'Name' },
      { title: 'Platform' },
      { title: 'Version' },
      { title: 'Size', align: 'right' },
      { title: 'Found' },
    ],
    result.files.map((file) => [
      file.status,
      file.name,
      file.platform ?? '',
      file.expected.version ?? '',
      String(file.expected.size ?? ''),
      describeFound(file),
    ]),
  );
  const { match, mismatch, missing, ambiguous } = result.counts;
  const counts = [
    `${match} match`,
    ...(mismatch > 0 ? [`${mismatch} not matching`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(ambiguous > 0 ? [`${ambiguous} ambiguous`] : []),
  ].join(', ');
  const product = result.manifest.product ?? 'no product named';
  const verdict = context.paint(verdictColor(result), verdictWord(result));
  return [
    head!,
    ...rows.map((row, i) => {
      const { status } = result.files[i]!;
      return context.paint(colors[status], row.slice(0, status.length)) + row.slice(status.length);
    }),
    '',
    ...signatureLines(result),
    // Without any file, no product can be told.
    ...(result.fit.certainty === 'none' && missing === result.files.length
      ? [
          `${verdict}: no file of ${manifestName(result.manifest)} is here; the table above is that of ${product}, the first of ${result.fit.tables.length}`,
        ]
      : verdictLines(result, `${verdict}: ${manifestName(result.manifest)}, ${product}: ${counts}`)),
  ];
}

/** Which signatures the files have, where these were judged. */
function signatureLines({ files }: VerifyResult): string[] {
  const judged = files.flatMap(({ signatures }) => (signatures ? [signatures] : []));
  return judged.length === 0 ? [] : [`Signatures: ${countSignatures(judged)}${revocationWords(judged)}`];
}

function verdictLines(result: VerifyResult, verdict: string): string[] {
  return [verdict, ...(result.fit.certainty === 'only' ? [] : [fitLine(result)])];
}

/** Green; yellow where warnings weaken the verdict; red. */
export function verdictColor(result: { ok: boolean; warnings: readonly Warning[] }): Color {
  if (!result.ok) return 'red';
  return verdictWord(result) === 'OK' ? 'green' : 'yellow';
}

/** Which table was used, how certain that is, and why. */
function fitLine({ fit }: VerifyResult): string {
  const [used, ...others] = fit.tables;
  return `Table: ${nameOfTable(used!, others)}, ${fitWords[fit.certainty]}: ${fit.reason}`;
}

const fitWords: Readonly<Record<VerifyResult['fit']['certainty'], string>> = {
  asked: 'as asked',
  only: 'the only one',
  certain: 'certain',
  likely: 'likely',
  uncertain: 'uncertain',
  guess: 'a guess',
  none: 'no table fits; the first one is used',
};

/** Verdicts that are told in a sentence. */
const inWords: readonly unknown[] = ['valid', 'no-signature'];

function describeFound(file: VerifiedFile): string {
  const because = file.explanation ? `: ${file.explanation.text}` : '';
  if (file.status === 'missing') {
    return file.renamed === undefined
      ? 'not found'
      : `not found; ${file.renamed} has its size: the name may differ by locale`;
  }
  if (file.rivals) return `several: ${[file.path, ...file.rivals].join(', ')}${because}`;
  const differences = file.differences.flatMap(({ field, actual, order }) => {
    if (field === 'signature' && inWords.includes(actual)) return [];
    // The explanation says it in more words.
    const way = order && file.explanation?.kind !== order ? ` (${order})` : '';
    return [`${field} ${actual ?? 'none'}${way}`];
  });
  const refused = file.differences.find(
    ({ field, actual }) => field === 'signature' && inWords.includes(actual),
  );
  const has = differences.length > 0 ? [`has ${differences.join(', ')}${because}`] : [];
  const signed = !refused
    ? []
    : [refused.actual === 'valid' ? `whose signature is not accepted: ${refused.reason}` : 'is not signed'];
  return [file.path ?? '', ...has, ...signed].join('  ');
}
