import { describe, expect, it } from 'vitest';
import { PathTree } from '../../src/core/path-tree.js';
import { caught } from '../support/caught.js';

describe('PathTree', () => {
  it('knows names whatever their letter case', () => {
    const tree = new PathTree<string>();
    const folder = tree.enter(tree.root, 'Ordner');
    expect(tree.enter(tree.root, 'ORDNER')).toBe(folder);
    expect(tree.find(tree.root, 'ordner')).toBe(folder);
    expect(tree.find(tree.root, 'other')).toBeNull();
    expect(folder.isFolder).toBe(false);
    tree.enter(folder, 'a').file = 'a';
    expect(folder.isFolder).toBe(true);
    expect(tree.find(folder, 'A')?.file).toBe('a');
  });

  it('holds no more folders than are allowed', () => {
    const tree = new PathTree<string>(3);
    const two = tree.enter(tree.enter(tree.root, 'a'), 'b');
    for (let i = 0; i < 10; i++) tree.enter(two, `file ${i}`);
    expect(caught(() => tree.enter(tree.enter(two, 'c'), 'd'))).toMatchObject({ code: 'CONTAINER_TOO_MANY' });
  });
});
