import { asn1Text } from '../formats/asn1/asn1-text.js';
import { type BerValue, Tag } from '../formats/asn1/ber-value.js';

const keywords: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'E',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

/** Parts of a name, and its bytes; real ones have ten, and 300. */
const MOST_PARTS = 64;
const MOST_BYTES = 2 ** 16;

/** A part of a name, e.g. `CN` and `Microsoft Corporation`. Attributes without a keyword have their object identifier. */
export interface NamePart {
  keyword: string;
  value: string;
}

/** The parts of a Name (RFC 5280 4.1.2.4), most specific first, as people read it. */
export function parseName(name: BerValue): NamePart[] {
  if (name.content.length > MOST_BYTES) throw name.malformed(`a name of more than ${MOST_BYTES} bytes`);
  const parts: NamePart[] = [];
  for (const relative of name.expect(Tag.sequence).list(MOST_PARTS)) {
    for (const attribute of relative.expect(Tag.set).list(MOST_PARTS)) {
      const [type, value] = attribute.expect(Tag.sequence).list(2);
      if (!type || !value) throw attribute.malformed('not a part of a name');
      const oid = type.oid();
      parts.push({ keyword: keywords[oid] ?? oid, value: asn1Text(value) });
    }
  }
  return parts.reverse();
}

/** A name as one line: `CN=…, O=…, C=…`. For people: what it contains is not escaped. */
export function formatName(parts: readonly NamePart[]): string {
  return parts.map(({ keyword, value }) => `${keyword}=${value}`).join(', ');
}

/** What a certificate is called in one word: CN, else O, else OU, else the whole name. */
export function shortName(parts: readonly NamePart[]): string {
  for (const wanted of ['CN', 'O', 'OU']) {
    const part = parts.find(({ keyword }) => keyword === wanted);
    if (part) return part.value;
  }
  return formatName(parts);
}
