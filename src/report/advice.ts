import type { VerifyResult } from '../hotfix/verify/verify-files.js';
import type { PackageSignature } from '../package/signature/package-signatures.js';
import type { Verdict } from './report-parts.js';

/** What advice is given from. */
interface Judged {
  verdict: Pick<Verdict, 'status'>;
  verification: VerifyResult | null;
  signatures: readonly PackageSignature[];
  hotfix: { kb: string | null };
}

/** What to do where a report does not say that all is well, the first thing first; empty where it does. */
export function adviceOf({ verdict, verification, signatures, hotfix }: Judged): string[] {
  switch (verdict.status) {
    case 'ready':
    case 'verified':
      return [];
    case 'unverified':
      return [
        'Do not deploy these files before they are verified: run this again with the article of the hotfix.',
      ];
    case 'blocked':
      return [
        'Look at the files that are in the way. If they may go, run the same command with --overwrite; otherwise choose another folder.',
      ];
    case 'forced':
      return [
        'Do not put the staged files to use before somebody has looked at each fault above and has signed for it below.',
        ...causes(verification, signatures, hotfix.kb),
      ];
    case 'failed':
      return failureAdvice(verification, signatures, hotfix.kb, FORCE);
  }
}

const FORCE = '--force stages the files as they are, and the report then says so.';

/** What to do where files are not as published, the first thing first; `last` is what may be done all the same. */
export function failureAdvice(
  verification: VerifyResult | null,
  signatures: readonly PackageSignature[],
  kb: string | null,
  last = '',
): string[] {
  return [
    'Do not deploy these files.',
    ...causes(verification, signatures, kb),
    `When the cause is found, run the same command again. ${last}`.trimEnd(),
  ];
}

function causes(
  verification: Judged['verification'],
  signatures: readonly PackageSignature[],
  kb: string | null,
): string[] {
  const advice: string[] = [];
  if (signatures.some(({ harmful }) => harmful)) {
    advice.push(
      'A signature says that a file was changed after it was signed, or that its signer was revoked: keep the file, do not run it, and get the download again from its publisher.',
    );
  }
  if (!verification) return advice;
  const wrong = verification.files.filter(({ status }) => status !== 'match');
  const { counts, files, manifest } = verification;
  if (counts.missing === files.length) {
    advice.push(
      `No file of the table is in the package: check that this is the package of ${kb === null ? manifest.title : `KB${kb}`}.`,
    );
  } else if (counts.missing > 0) {
    advice.push(
      'Files are missing: compare the size of the download with that on the page it came from, and get it again if they differ; check that cabinets which lie beside the package are there.',
    );
  }
  const kinds = new Set(wrong.map(({ explanation }) => explanation?.kind ?? ''));
  if (kinds.has('newer')) {
    advice.push(
      'Files are newer than the article states: a later hotfix may have replaced this one. Use the article of that one.',
    );
  }
  if (kinds.has('older')) {
    advice.push(
      counts.match === 0
        ? 'The files are older than the article states: the hotfix is not in this package.'
        : 'Files are older than the article states, and others are right: the package was changed or put together again. Get it from its publisher.',
    );
  }
  if (kinds.has('other-product')) {
    advice.push(
      'Files are those of another product or service pack: choose its package, or name the table with --product.',
    );
  }
  if (wrong.some(({ status }) => status === 'mismatch') && advice.length === 0) {
    advice.push(
      'Files are not as published: get the download again, from its publisher, and compare the SHA-256 of the two.',
    );
  }
  if (counts.ambiguous > 0) {
    advice.push(
      'Several files of one name disagree: verify the folder or package alone that is to be deployed.',
    );
  }
  return advice;
}
