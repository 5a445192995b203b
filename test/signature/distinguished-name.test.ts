import { expect, it } from 'vitest';
import { BerValue } from '../../src/formats/asn1/ber-value.js';
import { formatName, parseName, shortName } from '../../src/signature/distinguished-name.js';
import { oid, seq, set, tlv } from '../support/authenticode-builder.js';
import { caught } from '../support/caught.js';

const part = (id: string, text: string): Buffer => set(seq(oid(id), tlv(0x0c, Buffer.from(text))));

it('puts the most specific part first', () => {
  const name = parseName(
    BerValue.parse(
      seq(
        part('2.5.4.6', 'US'),
        part('2.5.4.10', 'Contoso, Inc.'),
        part('2.5.4.3', 'Contoso'),
        part('1.2.3', 'x'),
      ),
    ),
  );
  expect(formatName(name)).toBe('1.2.3=x, CN=Contoso, O=Contoso, Inc., C=US');
  expect(shortName(name)).toBe('Contoso');
});

it('falls back to O, to OU, to the whole name', () => {
  const of = (...parts: Buffer[]): string => shortName(parseName(BerValue.parse(seq(...parts))));
  expect(of(part('2.5.4.11', 'Unit'), part('2.5.4.10', 'Google'))).toBe('Google');
  expect(of(part('2.5.4.11', 'Unit'))).toBe('Unit');
  expect(of(part('2.5.4.6', 'US'))).toBe('C=US');
});

it.each([
  ['what is no name', seq(seq())],
  ['a name longer than any', seq(part('2.5.4.3', 'x'.repeat(70_000)))],
])('refuses %s', (_, bytes) => {
  expect(caught(() => parseName(BerValue.parse(bytes)))).toMatchObject({ code: 'ASN1_MALFORMED' });
});
