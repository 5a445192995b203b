import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFilter } from '../../src/core/path-filter.js';
import { expandPaths } from '../../src/node/expand-paths.js';
import { caughtLater } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

function folderOfLogs(): string {
  const root = tempFolder();
  mkdirSync(join(root, 'sub'));
  for (const file of ['a.log', 'b.txt', 'sub/c.log']) writeFileSync(join(root, file), '12345');
  return root;
}

async function expand(root: string, ...paths: string[]): Promise<string[]> {
  const found: string[] = [];
  const given = paths.map((path) => join(root, path));
  const options = {
    inFolders: (name: string) => name.endsWith('.log'),
    inFoldersText: 'no log',
    filter: (pattern: string) => pathFilter([pattern]),
  };
  for await (const { path, size } of expandPaths(given, options)) {
    expect(size).toBe(5);
    found.push(path.slice(root.length + 1));
  }
  return found;
}

describe('expandPaths', () => {
  it.each<[string, string[], string[]]>([
    ['a file as it is', ['b.txt'], ['b.txt']],
    ['a folder to any depth', [''], ['a.log', 'sub/c.log']],
    ['a pattern in one folder', ['*.log'], ['a.log']],
    ['a pattern over folders', ['**/*.log'], ['a.log', 'sub/c.log']],
    ['a pattern of folders', ['s*/*'], ['sub/c.log']],
    ['each file once', ['a.log', '*.log', ''], ['a.log', 'sub/c.log']],
  ])('takes %s', async (_, paths, expected) => {
    expect(await expand(folderOfLogs(), ...paths)).toEqual(expected);
  });

  it.each(['a [1] {x}/*.log', 'a [1] {x}/**/*.log'])(
    'takes brackets of a folder that exists as they are: %s',
    async (pattern) => {
      const root = tempFolder();
      mkdirSync(join(root, 'a [1] {x}'));
      writeFileSync(join(root, 'a [1] {x}', 'a.log'), '12345');
      expect(await expand(root, pattern)).toEqual(['a [1] {x}/a.log']);
    },
  );

  it.skipIf(process.platform === 'win32')('leaves a backslash in a name as it is', async () => {
    const root = tempFolder();
    writeFileSync(join(root, 'a\\b.log'), '12345');
    expect(await expand(root, '.')).toEqual(['a\\b.log']);
  });

  it.each(['none', 'none*', 'none/*.log'])('has nothing for %s', async (path) => {
    expect(await caughtLater(() => expand(folderOfLogs(), path))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
