import { describe, expect, it } from 'vitest';
import { fromBase64, pemBlocks } from '../../src/signature/pem.js';
import { caught } from '../support/caught.js';

const blocks = (text: string): Uint8Array[] => pemBlocks(Buffer.from(text), 'X', 'SIGNATURE_BAD_CRL');

describe('PEM', () => {
  it('has blocks of a label, whatever is between them', () => {
    const text =
      'about\r\n-----BEGIN X-----\r\nAAEC\r\n-----END X-----\r\n-----BEGIN Y-----\nAA==\n-----END Y-----\n-----BEGIN X-----\nAw==\n-----END X-----';
    expect(blocks(text)).toEqual([new Uint8Array([0, 1, 2]), new Uint8Array([3])]);
    expect(blocks('nothing')).toEqual([]);
  });

  it.each(['-----BEGIN X-----\nAAEC', '-----BEGIN X-----\n*\n-----END X-----'])('throws for %j', (text) => {
    expect(caught(() => blocks(text))).toMatchObject({ code: 'SIGNATURE_BAD_CRL' });
  });

  it('is base64 with line ends', () => expect(fromBase64('AAEC\n')).toEqual(new Uint8Array([0, 1, 2])));
});
