import { describe, expect, it } from 'vitest';
import { listCatalogue, manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { parseProductLine } from '../../../src/hotfix/manifest/manifest-schema.js';
import { explainVersion, productLines } from '../../../src/hotfix/manifest/product-line.js';

describe('explainVersion', () => {
  it.each([
    // Versions by origin as public administration scripts name them, 4.00 and 4.0 alike.
    ['4.00.6221.1000', 'ConfigMgr 2007 SP1', null, true],
    ['4.0.6221.1193', 'ConfigMgr 2007 SP1', '977203', true],
    ['4.0.6487.2000', 'ConfigMgr 2007 SP2', null, true],
    ['4.0.6487.2111', 'ConfigMgr 2007 SP2', '977203', true],
    ['4.00.6487.2157', 'ConfigMgr 2007 SP2', '977384', true],
    ['4.0.6487.2160', 'ConfigMgr 2007 SP2', '977384', false],
    ['4.0.6487.2207', 'ConfigMgr 2007 SP2', '2750782', true],
    ['4.0.6487.9999', 'ConfigMgr 2007 SP2', '2750782', false],
    ['4.00.5931.0000', 'ConfigMgr 2007', null, true],
    ['5.00.7804.1300', 'ConfigMgr 2012 SP1', null, true],
    ['5.00.8239.1501', 'ConfigMgr 2012 R2 SP1', null, true],
    ['2.50.4160.2000', 'SMS 2003 SP2', null, true],
    ['2.50.4253.3129', 'SMS 2003 SP3', '2733631', true],
  ])('%s is of %s, from %s', (version, product, kb, exact) => {
    expect(explainVersion(version)).toMatchObject({ product, origin: { kb }, exact, relation: null });
  });

  it.each(['4.0.6487.1999', '6.0.7711.0', '4.0', 'none', '4.0.6222.1193'])(
    '%j is of no known line',
    (version) => {
      expect(explainVersion(version)).toBeNull();
    },
  );

  it.each([
    ['4.0.6487.2157', '4.0.6487.2111', 'newer', 'newer: from 4.0.6487.2157, KB977384 or later'],
    [
      '4.0.6487.2120',
      '4.0.6487.2111',
      'newer',
      'newer: from 4.0.6487.2111, KB977203 or later, before 4.0.6487.2157, KB977384',
    ],
    ['4.0.6487.2300', '4.0.6487.2111', 'newer', 'newer: from 4.0.6487.2207, KB2750782 or later'],
    ['4.0.6487.2000', '4.0.6487.2111', 'older', 'older: from 4.0.6487.2000, ConfigMgr 2007 SP2 or later'],
    [
      '4.0.6221.1193',
      '4.0.6487.2111',
      'older',
      'older: from 4.0.6221.1193, KB977203 or later, a file of ConfigMgr 2007 SP1',
    ],
    ['4.0.6487.2111', '4.00.6487.2111', 'same', 'from 4.0.6487.2111, KB977203 or later'],
  ])('%s where %s was expected is %s', (found, expected, relation, text) => {
    expect(explainVersion(found, expected)).toMatchObject({ relation, text });
  });

  it('says what supersedes the hotfix once that is installed', () => {
    expect(explainVersion('4.0.6487.2157', '4.0.6487.2111')?.superseded).toMatchObject({
      kb: '977203',
      by: '977384',
    });
    expect(explainVersion('4.0.6487.2207', '4.0.6487.2111')?.superseded).toMatchObject({ by: '977384' });
    expect(explainVersion('4.0.6487.2120', '4.0.6487.2111')?.superseded).toBeNull();
    expect(explainVersion('4.0.6487.2157', '4.0.6221.1193')?.superseded).toBeNull();
  });
});

describe('productLines', () => {
  it('are as the schema wants them', () => {
    expect(productLines().map((line) => parseProductLine(line))).toEqual(productLines());
  });

  it('agree with the file tables of the catalogue', () => {
    for (const { kb } of listCatalogue()) {
      const products = new Set(
        productLines().flatMap(({ origins }) => origins.map(({ product }) => product)),
      );
      for (const { product, files } of manifestFromCatalogue(kb!).sections) {
        if (product === null || !products.has(product)) continue;
        for (const { version } of files) {
          if (version !== null)
            expect(explainVersion(version)).toMatchObject({ product, exact: true, origin: { kb } });
        }
      }
    }
  });

  it('supersede by articles that have a version', () => {
    for (const { origins, supersedence } of productLines()) {
      for (const { kb, by, product } of supersedence) {
        const articles = origins.filter((origin) => origin.product === product).map((origin) => origin.kb);
        expect(articles.indexOf(kb)).toBeGreaterThanOrEqual(0);
        expect(articles.indexOf(by)).toBeGreaterThan(articles.indexOf(kb));
      }
    }
  });
});
