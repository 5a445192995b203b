import { HotfixkitError } from '../core/errors.js';
import { normalise } from '../core/normalise.js';
import { asn1Text, latin1 } from '../formats/asn1/asn1-text.js';
import { BerValue, Tag } from '../formats/asn1/ber-value.js';
import { type Certificate, Extension } from './certificate.js';

/** Subtrees in one extension, and names of one certificate. */
const MOST = 1024;
/** Bytes of either. */
const LONGEST = 2 ** 16;
/** Characters of a part of a name, at most as X.520 allows; longer ones are compared as they are. */
const LONGEST_PART = 256;
/** Kinds of GeneralName (RFC 5280 4.2.1.6) that are compared, by the number of their tags. */
const Kind = { email: 1, dns: 2, directory: 4 } as const;
const EMAIL_ATTRIBUTE = '1.2.840.113549.1.9.1';

/** A name of a certificate, or what names are compared with. */
interface GeneralName {
  kind: number;
  /** Of a directory name, its parts in order; of others, the text in lower case. */
  value: readonly string[] | string;
  /** For people. */
  text: string;
}

/**
 * Why an authority may not issue a certificate somewhere below it, by its name constraints (RFC 5280 4.2.1.10); null where it
 * may, or has none. A name of a kind that is not compared here is refused where that kind is constrained.
 */
export function nameRefusal(authority: Certificate, certificate: Certificate): string | null {
  const constraints = authority.extensions.get(Extension.nameConstraints);
  if (!constraints) return null;
  try {
    const { permitted, excluded } = kept(constraintsOf, constraints, readConstraints);
    for (const name of kept(names, certificate, namesOf)) {
      const isOfKind = ({ kind }: GeneralName): boolean => kind === name.kind;
      const [allowed, forbidden] = [permitted.filter(isOfKind), excluded.filter(isOfKind)];
      if (allowed.length + forbidden.length === 0) continue;
      if (!isCompared(name.kind)) return `names of kind ${name.kind} are constrained, which is not supported`;
      if (forbidden.some((base) => isWithin(name, base))) return `${name.text} is excluded`;
      if (allowed.length > 0 && !allowed.some((base) => isWithin(name, base))) {
        return `${name.text} is not among the names that are permitted`;
      }
    }
    return null;
  } catch (error) {
    if (!(error instanceof HotfixkitError)) throw error;
    return `the names cannot be compared: ${error.message}`;
  }
}

/** What was read before: a file may have many chains over the same certificates. */
const constraintsOf = new WeakMap<BerValue, ReturnType<typeof readConstraints>>();
const names = new WeakMap<Certificate, GeneralName[]>();

function kept<K extends object, V>(known: WeakMap<K, V>, key: K, read: (key: K) => V): V {
  const found = known.get(key) ?? read(key);
  known.set(key, found);
  return found;
}

function readConstraints(extension: BerValue): { permitted: GeneralName[]; excluded: GeneralName[] } {
  const found: { permitted: GeneralName[]; excluded: GeneralName[] } = { permitted: [], excluded: [] };
  for (const list of contentOf(extension).list(2)) {
    const bases = list.list(MOST).map((subtree) => {
      const [base, minimum, ...more] = subtree.expect(Tag.sequence).list(3);
      // The minimum is 0 where it is not there, and may be written all the same.
      const isWhole =
        minimum === undefined || (minimum.tag === 0x80 && minimum.content.every((byte) => byte === 0));
      if (!base || !isWhole || more.length > 0)
        throw subtree.malformed('a subtree with a minimum or a maximum');
      return readName(base);
    });
    (list.tag === 0xa0 ? found.permitted : found.excluded).push(...bases);
  }
  return found;
}

function contentOf(extension: BerValue): BerValue {
  const bytes = extension.octets();
  if (bytes.length > LONGEST) throw extension.malformed(`names of more than ${LONGEST} bytes`);
  return extension.inside(bytes).expect(Tag.sequence);
}

/** The subject and the alternative names. An address in the subject counts where there are no alternative names. */
function namesOf({ subjectEncoding, extensions }: Certificate): GeneralName[] {
  const subject = BerValue.parse(subjectEncoding);
  const alternative = extensions.get(Extension.subjectAltName);
  const others = alternative ? contentOf(alternative).list(MOST).map(readName) : addressesIn(subject);
  return subject.content.length > 0 ? [directoryName(subject), ...others] : others;
}

function addressesIn(subject: BerValue): GeneralName[] {
  const attributes = subject.list(MOST).flatMap((relative) => relative.list(MOST));
  return attributes.flatMap((attribute) => {
    const [type, value] = attribute.list(2);
    return type?.oid() === EMAIL_ATTRIBUTE && value ? [textName(Kind.email, asn1Text(value))] : [];
  });
}

function readName(name: BerValue): GeneralName {
  const kind = name.tag & 0x1f;
  if (kind === Kind.directory) return directoryName(name.first());
  return textName(kind, isCompared(kind) ? latin1(name.content) : '');
}

function textName(kind: number, text: string): GeneralName {
  return { kind, value: text.toLowerCase(), text: JSON.stringify(text) };
}

/** Parts are compared without regard to case and spaces (RFC 5280 7.1). */
function directoryName(name: BerValue): GeneralName {
  const texts: string[] = [];
  const value = name
    .expect(Tag.sequence)
    .list(MOST)
    .map((relative) =>
      relative
        .expect(Tag.set)
        .list(MOST)
        .map((attribute) => {
          const [type, part] = attribute.expect(Tag.sequence).list(2);
          if (!type || !part) throw attribute.malformed('not a part of a name');
          const text = asn1Text(part);
          texts.push(text);
          return `${type.oid()}=${comparable(text)}`;
        })
        .sort()
        .join('\0'),
    );
  return { kind: Kind.directory, value, text: JSON.stringify(texts.reverse().join(', ')) };
}

function comparable(text: string): string {
  if (text.length > LONGEST_PART) return text;
  return normalise(text, 'NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
}

function isCompared(kind: number): boolean {
  return kind === Kind.email || kind === Kind.dns || kind === Kind.directory;
}

/** Whether a name lies in the subtree of a base of the same kind. */
function isWithin({ kind, value }: GeneralName, { value: base }: GeneralName): boolean {
  if (typeof value !== 'string' || typeof base !== 'string') {
    return [...base].every((part, index) => part === value[index]);
  }
  if (base === '') return true;
  if (kind === Kind.email) {
    if (base.includes('@')) return value === base;
    const host = value.slice(value.lastIndexOf('@') + 1);
    return base.startsWith('.') ? host.endsWith(base) : host === base;
  }
  return value === base || value.endsWith(base.startsWith('.') ? base : `.${base}`);
}
