import type { ByteSource } from '../core/byte-source.js';
import { type Catalog, isListedByCover, type MemberVerdict } from './catalog.js';
import { chainBudget } from './chain.js';
import { type DigestName, hex } from './cryptography.js';
import { digestFile, type FileDigests } from './digest-file.js';
import { EmbeddedSignatures } from './embedded-signatures.js';
import type { JudgeOptions } from './judge-signature.js';
import { NOT_SIGNED, weakDigest, withoutSignature } from './judgement.js';
import { openCarrier } from './open-carrier.js';
import { refusalsOf, type SignatureDemands, type SignatureRefusal } from './refusals.js';
import type { CarrierKind, SignatureCarrier } from './signature-carrier.js';
import type { FileSignature, SignatureProblem, SignatureVerdict } from './verdict.js';

/** What signatures are judged by, and what is demanded of them. */
export interface VerifyOptions extends JudgeOptions, SignatureDemands {
  /** Catalogues that may list files which carry no signature of their own. */
  catalogs?: readonly Catalog[];
  /** Digests of the whole file that are wanted too: the file is read once for all. */
  contentDigests?: readonly DigestName[];
}

/** The verdict of a file and its signatures. */
export interface SignedFile {
  /** Null for files of kinds that carry no signature of their own. */
  kind: CarrierKind | null;
  /** That of the first signature: the outer one, or that of a catalogue. */
  verdict: SignatureVerdict;
  /** Whether the verdict is `valid` and nothing was refused. */
  accepted: boolean;
  /** Demands that the first signature does not meet. */
  refusals: readonly SignatureRefusal[];
  /** What is wrong with the first signature. */
  problems: readonly SignatureProblem[];
  /** The one that decides, then nested ones and others. Never empty: the first says where there is none. */
  signatures: readonly FileSignature[];
  /** What catalogues say of the file; null without catalogues. */
  member: CatalogMember | null;
  /** The digests of the whole file that were asked for, in lower-case hexadecimal digits. */
  contentDigests: Partial<Record<DigestName, string>>;
}

/** What the catalogues that were given say of a file. */
export interface CatalogMember extends MemberVerdict {
  /** The name of the catalogue that lists the file; null where none does. */
  catalog: string | null;
}

/** Verdicts that say that something was changed or withdrawn: no catalogue makes up for those. */
const final: readonly SignatureVerdict[] = [
  'valid',
  'malformed',
  'signature-invalid',
  'digest-mismatch',
  'appended-data',
  'revoked',
];

/**
 * Judges the signatures of a file: executables, compound files (MSI, MSP, MSM, MST), cabinets and catalogues, and files of
 * any kind by the catalogues that list them.
 *
 * Flaws of the signature are verdicts. Throws `PE_*`, `CFB_*` and `CAB_*` where the file itself cannot be read.
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { BufferSource, cryptography, trustMicrosoft, verifySignatures } from 'hotfixkit/signature';
 *
 * const source = new BufferSource(readFileSync('SCCM2007-SP2-KB977203-ENU.msi'));
 * const options = { cryptography, trusted: trustMicrosoft(), at: Date.now(), signedBy: 'Microsoft Corporation' };
 * const { accepted, verdict, signatures } = verifySignatures(source, options);
 * console.log(accepted, verdict, signatures[0]?.signerName);
 */
export function verifySignatures(source: ByteSource, options: VerifyOptions): SignedFile {
  const { catalogs = [], contentDigests = [], cryptography } = options;
  const carrier = openCarrier(source);
  const embedded = carrier && new EmbeddedSignatures(carrier);
  const wanted = wantedDigests(carrier, embedded, options);
  const digests = digestFile(cryptography, source, carrier?.covered() ?? [], wanted);
  const own = embedded?.judge(digests.covered, { ...options, budget: chainBudget() }) ?? [
    withoutSignature(0, [NOT_SIGNED]),
  ];
  const found = catalogs.length > 0 ? findInCatalogs(carrier, digests, catalogs) : null;
  const signatures = found ? withCatalog(own, found) : own;
  const first = signatures[0]!;
  const refusals = refusalsOf(first, options);
  return {
    kind: carrier?.kind ?? null,
    verdict: first.verdict,
    accepted: first.verdict === 'valid' && refusals.length === 0,
    refusals,
    problems: first.problems,
    signatures,
    member: found && { ...found.member, catalog: found.catalog?.name ?? null },
    contentDigests: Object.fromEntries(contentDigests.map((name) => [name, hex(digests.whole.get(name)!)])),
  };
}

function wantedDigests(
  carrier: SignatureCarrier | null,
  embedded: EmbeddedSignatures | null,
  { catalogs = [], contentDigests = [] }: VerifyOptions,
): { covered: Set<DigestName>; whole: Set<DigestName> } {
  const covered = embedded?.digestNames ?? new Set();
  const whole = new Set(contentDigests);
  const listed = isListedByCover(carrier) ? covered : whole;
  for (const { digestNames } of catalogs) for (const name of digestNames) listed.add(name);
  return { covered, whole };
}

interface FoundInCatalogs {
  catalog: Catalog | null;
  member: MemberVerdict;
}

/** The first valid catalogue that lists the file, else the first that lists it. */
function findInCatalogs(
  carrier: SignatureCarrier | null,
  { covered, whole }: FileDigests,
  catalogs: readonly Catalog[],
): FoundInCatalogs {
  const none: FoundInCatalogs = { catalog: null, member: { verdict: 'not-in-catalog', digest: null } };
  // Of a file that cannot be read as what it is, nothing is covered, and the digest would be that of nothing.
  if (carrier?.isMalformed) return none;
  const digests = isListedByCover(carrier) ? covered : whole;
  let found: FoundInCatalogs = none;
  for (const catalog of catalogs) {
    const member = catalog.find(digests);
    if (member.digest && (found.catalog === null || member.verdict === 'valid')) found = { catalog, member };
    if (found.member.verdict === 'valid') break;
  }
  return found;
}

/** The signatures of the file with that of the catalogue, the one that decides first. */
function withCatalog(own: readonly FileSignature[], { catalog, member }: FoundInCatalogs): FileSignature[] {
  const isUnsigned = own[0]!.verdict === 'no-signature';
  if (!catalog || !member.digest) {
    if (!isUnsigned) return [...own];
    const message = 'the file is not signed, and none of the catalogues lists it';
    return [withoutSignature(0, [{ code: 'not-in-catalog', message }])];
  }
  const { algorithm, value } = member.digest;
  const digest = { algorithm, signed: value, computed: value };
  const { warnings } = catalog.signature;
  const weak = weakDigest([algorithm]);
  const listed: FileSignature = {
    ...catalog.signature,
    warnings: weak && !warnings.some(({ code }) => code === weak.code) ? [...warnings, weak] : warnings,
    via: 'catalog',
    catalog: catalog.name,
    digest,
  };
  const decides = isUnsigned || (member.verdict === 'valid' && !final.includes(own[0]!.verdict));
  const all = isUnsigned ? [listed] : decides ? [listed, ...own] : [...own, listed];
  return all.map((signature, index) => ({ ...signature, index }));
}
