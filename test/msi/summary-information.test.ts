import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../src/core/errors.js';
import { SummaryInformation, SummaryProperty } from '../../src/msi/summary-information.js';
import { caught } from '../support/caught.js';
import { ascii, FMTID, filetime, i2, i4, propertySet, text, u32 } from '../support/property-set.js';
import { runs } from '../support/thorough.js';

describe('reading', () => {
  it('knows every property of the summary information', () => {
    const summary = SummaryInformation.parse(
      propertySet([
        [1, i2(1252)],
        [2, text(ascii('Installation Database'))],
        [3, text(ascii('Subject'))],
        [4, text([0xc4, 0x80])],
        [5, text(ascii('Installer'))],
        [6, text(ascii('Comments'))],
        [7, text(ascii('x64;1033,1031'))],
        [8, text(ascii('Last'))],
        [9, text(ascii('{6BA452A6-7DBE-4456-A933-A2528F25AB0C}'))],
        [11, filetime],
        [12, filetime],
        [13, filetime],
        [14, i4(200)],
        [15, i4(2)],
        [16, i4(-1)],
        [18, text(ascii('App'))],
        [19, i4(4)],
      ]),
    );
    const when = new Date('2009-12-31T23:59:58Z');
    expect({ ...readable(summary) }).toEqual({
      codePage: 1252,
      title: 'Installation Database',
      subject: 'Subject',
      author: 'Ä€',
      keywords: 'Installer',
      comments: 'Comments',
      template: 'x64;1033,1031',
      lastAuthor: 'Last',
      revision: '{6BA452A6-7DBE-4456-A933-A2528F25AB0C}',
      lastPrinted: when,
      created: when,
      lastSaved: when,
      pageCount: 200,
      wordCount: 2,
      charCount: -1,
      appName: 'App',
      security: 4,
    });
  });

  it('has null for what is absent or of another type', () => {
    const summary = SummaryInformation.parse(
      propertySet([
        [2, i4(7)],
        [15, text(ascii('2'))],
        [12, [...u32(64), ...u32(0), ...u32(0)]],
      ]),
    );
    expect(Object.values(readable(summary))).toEqual(new Array(17).fill(null));
    expect(summary.properties.get(2)).toEqual({ type: 3, value: 7 });
  });

  it.each<[string, number, number[], string]>([
    // The page is a signed 16-bit number: 65001 shows as -535.
    ['UTF-8', 65001, [0xc3, 0xa9, 0xe6, 0x97, 0xa5], 'é日'],
    ['UTF-8 with its sign', -535, [0xc3, 0xa9], 'é'],
    ['Japanese', 932, [0x93, 0xfa], '日'],
    ['Korean', 949, [0xc7, 0xd1], '한'],
    ['neutral', 0, [0xe9], 'é'],
    ['one that nobody knows', 12345, [0xe9], 'é'],
  ])('uses the code page: %s', (_name, page, bytes, expected) => {
    const summary = SummaryInformation.parse(
      propertySet([
        [2, text(bytes)],
        [1, i2(page)],
      ]),
    );
    expect(summary.title).toBe(expected);
    expect(summary.codePage).toBe(page & 0xffff);
  });

  it('uses UTF-16 where the code page says so', () => {
    const summary = SummaryInformation.parse(
      propertySet([
        [1, i2(1200)],
        [2, text([0x41, 0, 0x2d, 0x4e, 0], 6)],
      ]),
    );
    expect(summary.title).toBe('A中');
  });

  it.each<[string, number[], string]>([
    ['without a terminator', [...u32(30), ...u32(3), ...ascii('abc')], 'abc'],
    ['that end early', text([...ascii('ab'), 0, ...ascii('cd')]), 'ab'],
    ['that say to be longer than the stream', text(ascii('ab'), 0x7fffffff), 'ab'],
    ['of no length', [...u32(30), ...u32(0)], ''],
  ])('forgives strings %s', (_name, value, expected) => {
    expect(SummaryInformation.parse(propertySet([[2, value]])).title).toBe(expected);
  });

  it('passes over types that it does not know, and over the dictionary', () => {
    const summary = SummaryInformation.parse(
      propertySet([
        [0, u32(3)],
        [2, [...u32(31), 0, 0, 0, 0]],
        [3, text(ascii('s'))],
      ]),
    );
    expect([...summary.properties.keys()]).toEqual([3]);
  });

  it('finds its set among two', () => {
    const bytes = propertySet([[2, text(ascii('x'))]]);
    const two = Uint8Array.from([
      ...bytes.slice(0, 24),
      ...u32(2),
      ...new Array<number>(16).fill(9),
      ...u32(68),
      ...FMTID,
      ...u32(68),
      ...bytes.slice(48),
    ]);
    expect(SummaryInformation.parse(two).title).toBe('x');
  });

  it.each<[string, Uint8Array, object]>([
    ['nothing', new Uint8Array(0), { offset: 0 }],
    ['another byte order', propertySet([], { order: 0xfeff }), { offset: 0, found: 0xfeff }],
    ['another set', propertySet([], { fmtid: new Array<number>(16).fill(1) }), { offset: 28 }],
    ['a header that is cut', propertySet([]).slice(0, 40), { structure: 'PropertySetStream' }],
    ['a set that is cut', propertySet([]).slice(0, 51), { offset: 48, structure: 'PropertySet' }],
    ['more properties than fit', changed(propertySet([]), 52, 0xffffffff), { offset: 52, found: 0xffffffff }],
    ['a property beyond the end', changed(propertySet([[2, i4(1)]]), 60, 5000), { found: 5000 }],
    ['a value that is cut', propertySet([[2, filetime]]).slice(0, -4), { structure: 'TypedPropertyValue' }],
  ])('refuses %s', (_name, bytes, facts) => {
    expect(caught(() => SummaryInformation.parse(bytes))).toMatchObject({ code: 'MSI_BAD_SUMMARY', facts });
  });

  it('refuses many strings in one place: they would take more memory than there is', () => {
    const count = 5000;
    const header = 8 + 8 * count;
    const places = Array.from({ length: count }, (_, i) => [...u32(i + 2), ...u32(header)]).flat();
    const body = [...u32(30), ...u32(100_000), ...new Array<number>(100_000).fill(0x41)];
    const bytes = Uint8Array.from([
      ...propertySet([]).slice(0, 48),
      ...u32(0),
      ...u32(count),
      ...places,
      ...body,
    ]);
    const start = performance.now();
    expect(caught(() => SummaryInformation.parse(bytes)).code).toBe('MSI_BAD_SUMMARY');
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('ends in properties or in a coded error, whatever the bytes', () => {
    const bytes = propertySet([
      [1, i2(1252)],
      [2, text(ascii('Title'))],
      [12, filetime],
      [15, i4(2)],
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 5 }),
        fc.nat(bytes.length),
        (changes, length) => {
          const copy = bytes.slice(0, length);
          for (const [at, byte] of changes) if (at < length) copy[at] = byte;
          try {
            SummaryInformation.parse(copy);
          } catch (error) {
            if (!(error instanceof HotfixkitError)) throw error;
          }
        },
      ),
      { seed: 1, numRuns: runs(1500) },
    );
  });
});

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy.set(u32(value), at);
  return copy;
}

function readable(summary: SummaryInformation): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(SummaryProperty).map((name) => [name, summary[name as keyof typeof SummaryProperty]]),
  );
}
