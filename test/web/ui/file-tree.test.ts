import { describe, expect, it } from 'vitest';
import type { FileRow } from '../../../web/protocol.js';
import {
  addressOf,
  buildTree,
  findFile,
  fitsText,
  flatLines,
  foldersOf,
  type ListLine,
  openAtFirst,
  pathIn,
  type Sorting,
  TreeOrder,
  treeLines,
} from '../../../web/ui/file-tree.js';

const row = (row: number, targetPath: string | null, more: Partial<FileRow> = {}): FileRow =>
  ({ row, key: `key${row}`, targetPath, sourcePath: null, size: 1, version: null, ...more }) as FileRow;

const files = [
  row(0, 'App/bin/b10.dll', { order: 1, size: 30, version: '1.10.0.0' }),
  row(1, 'App/bin/b9.dll', { order: 0, size: 20, version: '1.9.0.0', platform: 'x64' }),
  row(2, 'app/readme.txt', { order: 3, size: 10, sourcePath: 'img\\readme.txt' }),
  row(3, null, { order: 2, size: 5 }),
];
const byName: Sorting = { key: 'name', isDescending: false };
const order = new TreeOrder(files, byName);
const seen = (lines: readonly ListLine[]): string[] =>
  lines.map(
    (line) => `${' '.repeat(line.level - 1)}${line.kind === 'folder' ? `${line.folder.name}/` : line.name}`,
  );

describe('the tree of files', () => {
  it('puts files into folders, whose names differ in more than case', () => {
    const lines = treeLines(buildTree(files, 'target'), () => true, order, 'target');
    expect(seen(lines)).toEqual(['App/', ' bin/', '  b9.dll', '  b10.dll', ' readme.txt', 'key3']);
    const [app] = lines;
    expect(app).toMatchObject({ folder: { count: 3, size: 60 } });
  });

  it('is what is left with some of the files, in the same order', () => {
    const left = order.fitting(buildTree(files, 'target'), new Set([files[0]!, files[3]!]));
    expect(seen(treeLines(left, () => true, order, 'target'))).toEqual([
      'App/',
      ' bin/',
      '  b10.dll',
      'key3',
    ]);
    expect(left).toMatchObject({ count: 2, size: 35 });
  });

  it('shows what is in open folders only', () => {
    const open = ({ path }: { path: string }) => path === 'App';
    expect(seen(treeLines(buildTree(files, 'target'), open, order, 'target'))).toEqual([
      'App/',
      ' bin/',
      ' readme.txt',
      'key3',
    ]);
  });

  it('opens all of a small tree at first, and the way to the first choice in a large one', () => {
    expect([...openAtFirst(buildTree(files, 'target'))]).toEqual(['', 'App', 'App/bin']);
    const many = Array.from({ length: 300 }, (_, i) => row(i, `a/b/${i % 2 ? 'c' : 'd'}/${i}`));
    expect([...openAtFirst(buildTree(many, 'target'))]).toEqual(['a', 'a/b']);
  });

  it.each<[Sorting, number[]]>([
    [{ key: 'name', isDescending: false }, [1, 0, 3, 2]],
    [{ key: 'name', isDescending: true }, [2, 3, 0, 1]],
    [{ key: 'size', isDescending: true }, [0, 1, 2, 3]],
    [{ key: 'version', isDescending: true }, [0, 1, 3, 2]],
    [{ key: 'platform', isDescending: true }, [1, 0, 3, 2]],
  ])('sorts by %j', (sorting, expected) => {
    const lines = flatLines(files, sorting, 'target');
    expect(lines.map((line) => line.kind === 'file' && line.file.row)).toEqual(expected);
  });

  it.each([
    ['', 4],
    ['B9', 1],
    ['app dll', 2],
    ['bin\\b', 2],
    ['1.10', 1],
    ['x64', 1],
    ['key3', 1],
    ['nothing', 0],
  ])('filters by %j', (text, count) => {
    expect(files.filter(fitsText(text, 'target') ?? (() => true))).toHaveLength(count);
  });

  it('has the paths of each layout', () => {
    expect(files.map((file) => pathIn(file, 'source'))).toEqual(['key0', 'key1', 'img/readme.txt', 'key3']);
    expect(foldersOf('a/b/c.txt')).toEqual(['a', 'a/b']);
  });

  it.each([
    ['app/BIN/b9.dll', 1],
    ['KEY3', 3],
    ['readme.txt', 2],
    ['bin\\b10.dll', 0],
    ['b10', null],
  ])('finds the file that %j names', (wanted, expected) => {
    expect(findFile(files, wanted)?.row ?? null).toBe(expected);
  });

  it('names each file so that it is found again, though another one has its path', () => {
    const same = [...files, row(4, 'App/README.txt')];
    const names = same.map((file) => addressOf(same, file));
    expect(names).toEqual(['App/bin/b10.dll', 'App/bin/b9.dll', 'app/readme.txt', 'key3', 'key4']);
    expect(names.map((name) => findFile(same, name)?.row)).toEqual([0, 1, 2, 3, 4]);
  });
});
