import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import {
  manifestFromArticle,
  manifestFromJson,
  manifestFromSource,
} from '../../../src/hotfix/manifest/manifest-source.js';
import { caught } from '../../support/caught.js';

const source = (text: string) => new BufferSource(Buffer.from(text));
const json = JSON.stringify(manifestFromCatalogue('977203'));
const article =
  'KB 123456\n\nFile name\tFile version\tFile size\na.dll\t1.2.3.4\t1,024\nb.dll\t1.2.3.4\t2,048\n';

describe('manifestFromSource', () => {
  it('takes a manifest, and an article by what it begins with', () => {
    expect(manifestFromSource(source(json), 'x').kb).toBe('977203');
    const { sections } = manifestFromSource(source(article), 'folder\\KB123456.txt');
    expect(sections[0]!.files.map(({ name }) => name)).toEqual(['a.dll', 'b.dll']);
  });

  it.each([
    ['UTF-16, as Windows PowerShell writes with >', Buffer.from(`\ufeff${json}`, 'utf16le')],
    ['UTF-16 with the high byte first', Buffer.from(`\ufeff${json}`, 'utf16le').swap16()],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${json}`)],
  ])('takes a manifest in %s', (_, bytes) => {
    for (const read of [manifestFromSource, manifestFromJson])
      expect(read(new BufferSource(bytes), 'x').kb).toBe('977203');
  });

  it('names the file in errors', () => {
    expect(caught(() => manifestFromJson(source('{'), 'm.json'))).toMatchObject({
      code: 'MANIFEST_INVALID',
      facts: { file: 'm.json' },
    });
    expect(caught(() => manifestFromArticle(source('no table'), 'a.txt'))).toMatchObject({
      code: 'ARTICLE_NO_TABLE',
      facts: { file: 'a.txt' },
    });
    const large = { size: 2 ** 30, read: () => new Uint8Array() };
    expect(caught(() => manifestFromArticle(large, 'a.txt'))).toMatchObject({ code: 'ARTICLE_TOO_LARGE' });
    expect(caught(() => manifestFromJson(large, 'm.json'))).toMatchObject({ code: 'MANIFEST_INVALID' });
  });
});
