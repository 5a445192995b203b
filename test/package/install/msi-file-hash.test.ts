import { describe, expect, it } from 'vitest';
import { formatMsiFileHash } from '../../../src/package/install/msi-file-hash.js';

const row = (parts: [number, number, number, number], options = 0) => ({
  File_: 'f',
  Options: options,
  HashPart1: parts[0] | 0,
  HashPart2: parts[1] | 0,
  HashPart3: parts[2] | 0,
  HashPart4: parts[3] | 0,
});

describe('formatMsiFileHash', () => {
  it.each([
    // RFC 1321, appendix A.5, as Windows Installer stores it (Wine's test of MsiGetFileHash).
    ['abc', [0x98500190, 0xb04fd23c, 0x7d3f96d6, 0x727fe128], '900150983cd24fb0d6963f7d28e17f72'],
    ['a', [0xb975c10c, 0xa8b6f1c0, 0xe299c331, 0x61267769], '0cc175b9c0f1b6a831c399e269772661'],
    ['nothing, which is four zeros in the table', [0, 0, 0, 0], 'd41d8cd98f00b204e9800998ecf8427e'],
  ] as const)('of %s', (_, parts, md5) => {
    expect(formatMsiFileHash(row([...parts]))).toBe(md5);
  });

  it('knows nothing of other options', () => {
    expect(formatMsiFileHash(row([1, 2, 3, 4], 1))).toBeNull();
  });
});
