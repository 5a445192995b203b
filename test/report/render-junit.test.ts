import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import type { ManifestSection } from '../../src/hotfix/manifest/manifest.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';
import { junitSuite, renderJunit } from '../../src/report/render-junit.js';
import { junitFaults } from '../support/junit-schema.js';

const manifest = manifestFromCatalogue('977203');
const sp2 = manifest.sections[1] as ManifestSection;
const files = sp2.files.map(({ name, size, version, platform }, i) => ({
  path: `${i}/${name}`,
  name,
  size: size ?? 0,
  version,
  platform,
}));

interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

/** Reads a document with a parser that accepts nothing but well-formed XML. */
function parse(xml: string): Element[] {
  const elements: Element[] = [];
  const parser = new SaxesParser();
  const open: Element[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const current = open.at(-1);
    if (current) current.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return elements;
}

describe('renderJunit', () => {
  it('makes a case of every row and a failure of every row that does not hold', () => {
    const spoilt = files
      .filter((_, i) => i !== 5)
      .map((file, i) => (i === 3 ? { ...file, version: '4.0.6487.2157' } : file));
    const elements = parse(renderJunit([junitSuite(verifyFiles(spoilt, manifest))]));
    expect(elements.slice(0, 2)).toMatchObject([
      { name: 'testsuites', attributes: { tests: '13', failures: '2', errors: '0' } },
      {
        name: 'testsuite',
        attributes: { name: 'KB977203 ConfigMgr 2007 SP2', tests: '13', failures: '2' },
      },
    ]);
    const cases = elements.filter(({ name }) => name === 'testcase');
    expect(cases.map(({ attributes }) => attributes.name)).toEqual(
      sp2.files.map(({ name, platform }) => (platform === null ? name : `${name} (${platform})`)),
    );
    const failures = elements.filter(({ name }) => name === 'failure');
    expect(failures.map(({ attributes }) => [attributes.type, attributes.message])).toEqual([
      [
        'mismatch',
        'version is 4.0.6487.2157 instead of 4.0.6487.2111; newer: from 4.0.6487.2157, KB977384 or later, which supersedes KB977203',
      ],
      ['missing', 'not found'],
    ]);
    expect(failures[0]!.text).toContain('path: 3/Ccmsetup.exe\n');
  });

  it('skips what may be missing', () => {
    const result = verifyFiles(files.slice(0, 1), manifest, { onlyPresent: true });
    const elements = parse(renderJunit([junitSuite(result, { onlyPresent: true })]));
    expect(elements[1]!.attributes).toMatchObject({ failures: '0', skipped: '12' });
    expect(elements.filter(({ name }) => name === 'skipped')).toHaveLength(12);
  });

  it('is well formed whatever names say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, message) => {
        const xml = renderJunit([
          {
            name,
            cases: [{ group: name, name, file: message, outcome: 'failed', message, detail: message }],
          },
        ]);
        expect(parse(xml).map((element) => element.name)).toEqual([
          'testsuites',
          'testsuite',
          'testcase',
          'failure',
        ]);
      }),
      { seed: 977203 },
    );
  });

  it('is valid by the schema of the xUnit plugin of Jenkins', () => {
    const present = verifyFiles(files.slice(0, 3), manifest, { onlyPresent: true });
    const suites = [
      junitSuite(verifyFiles(files.slice(1), manifest)),
      junitSuite(present, { onlyPresent: true }),
      { name: 'w', warnings: ['a'], cases: [] },
    ];
    expect(junitFaults(renderJunit(suites))).toEqual([]);
    expect(junitFaults('<testsuites skipped="1"><testcase/></testsuites>')).toEqual([
      'testsuites has skipped="1"',
      'testcase in testsuites',
      'testcase lacks name',
    ]);
  });

  it('keeps what XML can hold', () => {
    const name = '<a href="&amp;">\'Größe\' 文件\t1\n2\u202e\u2066\u2028\u200b\ufeff\u180e\u{e0041}';
    const xml = renderJunit([{ name, cases: [] }]);
    expect(parse(xml)[1]!.attributes.name).toBe(name);
    expect(xml).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
