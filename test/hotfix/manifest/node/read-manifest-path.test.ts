import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../../src/hotfix/manifest/catalogue.js';
import {
  readManifestFolder,
  readManifestOrArticle,
  readManifestPath,
} from '../../../../src/hotfix/manifest/node/read-manifest-path.js';
import { caught } from '../../../support/caught.js';
import { writeTree } from '../../../support/package-folder.js';
import { canMakePipes, makePipe } from '../../../support/pipes.js';
import { tempFolder } from '../../../support/temp-folder.js';
import { itThorough } from '../../../support/thorough.js';

const article = (kb: string) =>
  `KB${kb}\n\n| File name | File version | File size | Date | Time | Platform |\n| Mcs.exe | 4.0.6221.1193 | 17,768 | 01-Dec-2008 | 01:40 | x86 |\n`;
const json = (kb: string) => JSON.stringify({ ...manifestFromCatalogue('977203'), kb });

function folderWith(files: Record<string, string>): string {
  const folder = tempFolder();
  writeTree(folder, files);
  return folder;
}

describe('readManifestOrArticle', () => {
  it('tells JSON from an article by its first mark', () => {
    const folder = folderWith({ 'a.txt': `\n ${json('111111')}`, 'b.json': article('222222') });
    expect(readManifestOrArticle(join(folder, 'a.txt')).kb).toBe('111111');
    expect(readManifestOrArticle(join(folder, 'b.json')).kb).toBe('222222');
  });
});

describe('what is meant as JSON', () => {
  it.each([
    ['a list', `[\n ${json('111111')}]`],
    ['a comment', `/* mine */ ${json('111111')}`],
    ['a comment in a line', `// mine\n${json('111111')}`],
  ])('is no article: %s', (_, content) => {
    const folder = folderWith({ 'a.txt': content });
    expect(caught(() => readManifestOrArticle(join(folder, 'a.txt'))).code).toBe('MANIFEST_INVALID');
  });

  it('is not text that begins with a bracket', () => {
    const folder = folderWith({
      'a.md': `[home](x)\n${article('222222')}`,
      'b.md': `// x\n${article('333333')}`,
    });
    expect(readManifestFolder(folder).manifests.map(({ kb }) => kb)).toEqual(['222222', '333333']);
  });
});

describe('readManifestFolder', () => {
  it('reads all, in order, and names what it passes over', () => {
    const folder = folderWith({
      'sub/b.json': json('222222'),
      'a.txt': article('111111'),
      'c.md': 'no table',
      'd.exe': article('333333'),
    });
    const { manifests, warnings } = readManifestFolder(folder);
    expect(manifests.map(({ kb }) => kb)).toEqual(['111111', '222222']);
    expect(warnings).toMatchObject([{ file: join(folder, 'c.md') }]);
    expect(warnings[0]!.message).toMatch(/^ignored: /);
  });

  it.skipIf(!canMakePipes)('names what is no file', () => {
    const folder = folderWith({ 'a.md': article('111111') });
    makePipe(join(folder, 'b.md'));
    const { manifests, warnings } = readManifestFolder(folder);
    expect(manifests.map(({ kb }) => kb)).toEqual(['111111']);
    expect(warnings).toMatchObject([{ code: 'FILE_READ', message: expect.stringMatching(/: b\.md$/) }]);
  });

  itThorough('says how many files it has not read', () => {
    const names = Array.from({ length: 5001 }, (_, i) => [`${10_000 + i}.json`, '{'] as const);
    const { warnings } = readManifestFolder(folderWith(Object.fromEntries(names)));
    const message =
      'this folder has 5,001 files that may be manifests or articles; the first 5,000 were read';
    expect(warnings[0]).toMatchObject({ code: 'MANIFEST_PARTIAL', message });
  });
});

describe('files of one article', () => {
  it('are one manifest where they agree, which is said', () => {
    const folder = folderWith({ 'a.txt': article('111111'), 'sub/b.txt': article('111111') });
    const manifest = readManifestPath(folder);
    expect(manifest.kb).toBe('111111');
    expect(manifest.warnings).toMatchObject([
      {
        code: 'MANIFEST_TRANSLATIONS',
        message: 'KB111111 is here in 2 files that agree (a.txt, sub/b.txt); a.txt is used',
      },
    ]);
    expect(readManifestFolder(folder).manifests).toEqual([manifest]);
  });

  it.each([null, '111111'])('are told apart by file where they do not (--kb %s)', (kb) => {
    const folder = folderWith({
      'a.txt': article('111111'),
      'b.txt': article('111111').replace('17,768', '17,769'),
    });
    const error = caught(() => readManifestPath(folder, kb));
    expect(error.code).toBe('MANIFEST_CONTRADICTION');
    expect(error.message).toBe(
      'a.txt and b.txt are both KB111111 and contradict each other: Mcs.exe is 4.0.6221.1193, 17768 bytes in a.txt and 4.0.6221.1193, 17769 bytes in b.txt; give the right file with --manifest FILE',
    );
    expect(readManifestFolder(folder).manifests).toHaveLength(2);
  });
});

describe('readManifestPath', () => {
  const two = { 'a.txt': article('111111'), 'b.json': json('222222') };

  it('takes a file, the only one of a folder, or the one that is named', () => {
    const folder = folderWith(two);
    expect(readManifestPath(join(folder, 'a.txt')).kb).toBe('111111');
    expect(readManifestPath(folderWith({ 'a.txt': article('111111') })).kb).toBe('111111');
    for (const kb of ['222222', 'KB222222', ' kb0222222 ', 'Q222222']) {
      expect(readManifestPath(folder, kb).kb).toBe('222222');
    }
  });

  it.each<[string, Record<string, string>, string | null]>([
    ['mentions its number', { 'b.txt': 'KB111111 was withdrawn. Do not install it.\n' }, 'b.txt'],
    ['has its number as its name', { 'kb111111-new.html': '<p>withdrawn</p>' }, 'kb111111-new.html'],
    ['is in UTF-16', { 'b.txt': 'KB111111 was withdrawn.\n'.replace(/./gs, '$&\0') }, 'b.txt'],
    ['is about another article', { 'b.txt': 'KB222222 was withdrawn.\n' }, null],
  ])('warns of a file without a table that %s', (_, more, named) => {
    const { kb, warnings } = readManifestPath(folderWith({ 'a.txt': article('111111'), ...more }), '111111');
    const messages = warnings.map(({ code, message }) => `${code} ${message}`);
    expect(kb).toBe('111111');
    expect(messages).toEqual(
      named === null
        ? []
        : [
            expect.stringMatching(
              `^VERIFY_NOT_COMPARED what may be about this article was not read: .*${named}: ignored`,
            ),
          ],
    );
  });

  it.each([
    [null, 'MANIFEST_UNKNOWN', /several manifests here.*111111.*222222/],
    ['333333', 'MANIFEST_UNKNOWN', /no manifest of article 333333 here; there are: .*111111/],
  ])('says what there is (%s)', (kb, code, message) => {
    const error = caught(() => readManifestPath(folderWith(two), kb));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('takes the number that an article does not state, and no other', () => {
    const folder = folderWith({ 'a.txt': article('111111'), 'b.txt': article('') });
    expect(readManifestPath(join(folder, 'b.txt')).kb).toBeNull();
    expect(readManifestPath(join(folder, 'b.txt'), 'KB222222').kb).toBe('222222');
    expect(readManifestPath(join(folder, 'a.txt'), '111111').kb).toBe('111111');
    const error = caught(() => readManifestPath(join(folder, 'a.txt'), '222222'));
    expect(error).toMatchObject({ code: 'USAGE', message: expect.stringContaining('this is KB111111') });
    expect(caught(() => readManifestPath(folderWith({ 'a.exe': '' }))).message).toContain('there are: none');
  });
});
