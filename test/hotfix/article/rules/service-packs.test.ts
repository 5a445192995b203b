import { describe, expect, it } from 'vitest';
import { releasesIn, servicePacksIn } from '../../../../src/hotfix/article/rules/service-packs.js';

describe('servicePacksIn', () => {
  it.each([
    ['ConfigMgr 2007 SP1 and SP 2', ['1', '2']],
    ['Service Pack 2 (SP2)', ['2']],
    ['sccm2007ac sp1 kb1', ['1']],
    ['SP20, GRASP2', []],
  ])('%j', (text, packs) => {
    expect([...servicePacksIn(text)]).toEqual(packs);
  });
});

describe('releasesIn', () => {
  it.each([
    ['System Center Configuration Manager 2007 SP2', ['2007']],
    ['System Center 2012 Configuration Manager', ['2012']],
    ['sccm2007ac-sp2-kb900001-x86.msp', ['2007']],
    ['sms2003ac-kb900001.msp and SMS 2003', ['2003']],
    ['Windows Server 2008, last reviewed in 2010', []],
  ])('%j', (text, releases) => {
    expect([...releasesIn(text)]).toEqual(releases);
  });
});
