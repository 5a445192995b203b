import { describe, expect, it } from 'vitest';
import { type Manifest, productNames, sectionsForProduct } from '../../../src/hotfix/manifest/manifest.js';

const manifest: Manifest = {
  kb: '1',
  title: 'An article',
  language: 'en',
  sections: [
    {
      title: 'System Center Configuration Manager 2007 SP1 file information',
      product: 'ConfigMgr 2007 SP1',
      files: [],
    },
    {
      title: 'System Center Configuration Manager 2007 SP2 file information',
      product: 'ConfigMgr 2007 SP2',
      files: [],
    },
    { title: 'The same, SP20', product: 'ConfigMgr 2007 SP20', files: [] },
    { title: '系统中心配置管理器', product: null, files: [] },
  ],
  warnings: [],
};

describe('sectionsForProduct', () => {
  it.each([
    ['ConfigMgr 2007 SP1', [0]],
    ['  configmgr   2007 sp2 ', [1]],
    ['SP2', [1]],
    ['sp20', [2]],
    ['Configuration Manager 2007 SP1', [0]],
    ['system center configuration manager 2007 sp2 file information', [1]],
    ['2007', [0, 1, 2]],
    ['Config', [0, 1, 2]],
    ['系统中心', [3]],
    ['SP3', []],
    ['', []],
    ['***', []],
  ])('%j names sections %j', (text, expected) => {
    expect(sectionsForProduct(manifest, text)).toEqual(expected.map((index) => manifest.sections[index]));
  });
});

describe('productNames', () => {
  it('lists each product once, the heading where no product is known', () => {
    const twice = { ...manifest, sections: [...manifest.sections, manifest.sections[0]!] };
    expect(productNames(twice)).toEqual([
      'ConfigMgr 2007 SP1',
      'ConfigMgr 2007 SP2',
      'ConfigMgr 2007 SP20',
      '系统中心配置管理器',
    ]);
  });
});
