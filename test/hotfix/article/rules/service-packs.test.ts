import { describe, expect, it } from 'vitest';
import { servicePacksIn } from '../../../../src/hotfix/article/rules/service-packs.js';

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
