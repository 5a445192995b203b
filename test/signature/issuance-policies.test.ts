import { expect, it } from 'vitest';
import { parseCertificate } from '../../src/signature/certificate.js';
import { policyRefusal } from '../../src/signature/issuance-policies.js';
import { extensionOf, int, makeCertificate, oid, seq, tlv } from '../support/authenticode-builder.js';

const policies = (...ids: string[]): Buffer =>
  extensionOf('2.5.29.32', seq(...ids.map((id) => seq(oid(id)))));
const explicit = (after: number): Buffer =>
  extensionOf('2.5.29.36', seq(tlv(0x80, Buffer.from([after]))), true);
const inhibit = extensionOf('2.5.29.36', seq(tlv(0x81, Buffer.from([0]))), true);
const noAny = extensionOf('2.5.29.54', int(0), true);
const mapping = extensionOf('2.5.29.33', seq(seq(oid('1.2.3'), oid('1.2.5'))), true);
const ANY = '2.5.29.32.0';

/** The refusal of a chain without its anchor, from the leaf up, by the extensions of its certificates. */
function refusal(...chain: Buffer[][]): string | null {
  return policyRefusal(
    chain.map((extensions, i) =>
      parseCertificate(makeCertificate({ name: `Policy ${i}`, issuer: root, extensions }).der),
    ),
  );
}
const root = makeCertificate({ name: 'Policy Root', ca: true });

it.each<[string, Buffer[][]]>([
  ['no one requires any', [[], [policies('1.2.3')], []]],
  ['only mapping is forbidden', [[], [inhibit]]],
  ['all have a common one', [[policies('1.2.3', '1.2.4')], [explicit(0), policies('1.2.3')]]],
  ['the authority has any', [[policies('1.2.3')], [explicit(0), policies(ANY)]]],
  ['they are required further down than the chain goes', [[], [explicit(2)]]],
])('policies are enough where %s', (_, chain) => expect(refusal(...chain)).toBeNull());

it.each<[string, RegExp, Buffer[][]]>([
  ['any does not count any more', /do not have/, [[policies(ANY)], [explicit(0), policies('1.2.3'), noAny]]],
  ['policies are mapped', /not followed/, [[policies('1.2.4')], [explicit(0), policies('1.2.3'), mapping]]],
  ['the leaf has none', /do not have/, [[], [explicit(0), policies('1.2.3')]]],
  ['the leaf has another', /do not have/, [[policies('1.2.4')], [explicit(0), policies('1.2.3')]]],
  ['the authority has none', /do not have/, [[policies('1.2.4')], [explicit(1)]]],
  ['the leaf itself requires one', /do not have/, [[explicit(0)]]],
  [
    'policies cannot be read',
    /cannot be read/,
    [[extensionOf('2.5.29.32', int(1))], [explicit(0), policies('1.2.3')]],
  ],
])('policies are not enough where %s', (_, message, chain) => expect(refusal(...chain)).toMatch(message));
