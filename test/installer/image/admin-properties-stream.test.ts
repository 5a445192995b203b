import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import {
  ADMIN_PROPERTIES_STREAM,
  adminPropertiesToSave,
  parseAdminProperties,
  writeAdminProperties,
} from '../../../src/installer/image/admin-properties-stream.js';
import { PropertyTable } from '../../../src/installer/language/property-table.js';
import { isThorough } from '../../support/thorough.js';

const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));

const parse = (text: string): Record<string, string> => Object.fromEntries(parseAdminProperties(utf16(text)));

describe('parseAdminProperties', () => {
  it.each([
    // The stream of Wine's test_adminprops.
    ['MYPROP=2718 MyProp=42\0', { MYPROP: '2718', MyProp: '42' }],
    ['MYPROP=2718', { MYPROP: '2718' }],
    ['A=1\0B=2\0', { A: '1' }],
    ['\0', {}],
    ['', {}],
    ['  A="b c"  D="say ""hi""" E="" \0', { A: 'b c', D: 'say "hi"', E: '' }],
    ['DIR="C:\\a b\\" X=1\0', { DIR: 'C:\\a b\\', X: '1' }],
    ['A = 1 B= 2 C =3\0', { A: '1', B: '2', C: '3' }],
    ['A= B=1\0', { A: '', B: '1' }],
    ['A=/qn\0', { A: '/qn' }],
    ['A= /qn\0', { A: '/qn' }],
    ['A=1 A=2\0', { A: '2' }],
  ])('%j', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it('does without the second byte of the last unit, and at any offset', () => {
    expect(Object.fromEntries(parseAdminProperties(utf16('A=1x').subarray(0, 7)))).toEqual({ A: '1' });
    expect(Object.fromEntries(parseAdminProperties(utf16('xA=1').subarray(2)))).toEqual({ A: '1' });
    const odd = new Uint8Array(9);
    odd.set(utf16('A=1\0'), 1);
    expect(Object.fromEntries(parseAdminProperties(odd.subarray(1)))).toEqual({ A: '1' });
  });

  it.each(['A', 'A="1', '=1', 'A=1 B', 'A=1 =2'])('refuses %j', (text) => {
    let caught: unknown;
    try {
      parse(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(HotfixkitError);
    expect((caught as HotfixkitError).code).toBe('MSI_BAD_VALUE');
  });
});

describe('writeAdminProperties', () => {
  const written = (properties: Iterable<readonly [string, string]>): string =>
    Buffer.from(writeAdminProperties(properties)).toString('utf16le');

  it('writes what every image made by Windows has, whatever else there is', () => {
    expect(ADMIN_PROPERTIES_STREAM).toBe('AdminProperties');
    expect(writeAdminProperties([])).toEqual(utf16('IsAdminPackage="1" \0'));
    expect(written([['IsAdminPackage', '0']])).toBe('IsAdminPackage="1" \0');
  });

  it.each([
    [
      [
        ['MYPROP', '2718'],
        ['MyProp', '42'],
      ],
      'MYPROP="2718" MyProp="42" ',
    ],
    [
      [
        ['A', 'b c'],
        ['D', 'say "hi"'],
        ['E', ''],
        ['F', 'C:\\x\\'],
      ],
      'A="b c" D="say ""hi""" E="" F="C:\\x\\" ',
    ],
    [
      [
        ['A', '1'],
        ['IsAdminPackage', '1'],
        ['B', '2'],
      ],
      'A="1" B="2" ',
    ],
  ] as [[string, string][], string][])('quotes %j', (properties, expected) => {
    expect(written(properties)).toBe(`IsAdminPackage="1" ${expected}\0`);
  });

  it.each([
    ['', 'x'],
    ['A B', 'x'],
    ['A=', 'x'],
    ['A"', 'x'],
    ['A', 'x\0y'],
  ])('refuses %j with %j', (name, value) => {
    expect(() => writeAdminProperties([[name, value]])).toThrow(HotfixkitError);
  });

  it('comes back as it was', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,8}$/);
    const value = fc
      .oneof(
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.string({
          unit: fc.constantFrom('"', '\u201c', '\u201d', '\u200b', '^', '=', ' ', 'x'),
          maxLength: 9,
        }),
      )
      .map((text) => text.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (pairs) => {
        const properties = new Map(pairs);
        const expected = new Map([['IsAdminPackage', '1'], ...properties]);
        expect(parseAdminProperties(writeAdminProperties(properties))).toEqual(expected);
      }),
      { seed: 23, numRuns: isThorough ? 1000 : 30 },
    );
  });
});

describe('adminPropertiesToSave', () => {
  it('saves the listed properties with the values of the session', () => {
    const properties = new PropertyTable({
      commandLine: [
        ['COMPANYNAME', 'Acme "Widgets"'],
        ['CLEARED', ''],
      ],
      propertyTable: [
        ['AdminProperties', 'COMPANYNAME;TARGETDIR;MyPrivate;CLEARED;UNHEARD'],
        ['CLEARED', 'x'],
        ['MyPrivate', 'p'],
        ['Other', 'o'],
      ],
    });
    properties.set('TARGETDIR', 'C:\\image\\');
    const saved = adminPropertiesToSave(properties)!;
    expect([...saved]).toEqual([
      ['COMPANYNAME', 'Acme "Widgets"'],
      ['TARGETDIR', 'C:\\image\\'],
      ['MyPrivate', 'p'],
      ['CLEARED', ''],
    ]);
    const again = new PropertyTable({
      adminProperties: parseAdminProperties(writeAdminProperties(saved)),
      propertyTable: [
        ['CLEARED', 'x'],
        ['COMPANYNAME', 'package'],
      ],
    });
    expect([again.get('CLEARED'), again.get('COMPANYNAME'), again.get('MyPrivate')]).toEqual([
      '',
      'Acme "Widgets"',
      'p',
    ]);
  });

  it('saves nothing for a package that lists nothing', () => {
    expect(adminPropertiesToSave(new PropertyTable())).toBeNull();
    expect(
      adminPropertiesToSave(new PropertyTable({ propertyTable: [['AdminProperties', ' ; ']] })),
    ).toBeNull();
  });
});
