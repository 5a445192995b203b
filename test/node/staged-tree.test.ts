import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newRunId } from '../../src/node/leftovers.js';
import { StagedTree } from '../../src/node/staged-tree.js';
import { STAGED_TREE, StagingFolder } from '../../src/node/staging-folder.js';
import { tempFolder } from '../support/temp-folder.js';

function stagedTree(there: readonly string[] = []): { tree: StagedTree; staging: StagingFolder } {
  const staging = StagingFolder.create(tempFolder(), newRunId());
  return { tree: new StagedTree(staging, () => there), staging };
}

describe('StagedTree', () => {
  it.each([
    ['in a new folder', 'new/x', 'tree/new/x'],
    ['deeper', 'new/a/b/x', 'tree/new/a/b/x'],
    ['directly in the output folder', 'x', null],
    ['in a folder that is there', 'there/x', null],
    ['in a folder that is there in other letters', 'THERE/x', null],
    ['in a new folder of a folder that is there', 'there/new/x', null],
    ['with a path that may be too long for the system', `new/${'n'.repeat(900)}/x`, null],
    ['with a name that no disk takes', `new/${'n'.repeat(300)}/x`, null],
  ])('says where a file %s is written', (_, path, expected) => {
    const { tree, staging } = stagedTree(['There']);
    expect(tree.reserve(path)).toBe(expected);
    staging.close();
  });

  it.each([
    ['twice', 'a/x', 'a/x'],
    ['in other letters', 'a/x', 'a/X'],
    ['as a file and as a folder', 'a/x', 'a/x/y'],
    ['as a folder and as a file', 'a/x/y', 'a/x'],
  ])('takes a name only once, not %s', (_, first, second) => {
    const { tree, staging } = stagedTree();
    expect(tree.reserve(first)).not.toBeNull();
    expect(tree.reserve(second)).toBeNull();
    expect(tree.countOf('a')).toBe(1);
    staging.close();
  });

  it('makes one folder of spellings that differ in letter case', () => {
    const { tree, staging } = stagedTree();
    tree.reserve('Docs/x');
    expect(tree.reserve('docs/y')).toBe('tree/Docs/y');
    expect(tree.countOf('Docs')).toBe(2);
    expect(readdirSync(staging.path(STAGED_TREE))).toEqual(['Docs']);
    staging.close();
  });

  it('makes nothing where it is not needed', () => {
    const { tree, staging } = stagedTree(['there']);
    tree.reserve('there/x');
    expect(existsSync(staging.path(STAGED_TREE))).toBe(false);
    staging.close();
  });

  it('takes what has been put in place for there', () => {
    const { tree, staging } = stagedTree();
    tree.reserve('a/x');
    tree.settle();
    expect(tree.reserve('a/y')).toBeNull();
    expect(tree.countOf('a')).toBe(0);
    staging.close();
  });
});
