import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { inflateWhole } from '../../src/codecs/inflate-whole.js';
import { itThorough } from '../support/thorough.js';

const content = Buffer.from('again and again '.repeat(5000));
const stream = deflateRawSync(content);

itThorough('gives the output, whatever follows the stream', () => {
  expect(inflateWhole(stream, content.length)).toEqual(content);
  expect(inflateWhole(Buffer.concat([stream, Buffer.from('more')]), content.length)).toEqual(content);
  expect(inflateWhole(deflateRawSync(''), 0)).toHaveLength(0);
});

it.each([
  ['more output than stated', stream, content.length - 1],
  ['a stream that is cut', stream.subarray(0, -2), content.length],
  ['no stream', Buffer.from('not deflated at all'), 1000],
])('null for %s', (_, bytes, length) => {
  expect(inflateWhole(bytes, length)).toBeNull();
});
