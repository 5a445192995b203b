import { expect, it } from 'vitest';
import { throwIfAborted } from '../../src/core/abort.js';
import { caught } from '../support/caught.js';

it('throws once the signal has fired, and not before', () => {
  const abort = new AbortController();
  expect(() => throwIfAborted(undefined)).not.toThrow();
  expect(() => throwIfAborted(abort.signal)).not.toThrow();
  abort.abort();
  expect(caught(() => throwIfAborted(abort.signal)).code).toBe('ABORTED');
});
