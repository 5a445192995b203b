import type { ByteSource } from '../../core/byte-source.js';
import type { CarrierKind } from '../../signature/signature-carrier.js';
import type { FileSignature, SignatureVerdict } from '../../signature/verdict.js';
import type { OpenedPackage } from '../opened-package.js';
import { judgeSource } from './judge-file.js';
import {
  doubtIn,
  type JudgedSignature,
  mustNotBeUsed,
  type SignatureJudge,
  signatureLine,
  signedAt,
} from './judged-signature.js';

/** What a signed file is for a hotfix: the file that was given, what is inside it, and what is put to use. */
export type SignedRole = 'download' | 'container' | 'package' | 'patch' | 'utility';

/** The signature of one of the files that a hotfix comes as. */
export interface PackageSignature {
  role: SignedRole;
  /** Its name, with the way to it: `outer.exe!inner.msi`; of a staged file its path in the package. */
  path: string;
  /** Null for files of kinds that carry no signature of their own, such as zip archives. */
  kind: CarrierKind | null;
  verdict: SignatureVerdict;
  /** Whether it is valid by what was asked for. */
  accepted: boolean;
  /** Why it is not accepted, in one sentence; null where it is. */
  reason: string | null;
  /** Whether the file must not be used: it was changed after it was signed, or its signer was revoked. */
  harmful: boolean;
  signer: string | null;
  /** When it was signed, as a timestamp proves; ISO 8601, UTC. */
  time: string | null;
  /** All that in one line. */
  summary: string;
  signatures: readonly FileSignature[];
}

export function packageSignature(role: SignedRole, path: string, judged: JudgedSignature): PackageSignature {
  const { kind, verdict, accepted, signatures } = judged;
  return {
    role,
    path,
    kind,
    verdict,
    accepted,
    reason: judged.reason,
    harmful: mustNotBeUsed(judged),
    signer: signatures[0]?.signerName ?? null,
    time: signedAt(judged),
    summary:
      kind === null && verdict === 'no-signature'
        ? 'of a kind that carries no signature'
        : signatureLine(judged),
    signatures,
  };
}

/**
 * The signatures of the file that was opened, of the containers that lead to the package, and of the package itself; none
 * for a folder. Throws what unpacking throws.
 */
export function judgePackage(opened: OpenedPackage, judge: SignatureJudge): PackageSignature[] {
  return filesOnTheWay(opened).map(({ role, path, source }) =>
    packageSignature(role, path, judgeSource(source(), judge)),
  );
}

/** A file that was opened, or one inside it on the way to the package. */
export interface FileOnTheWay {
  role: SignedRole;
  /** `outer.exe!inner.msi` */
  path: string;
  source: () => ByteSource;
}

/** The file that was opened, the containers that lead to the package, and the package itself; none for a folder. */
export function filesOnTheWay(opened: OpenedPackage): FileOnTheWay[] {
  const { source, name } = opened;
  if (source === null) return [];
  const steps = stepsInside(opened);
  if (steps.length === 0) return [{ role: 'package', path: name, source: () => source }];
  const outer = fileName(opened);
  return [
    { role: 'download', path: outer, source: () => source },
    ...steps.map((step, i): FileOnTheWay => {
      const role = i < steps.length - 1 ? 'container' : 'package';
      return { role, path: `${outer}!${step.path}`, source: step.source };
    }),
  ];
}

/** The members that lead to the package, outer ones first. */
function stepsInside({ container }: OpenedPackage): { path: string; source: () => ByteSource }[] {
  const way = container?.way ?? [];
  return way.map((member, i) => ({
    path: way
      .slice(0, i + 1)
      .map(({ path }) => path)
      .join('!'),
    source: () => member.source(),
  }));
}

function fileName({ path, location }: OpenedPackage): string {
  const whole = (location?.path ?? path).replaceAll('\\', '/');
  return whole.slice(whole.lastIndexOf('/') + 1);
}

/** How the signatures of a hotfix stand, for the words beside its verdict. */
export interface SignaturesInWords {
  /** All are valid and cover everything; some do not, or there are none; one of them says that a file was changed. */
  tone: 'good' | 'warn' | 'bad';
  text: string;
}

/** The signatures of a hotfix in a sentence; null where there was nothing to judge. */
export function signaturesOfHotfix(all: readonly PackageSignature[]): SignaturesInWords | null {
  const judged = all.filter(({ kind, verdict }) => kind !== null || verdict !== 'no-signature');
  if (judged.length === 0) return null;
  const tone = judged.some(({ harmful }) => harmful)
    ? 'bad'
    : judged.every(({ accepted, signatures }) => accepted && doubtIn(signatures) === null)
      ? 'good'
      : 'warn';
  const groups = new Map<string, string[]>();
  for (const { role, path, verdict, signer, signatures } of judged) {
    const doubt = doubtIn(signatures);
    const words = [
      verdict === 'no-signature' ? 'not signed' : signer === null ? verdict : `${verdict} (${signer})`,
      ...(doubt === null ? [] : [doubt]),
    ].join(', ');
    const names = groups.get(words) ?? [];
    groups.set(words, [
      ...names,
      `${role} ${path.slice(Math.max(path.lastIndexOf('!'), path.lastIndexOf('/')) + 1)}`,
    ]);
  }
  const text = [...groups].map(([words, names]) => `${words}: ${names.join(', ')}`).join('; ');
  return { tone, text };
}
