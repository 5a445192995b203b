import { describe, expect, it } from 'vitest';
import { encodeManifest } from '../../../src/hotfix/manifest/encode-manifest.js';
import type { Manifest } from '../../../src/hotfix/manifest/manifest.js';
import { parseManifestText } from '../../../src/hotfix/manifest/manifest-schema.js';
import { caught } from '../../support/caught.js';
import { itThorough } from '../../support/thorough.js';

const file = { name: 'a.dll', version: '1.2.3.4', size: 5, date: null, time: null, platform: 'x86' };
const manifest = (more: Partial<Manifest> = {}): Manifest => ({
  kb: '977203',
  title: 'An article',
  language: 'en',
  sections: [{ title: 'A table', product: null, files: [file] }],
  warnings: [],
  ...more,
});

describe('a manifest', () => {
  it('is read again as it was', () => {
    expect(parseManifestText(new TextDecoder().decode(encodeManifest(manifest())))).toEqual(manifest());
  });

  it('does nothing to a terminal that shows it, and is the same when it is read', () => {
    const hostile = manifest({ title: 'a\u001b[31m\u202etxt\u0085\u2028' });
    const text = new TextDecoder().decode(encodeManifest(hostile));
    expect(text).toMatch(/^[ -~\n]*$/);
    expect(parseManifestText(text)).toEqual(hostile);
  });

  itThorough.each<[string, Partial<Manifest>]>([
    ['a title of any length', { title: 'x'.repeat(5000) }],
    ['no table', { sections: [] }],
    [
      'a name of any length',
      { sections: [{ title: 'T', product: null, files: [{ ...file, name: 'x'.repeat(300) }] }] },
    ],
    [
      'more rows than are read',
      { sections: [{ title: 'T', product: null, files: new Array(100_001).fill(file) }] },
    ],
    ['more bytes than are read', { title: 'x'.repeat(33 * 2 ** 20) }],
  ])('with %s is refused', (_, more) => {
    expect(caught(() => encodeManifest(manifest(more))).code).toBe('MANIFEST_INVALID');
  });
});
