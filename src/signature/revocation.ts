import { HotfixkitError } from '../core/errors.js';
import { contextTag, Tag } from '../formats/asn1/ber-value.js';
import { type Certificate, Extension, KeyUsage } from './certificate.js';
import type { Chain } from './chain.js';
import { type Cryptography, sameBytes } from './cryptography.js';
import { shortName } from './distinguished-name.js';
import { digestOfSignature, verifyWithKey } from './public-key.js';
import { pointNames, type RevocationList, type RevokedCertificate, serialKey } from './revocation-list.js';
import type { Revocation, SignatureProblem } from './verdict.js';

/** Keys that a list was checked with, and whether they fit. */
const checkedLists = new WeakMap<RevocationList, { keyEncoding: Uint8Array; fits: boolean }[]>();
const MOST_KEYS = 16;

/** What revocation is judged by. */
export interface RevocationTools {
  cryptography: Cryptography;
  lists: readonly RevocationList[];
  /** The day that lists must not be too old for. */
  at: number;
}

/** What lists say of the certificates of a chain. */
export interface RevocationCheck {
  problems: readonly SignatureProblem[];
  revocation: Revocation;
  /** One sentence for each certificate that could not be checked, or not up to the day. */
  notChecked: readonly string[];
}

/** Reasons after which what was signed before the revocation stands (RFC 3161 4.1). */
const harmless: readonly (string | null)[] = [
  'unspecified',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
];

/**
 * Looks up the certificates of a chain, but for its root, in the lists of their issuers. `stamped` is when a good
 * timestamp proves that the signature existed: what was revoked later was good then. Without one, all that is revoked
 * counts.
 */
export function checkRevocation(
  { path, anchor }: Pick<Chain, 'path' | 'anchor'>,
  stamped: number | null,
  tools: RevocationTools,
): RevocationCheck {
  return check(path, anchor, tools, ({ date }) => stamped === null || date <= stamped);
}

/**
 * The same for the chain of a timestamp: of a key that was revoked for another reason than that it may have been stolen, the
 * timestamps from before stand.
 */
export function checkStampRevocation(
  { path, anchor }: Pick<Chain, 'path' | 'anchor'>,
  time: number,
  tools: RevocationTools,
): RevocationCheck {
  return check(path, anchor, tools, ({ date, reason }) => date <= time || !harmless.includes(reason));
}

function check(
  path: Chain['path'],
  anchor: Certificate | null,
  tools: RevocationTools,
  counts: (entry: RevokedCertificate) => boolean,
): RevocationCheck {
  if (tools.lists.length === 0) return { problems: [], revocation: 'not checked', notChecked: [] };
  const problems: SignatureProblem[] = [];
  const notChecked: string[] = [];
  // A root is not revoked by a list of its own: it is taken from among the trusted ones.
  const below = anchor ? path.slice(0, -1) : path;
  let checked = 0;
  for (const [index, certificate] of below.entries()) {
    const issuer = path[index + 1] ?? null;
    const { entry, isChecked, gap } = lookUp(certificate, issuer, tools);
    if (isChecked) checked++;
    if (gap) notChecked.push(gap);
    if (entry && counts(entry)) {
      const { date, reason } = entry;
      const name = JSON.stringify(shortName(certificate.subject));
      const why = reason ? ` (${reason})` : '';
      const by = JSON.stringify(shortName(certificate.issuer));
      const when = new Date(date).toISOString();
      problems.push({
        code: 'revoked',
        message: `the certificate ${name} was revoked by ${by} on ${when}${why}`,
      });
    }
  }
  const revocation = notChecked.length === 0 ? 'checked' : checked > 0 ? 'partly checked' : 'not checked';
  return { problems, revocation, notChecked };
}

interface LookUp {
  entry: RevokedCertificate | null;
  isChecked: boolean;
  gap: string | null;
}

/** Looks a certificate up in all lists of its issuer; the earliest date counts. */
function lookUp(certificate: Certificate, issuer: Certificate | null, tools: RevocationTools): LookUp {
  const name = JSON.stringify(shortName(certificate.subject));
  const by = JSON.stringify(shortName(certificate.issuer));
  const named = tools.lists.filter(({ issuerEncoding }) =>
    sameBytes(issuerEncoding, certificate.issuerEncoding),
  );
  if (named.length === 0) {
    return { entry: null, isChecked: false, gap: `${name}: no revocation list of ${by} was given` };
  }
  const signed = named.filter((list) => issuer !== null && isSignedList(list, issuer, tools.cryptography));
  if (signed.length === 0) {
    const why = issuer ? 'is not signed by it' : 'cannot be checked without the certificate of its issuer';
    return { entry: null, isChecked: false, gap: `${name}: the revocation list of ${by} ${why}` };
  }
  const key = serialKey(certificate.serial);
  const entries = signed.flatMap(({ revoked }) => revoked.get(key) ?? []);
  const entry = entries.reduce<RevokedCertificate | null>(
    (first, one) => (first === null || one.date < first.date ? one : first),
    null,
  );
  const others = signed.map((list) => scopeGap(list, certificate));
  const gaps = signed.map((list, index) => others[index] ?? gapOf(list, tools.at));
  const gap = entry !== null || gaps.includes(null) ? null : gaps[0]!;
  const isChecked = entry !== null || others.includes(null);
  return { entry, isChecked, gap: gap && `${name}: the revocation list of ${by} ${gap}` };
}

/** Why a list is not about a certificate, so that its absence proves nothing; null where it is. */
function scopeGap({ kind, point }: RevocationList, certificate: Certificate): string | null {
  const isAuthority = certificate.constraints?.isCa === true;
  if (kind !== null && isAuthority !== (kind === 'authorities')) {
    return `is only about certificates ${isAuthority ? 'that are not of authorities' : 'of authorities'}`;
  }
  const own = point === null ? [] : pointsOf(certificate);
  return point === null || own.some((name) => point.some((other) => sameBytes(name, other)))
    ? null
    : 'is that of a distribution point which the certificate does not name';
}

/** The names of the distribution points that a certificate states, encoded. */
function pointsOf({ extensions }: Certificate): Uint8Array[] {
  const extension = extensions.get(Extension.distributionPoints);
  if (!extension) return [];
  try {
    const points = extension.inside(extension.octets()).expect(Tag.sequence).list(64);
    return points.flatMap((one) => {
      const name = one.list(3).find(({ tag }) => tag === contextTag(0));
      return name ? pointNames(name) : [];
    });
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    return []; // as good as none
  }
}

/** Why a list says nothing of a certificate that is not in it; null where it does. */
function gapOf({ nextUpdate, thisUpdate, partial }: RevocationList, at: number): string | null {
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  if (nextUpdate !== null && nextUpdate < at) {
    return `is too old: it is of ${day(thisUpdate)} and was to be replaced by ${day(nextUpdate)}`;
  }
  if (thisUpdate > at) return `is of a later day: ${day(thisUpdate)}`;
  return partial && `is not complete: ${partial}`;
}

/** Whether the key of the issuer signed a list; remembered, as many files are signed below the same issuer. */
function isSignedList(list: RevocationList, issuer: Certificate, cryptography: Cryptography): boolean {
  if (issuer.keyUsage !== null && (issuer.keyUsage & KeyUsage.crlSign) === 0) return false;
  const known = checkedLists.get(list) ?? [];
  checkedLists.set(list, known);
  const before = known.find(({ keyEncoding }) => sameBytes(keyEncoding, issuer.keyEncoding));
  if (before) return before.fits;
  const name = digestOfSignature(list.signatureAlgorithm);
  const fits =
    name !== null &&
    verifyWithKey(cryptography, issuer.publicKey, name, list.signed, list.signature) === 'digest-info';
  if (known.length < MOST_KEYS) known.push({ keyEncoding: issuer.keyEncoding, fits });
  return fits;
}
