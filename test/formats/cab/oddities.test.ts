import { expect, it } from 'vitest';
import { inCabinet, Oddities } from '../../../src/formats/cab/oddities.js';
import { caught } from '../../support/caught.js';

it('collects warnings when tolerant', () => {
  const oddities = new Oddities(false);
  oddities.report('CAB_BAD_HEADER', 'odd', { offset: 4 });
  expect(oddities.warnings).toEqual([{ code: 'CAB_BAD_HEADER', message: 'odd', offset: 4 }]);
});

it('throws when strict', () => {
  expect(caught(() => new Oddities(true).report('CAB_BAD_HEADER', 'odd', { offset: 4 }))).toMatchObject({
    code: 'CAB_BAD_HEADER',
    facts: { offset: 4 },
  });
});

it('names a cabinet that has a name', () => {
  expect(inCabinet('a.cab')).toEqual({ stream: 'a.cab' });
  expect(inCabinet('')).toEqual({});
});
