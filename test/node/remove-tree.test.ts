import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeTree } from '../../src/node/remove-tree.js';
import { canLinkFolders } from '../support/links.js';
import { textTree, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

describe('removeTree', () => {
  it('removes all that is in a folder', () => {
    const folder = tempFolder();
    writeTree(folder, { 'tree/a/b/x': 'one', 'tree/y': 'two', z: 'three' });
    mkdirSync(join(folder, 'tree/empty'));
    removeTree(join(folder, 'tree'));
    expect(textTree(folder)).toEqual({ z: 'three' });
  });

  it.runIf(canLinkFolders)('does not follow links', () => {
    const [folder, outside] = [tempFolder(), tempFolder()];
    writeFileSync(join(outside, 'theirs'), 'theirs');
    mkdirSync(join(folder, 'tree'));
    symlinkSync(outside, join(folder, 'tree/link'), 'junction');
    symlinkSync(outside, join(folder, 'other'), 'junction');
    removeTree(join(folder, 'tree'));
    removeTree(join(folder, 'other'));
    expect(readdirSync(folder)).toEqual([]);
    expect(textTree(outside)).toEqual({ theirs: 'theirs' });
  });
});
