import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Folder } from '../../src/node/folder.js';
import { caught } from '../support/caught.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { canMakePipes, makePipe } from '../support/pipes.js';
import { tempFolder } from '../support/temp-folder.js';

describe('Folder', () => {
  it('finds names in any letter case and prefers the exact one', () => {
    const path = tempFolder();
    mkdirSync(join(path, 'Media'));
    writeFileSync(join(path, 'Media/Data1.CAB'), '1');
    // Where letter case counts these are two files.
    const isOne = existsSync(join(path, 'Media/data1.cab'));
    writeFileSync(join(path, 'Media/data1.cab'), '2');
    const folder = new Folder(path);
    expect(folder.find('media\\data1.cab')).toBe(isOne ? 'Media/Data1.CAB' : 'Media/data1.cab');
    expect(folder.find('MEDIA/DATA1.CAB')).toMatch(/^Media\/data1\.cab$/i);
    expect(folder.find('media/none')).toBeNull();
    expect(folder.find('none/data1.cab')).toBeNull();
    expect(folder.find('media/../media/data1.cab')).toBeNull();
    expect(folder.open('media')).toBeNull();
    const source = folder.open('media/DATA1.cab')!;
    expect(source.size).toBe(1);
    source.close();
  });

  it.skipIf(!canLinkFolders)('lists files without following links', () => {
    const path = tempFolder();
    mkdirSync(join(path, 'a/b'), { recursive: true });
    writeFileSync(join(path, 'a/b/c'), 'xyz');
    writeFileSync(join(path, 'z'), '');
    linkFolder(join(path, 'a'), join(path, 'link'));
    mkdirSync(join(path, '.hotfixkit-0123456789ab'));
    writeFileSync(join(path, '.hotfixkit-0123456789ab/0'), 'left by a run that was killed');
    const folder = new Folder(path);
    expect(folder.files().map((entry) => [entry.path, entry.size])).toEqual([
      ['a/b/c', 3],
      ['z', 0],
    ]);
    expect(folder.leftOut).toEqual({ links: 1, others: [] });
  });

  it.skipIf(!canMakePipes)('names pipes and the like, which it does not open', () => {
    const path = tempFolder();
    mkdirSync(join(path, 'a'));
    writeFileSync(join(path, 'a/file'), '');
    makePipe(join(path, 'a/pipe'));
    const folder = new Folder(path);
    expect(folder.files().map((entry) => entry.path)).toEqual(['a/file']);
    expect(folder.leftOut).toEqual({ links: 0, others: ['a/pipe'] });
  });

  it.skipIf(process.platform === 'win32').each([
    ['=c.txt', 'c.txt'],
    ['=C', 'C'],
    ['==', '='],
    ['a\\b.txt', 'a/b.txt'],
    ['\\', '/'],
    ['line\nbreak\r.txt', 'line'],
    [' a ', 'a'],
  ])('lists, finds and opens the file %j once, and does not take it for %j', (name, other) => {
    const path = tempFolder();
    mkdirSync(join(path, '=D\\e'));
    writeFileSync(join(path, name), 'xyz');
    writeFileSync(join(path, '=D\\e', name), 'xyz');
    const folder = new Folder(path);
    const paths = folder.files().map((entry) => entry.path);
    expect(paths.sort()).toEqual([name, `=D\\e/${name}`].sort());
    for (const one of paths) {
      expect(folder.find(one)).toBe(one);
      const source = folder.open(one)!;
      expect(source.size).toBe(3);
      source.close();
    }
    expect(folder.find(other)).toBeNull();
  });

  it('knows which names it chose between', () => {
    const path = tempFolder();
    for (const name of ['a.cab', 'b.cab', 'x.txt']) writeFileSync(join(path, name), '1');
    // Where letter case does not count there is nothing to choose.
    if (existsSync(join(path, 'A.CAB'))) return;
    for (const name of ['A.CAB', 'A.cab', 'X.txt']) writeFileSync(join(path, name), '2');
    const folder = new Folder(path);
    expect(['b.cab', 'none'].map((name) => folder.find(name))).toEqual(['b.cab', null]);
    expect(folder.doubled).toEqual([]);
    for (const name of ['a.cab', 'a.cab', 'a.CAB']) folder.find(name);
    expect(folder.doubled.map((names) => [...names].sort())).toEqual([['A.CAB', 'A.cab', 'a.cab']]);
  });

  it('is empty where there is no such folder', () => {
    expect(new Folder(join(tempFolder(), 'none')).find('x')).toBeNull();
  });

  it.skipIf(process.platform !== 'linux')('says which path below it is too long for the system', () => {
    const path = tempFolder();
    const chain = Array.from({ length: 15 }, () => 'd'.repeat(200)).join('/');
    for (const one of ['a', 'b']) mkdirSync(join(path, one, chain), { recursive: true });
    // Neither path is too long by itself.
    const moved = join(path, 'a', chain, 'b');
    renameSync(join(path, 'b'), moved);
    try {
      const error = caught(() => new Folder(path).files());
      expect(error).toMatchObject({ code: 'FILE_READ', facts: { file: expect.stringContaining(moved) } });
      expect(error.message).toContain('the path is too long for this system');
    } finally {
      // Node cannot remove it there.
      renameSync(moved, join(path, 'b'));
    }
  });
});
