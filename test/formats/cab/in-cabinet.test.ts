import { expect, it } from 'vitest';
import { Diagnostics } from '../../../src/core/diagnostics.js';
import { inCabinet } from '../../../src/formats/cab/in-cabinet.js';
import { caught } from '../../support/caught.js';

it('collects warnings when tolerant', () => {
  const diagnostics = new Diagnostics(false);
  diagnostics.report('CAB_BAD_HEADER', 'odd', { offset: 4 });
  expect(diagnostics.warnings).toEqual([{ code: 'CAB_BAD_HEADER', message: 'odd', offset: 4 }]);
});

it('throws when strict', () => {
  expect(caught(() => new Diagnostics(true).report('CAB_BAD_HEADER', 'odd', { offset: 4 }))).toMatchObject({
    code: 'CAB_BAD_HEADER',
    facts: { offset: 4 },
  });
});

it('names a cabinet that has a name', () => {
  expect(inCabinet('a.cab')).toEqual({ stream: 'a.cab' });
  expect(inCabinet('')).toEqual({});
});
