import { describe, expect, it } from 'vitest';
import type { Manifest, PublishedSize } from '../../../src/hotfix/manifest/manifest.js';
import { compareDownloadSize } from '../../../src/hotfix/verify/compare-download-size.js';
import { downloadWith } from '../../../src/hotfix/verify/compare-hashes.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const size = (file: string | null, least: number, most = least): PublishedSize => ({
  file,
  text: least === most ? `${least} bytes` : 'about',
  least,
  most,
});
const download = downloadWith({ name: 'kb1.msu', size: 5000, digests: { 'SHA-256': 'ab'.repeat(32) } });
const compare = (...sizes: PublishedSize[]) => {
  const { difference, warnings } = compareDownloadSize(sizes, download);
  return difference === null ? warnings.map(({ code }) => code) : difference;
};

describe('the size of a download', () => {
  it.each<[string, PublishedSize[]]>([
    ['none', []],
    ['its own', [size('KB1.msu', 5000)]],
    ['one that is rounded', [size('kb1.msu', 4000, 6000)]],
    ['that of another', [size('kb2.msu', 1)]],
    ['one without a name', [size(null, 5000)]],
    ['several without a name', [size(null, 1), size(null, 5000)]],
    ['its own and one without a name', [size('kb1.msu', 5000), size(null, 1)]],
  ])('is right: %s', (_, sizes) => {
    expect(compare(...sizes)).toEqual([]);
  });

  it('differs', () => {
    expect(compare(size('kb1.msu', 5001))).toEqual({ field: 'size', expected: 5001, actual: 5000 });
  });

  it.each<[string, PublishedSize[]]>([
    ['one that is rounded', [size('kb1.msu', 6000, 7000)]],
    ['one without a name', [size(null, 6000)]],
    ['two that contradict each other', [size('kb1.msu', 5000), size('kb1.msu', 6000)]],
    ['two that are wrong', [size('kb1.msu', 7000), size('kb1.msu', 6000)]],
  ])('is a warning: %s', (_, sizes) => {
    expect(compare(...sizes)).toEqual(['VERIFY_NOT_COMPARED']);
  });

  it('is not known of a folder', () => {
    expect(compareDownloadSize([size('kb1.msu', 1)], null)).toEqual({ difference: null, warnings: [] });
  });

  const verify = (more: Partial<Manifest>) => {
    const file = { name: 'a.dll', version: '1.0.0.1', size: 10, date: null, time: null, platform: 'x86' };
    const sections = [{ title: 'T', product: null, files: [file] }];
    const manifest: Manifest = { kb: '1', title: 'T', language: 'en', sections, warnings: [], ...more };
    const { ok, files, warnings } = verifyFiles([{ ...file, path: 'a.dll' }], manifest, { download });
    return {
      ok,
      files: files.map(({ name, differences }) => [name, ...differences.map(({ field }) => field)]),
      warnings: warnings.length,
    };
  };

  it('is a row of its own, that of its hash where there is one', () => {
    const sizes = [size('kb1.msu', 1)];
    const hashes = (digest: string) => [
      { file: 'kb1.msu', algorithm: 'SHA-256' as const, digest: digest.repeat(32) },
    ];
    expect(verify({ sizes })).toEqual({ ok: false, files: [['kb1.msu', 'size'], ['a.dll']], warnings: 0 });
    expect(verify({ sizes, hashes: hashes('ab') }).files).toEqual([['kb1.msu', 'size'], ['a.dll']]);
    expect(verify({ sizes, hashes: hashes('cd') }).files).toEqual([['kb1.msu', 'hash', 'size'], ['a.dll']]);
    expect(verify({ sizes: [size('kb1.msu', 5000)] })).toEqual({ ok: true, files: [['a.dll']], warnings: 0 });
    expect(verify({ sizes: [size(null, 1)] })).toEqual({ ok: true, files: [['a.dll']], warnings: 1 });
  });
});
