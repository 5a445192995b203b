import { expect, it } from 'vitest';
import { readPlace, writePlace } from '../../../web/ui/address.js';

it.each([
  ['', { view: 'overview' }],
  ['#view=check', { view: 'check' }],
  ['#file=Program%20Files/a%26b.dll', { view: 'files', file: 'Program Files/a&b.dll' }],
  ['#table=File&row=a', { view: 'tables', table: 'File', row: 'a' }],
  ['#view=files', { view: 'files' }],
])('%j is an address, and is written the same', (hash, place) => {
  expect(readPlace(hash)).toEqual(place);
  expect(writePlace(place)).toBe(hash);
});
