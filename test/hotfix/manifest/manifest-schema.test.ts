import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import {
  manifestJsonSchema,
  parseManifest,
  parseManifestText,
} from '../../../src/hotfix/manifest/manifest-schema.js';
import { itThorough, runs } from '../../support/thorough.js';

const file = {
  name: 'a.dll',
  version: '1.2.3.4',
  size: 5,
  date: '2010-01-25',
  time: '06:27',
  platform: 'x86',
};
const manifest = (change: object = {}, fileChange: object = {}) => ({
  kb: '977203',
  title: 'T',
  language: 'en',
  sections: [{ title: 'S', product: 'P', files: [{ ...file, ...fileChange }] }],
  warnings: [],
  ...change,
});

function errorOf(body: () => unknown): HotfixkitError {
  try {
    body();
  } catch (error) {
    if (error instanceof HotfixkitError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('parseManifest', () => {
  it('gives back what it is given', () => {
    expect(parseManifest(manifest())).toEqual(manifest());
  });

  it('takes hashes of files, as long as those of their algorithm', () => {
    const hashes = [
      { file: 'a.msu', algorithm: 'SHA-256', digest: 'ab'.repeat(32) },
      { file: 'a.msu', algorithm: 'MD5', digest: 'ab'.repeat(16) },
    ];
    expect(parseManifest(manifest({ hashes }))).toEqual(manifest({ hashes }));
    const { code, facts } = errorOf(() =>
      parseManifest(manifest({ hashes: [{ ...hashes[0], algorithm: 'SHA-1' }] })),
    );
    expect({ code, at: facts.structure }).toEqual({ code: 'MANIFEST_INVALID', at: 'hashes[0]' });
  });

  it('fills in what may be left out', () => {
    const short = { kb: 'KB977203', title: 'T', sections: [{ title: 'S', files: [{ name: 'a.dll' }] }] };
    expect(parseManifest(short)).toEqual({
      kb: '977203',
      title: 'T',
      language: 'und',
      sections: [
        {
          title: 'S',
          product: null,
          files: [{ name: 'a.dll', version: null, size: null, date: null, time: null, platform: null }],
        },
      ],
      warnings: [],
    });
  });

  it('takes tables without an article number, and folders', () => {
    const { kb, sections } = parseManifest(manifest({ kb: null }, { folder: 'SP2GDR' }));
    expect(kb).toBeNull();
    expect(sections[0]!.files[0]!.folder).toBe('SP2GDR');
  });

  it('does not keep $schema', () => {
    expect(parseManifest(manifest({ $schema: './manifest.schema.json' }))).toEqual(manifest());
    expect(parseManifest(manifest({ schema: 'hotfixkit/manifest/1' }))).toEqual(manifest());
  });

  it.each([
    ['no object', 7, 'manifest'],
    ['a later version of the format', { ...manifest(), schema: 'hotfixkit/manifest/2' }, 'schema'],
    ['a misspelt key', manifest({}, { verison: '1' }), 'sections[0].files[0]'],
    ['a size that is text', manifest({}, { size: '17,768' }), 'sections[0].files[0].size'],
    ['a negative size', manifest({}, { size: -1 }), 'sections[0].files[0].size'],
    ['a size beyond what a number can count', manifest({}, { size: 2 ** 60 }), 'sections[0].files[0].size'],
    ['a day that does not exist', manifest({}, { date: '2010-02-30' }), 'sections[0].files[0].date'],
    ['a date in another form', manifest({}, { date: '25-Jan-2010' }), 'sections[0].files[0].date'],
    ['an hour that does not exist', manifest({}, { time: '24:00' }), 'sections[0].files[0].time'],
    ['an empty name', manifest({}, { name: '' }), 'sections[0].files[0].name'],
    ['no sections', manifest({ sections: [] }), 'sections'],
    ['no article number', manifest({ kb: 'seven' }), 'kb'],
  ])('refuses %s', (_, value, place) => {
    const error = errorOf(() => parseManifest(value, { file: 'm.json' }));
    expect(error.code).toBe('MANIFEST_INVALID');
    expect(error.facts).toEqual({ file: 'm.json', structure: place });
  });

  it.each([
    ['b\u200b.dll', 'the character U+200B, which is not shown'],
    ['b.dll\ufe0f', 'the character U+FE0F, which is not shown'],
    ['\u202ea.dll', 'the character U+202E, which is not shown'],
    ['a\u0000.dll', 'the character U+0000, which is not shown'],
    ['a.dll\u00a0', 'a blank at its start or end'],
    [' a.dll', 'a blank at its start or end'],
  ])('refuses the name %j, which no file would have', (name, what) => {
    const error = errorOf(() => parseManifest(manifest({}, { name })));
    expect(error.facts).toEqual({ structure: 'sections[0].files[0].name' });
    expect(error.message).toBe(`not a manifest: a file name has ${what}; remove it`);
  });

  it.each(['a b.dll', 'ファイル.dll', 'm\u00fc u\u0308.dll'])('takes the name %j', (name) => {
    expect(parseManifest(manifest({}, { name })).sections[0]!.files[0]!.name).toBe(name);
  });

  it('throws nothing but MANIFEST_INVALID, whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parseManifest(value);
        } catch (error) {
          expect(error).toBeInstanceOf(HotfixkitError);
          expect((error as HotfixkitError).code).toBe('MANIFEST_INVALID');
        }
      }),
      { seed: 977203, numRuns: runs(300) },
    );
  });
});

describe('parseManifestText', () => {
  it.each([
    ['"files" twice', '"files":[', '"files":[],"files":[', 'sections[0]', 'files'],
    ['"sections" twice', '"sections":[', '"sections":[],"sections":[', 'manifest', 'sections'],
    ['a size twice', '"size":5', '"size":6,"\\u0073ize":5', 'sections[0].files[0]', 'size'],
  ])('refuses a key that is there twice: %s', (_, one, two, structure, key) => {
    const json = JSON.stringify(manifest()).replace(one, two);
    expect(() => JSON.parse(json)).not.toThrow();
    const error = errorOf(() => parseManifestText(json, { file: 'm.json' }));
    expect(error).toMatchObject({ code: 'MANIFEST_INVALID', facts: { file: 'm.json', structure } });
    expect(error.message).toBe(
      `not a manifest: line 1 has the key "${key}" a second time; remove one of the two`,
    );
  });

  it('reads JSON with and without a byte order mark', () => {
    expect(parseManifestText(JSON.stringify(manifest()))).toEqual(manifest());
    expect(parseManifestText(`\uFEFF${JSON.stringify(manifest())}`)).toEqual(manifest());
  });

  it.each([
    [
      'a list',
      `[${JSON.stringify(manifest())}]`,
      /^not a manifest: the file has a list, and a manifest is one object/,
    ],
    [
      'a comment',
      `// mine\n${JSON.stringify(manifest())}`,
      /^not JSON: JSON has no comments, and this begins with one: /,
    ],
  ])('says what is wrong with %s', (_, json, message) => {
    expect(errorOf(() => parseManifestText(json)).message).toMatch(message);
  });

  it('refuses text that is not JSON', () => {
    const error = errorOf(() => parseManifestText('{"kb": ', { file: 'm.json' }));
    expect(error.code).toBe('MANIFEST_INVALID');
    expect(error.message).toMatch(/^not JSON: /);
    expect(error.facts.file).toBe('m.json');
  });
});

describe('what no manifest is', () => {
  const times = (text: string, count: number) => text.repeat(count);
  const rows = (row: string, count: number) =>
    `{"kb":null,"title":"T","sections":[{"title":"S","files":[${times(`${row},`, count)}${row}]}]}`;
  itThorough.each([
    ['a million rows with something wrong', rows('{"x":1}', 1_000_000)],
    ['a million values', rows('1', 1_000_000)],
    ['as many wrong rows as a table takes', rows('{"name":1}', 19_000)],
    ['a hundred thousand keys', `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":1`).join()}}`],
    ['lists in lists', `${times('[', 5000)}${times(']', 5000)}`],
    ['objects in objects', `${times('{"a":', 5000)}1${times('}', 5000)}`],
    ['a title without end', `{"kb":null,"title":"${times('x', 5_000_000)}","sections":[]}`],
    [
      'more wordings than languages',
      rows('{"name":"a"}', 1).replace(
        '"title":"T"',
        `"title":"T","facts":{"symptoms":[{"wordings":[${times('1,', 200_000)}1]}]}`,
      ),
    ],
  ])(
    'is refused soon: %s',
    (_, json) => {
      const error = errorOf(() => parseManifestText(json));
      expect(error.code).toBe('MANIFEST_INVALID');
      expect(error.message.length).toBeLessThan(500);
    },
    20_000,
  );
});

describe('manifestJsonSchema', () => {
  it('describes what may be written', () => {
    const schema = manifestJsonSchema() as {
      $schema: string;
      required: string[];
      additionalProperties: boolean;
      properties: { sections: { items: { properties: { files: { items: object } } } } };
    };
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.required).toEqual(['kb', 'title', 'sections']);
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties.sections.items.properties.files.items).toMatchObject({
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { size: { anyOf: [{ type: 'integer', minimum: 0 }, { type: 'null' }] } },
    });
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('is kept beside the data files, for editors', () => {
    const kept = new URL('../../../src/hotfix/manifest/manifest.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(manifestJsonSchema());
  });
});
