import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { definitions } from '../../src/cli/definitions/index.js';
import { expandArguments } from '../../src/cli/expand-arguments.js';
import { caughtLater } from '../support/caught.js';
import { hotfixkit } from '../support/command-line.js';
import { standInPath } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const before = process.cwd();
beforeEach(() => {
  const root = tempFolder();
  for (const folder of ['logs', 'images/one', 'images/two', 'odd [x]']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const file of ['a.msi', 'B.MSI', 'c.exe', '[ab].msi', 'logs/1.log', 'odd [x]/d.msi'])
    writeFileSync(join(root, file), file);
  process.chdir(root);
});
afterEach(() => process.chdir(before));

/** Commands with arguments or options that take several paths, but those whose words belong to another program. */
const several = Object.values(definitions).flatMap((definition) =>
  'passThrough' in definition
    ? []
    : Object.entries({ ...definition.arguments, ...definition.options }).flatMap(([name, one]) =>
        'repeats' in one && (one.takes === 'file' || one.takes === 'folder')
          ? [{ definition, name, own: 'ownPatterns' in one, takes: one.takes }]
          : [],
      ),
);

const expand = async (words: readonly string[]) =>
  (await expandArguments(definitions.info, { package: words }, {})).args.package;

describe('expandArguments', () => {
  it('knows every command that takes several paths', () => {
    expect([...new Set(several.map(({ definition: { name } }) => name))].sort()).toEqual([
      'diagnose',
      // Those for the option --source-dir alone: diff, extract, streams, tables, transform.
      'diff',
      'extract',
      'info',
      'list',
      'patches',
      'prepare',
      'recover',
      'signature',
      'stage',
      'streams',
      'tables',
      'transform',
      'verify',
      'versions',
    ]);
  });

  it.each(several.filter(({ own }) => !own))(
    'expands $name of $definition.name',
    async ({ definition, name, takes }) => {
      // No folder is called like a package.
      const words = { [name]: takes === 'folder' ? ['images\\*'] : ['*.msi', 'images\\*'] };
      const isOption = name in definition.options;
      const found = await expandArguments(definition, isOption ? {} : words, isOption ? words : {});
      const packages = takes === 'folder' ? [] : ['B.MSI', '[ab].msi', 'a.msi'];
      expect(({ ...found.args, ...found.options } as Record<string, unknown>)[name]).toEqual([
        ...packages,
        'images/one',
        'images/two',
      ]);
    },
  );

  it.each<[string, string[], string[]]>([
    ['a name with brackets before the pattern that it is', ['[ab].msi'], ['[ab].msi']],
    ['a folder with brackets', ['odd [x]/*.msi'], ['odd [x]/d.msi']],
    ['brackets where there is no such name', ['[a-b].ms?'], ['B.MSI', 'a.msi']],
    ['what leads into a file', ['*.exe!inner.msi', 'a.msi#T1'], ['c.exe!inner.msi', 'a.msi#T1']],
    ['a pattern inside a file, which the command reads', ['c.exe!*.msi'], ['c.exe!*.msi']],
    ['each path once', ['a.msi', '?.msi', '**/d.msi'], ['a.msi', 'B.MSI', 'odd [x]/d.msi']],
    ['paths that are no patterns as they are', ['none.msi', '-'], ['none.msi', '-']],
  ])('takes %s', async (_, words, expected) => {
    expect(await expand(words)).toEqual(expected);
  });

  it.each<[string, string, string, string]>([
    ['nothing', 'none*.msi', 'no file matches this pattern', 'none*.msi'],
    ['no folder', 'none/*.msi', 'there is no such folder', 'none/'],
    ['a mistyped name', '{none}.msi', 'there is no such file or folder, and none that matches', '{none}.msi'],
  ])('has an error for %s', async (_, word, message, file) => {
    const error = await caughtLater(() => expand(['a.msi', word]));
    expect(error).toMatchObject({ code: 'FILE_NOT_FOUND', facts: { file } });
    expect((error as Error).message).toContain(message);
  });

  it('takes a pattern for one path if one fits', async () => {
    const of = (word: string) => expandArguments(definitions.list, { package: word }, {});
    expect((await of('*.exe')).args.package).toBe('c.exe');
    expect(await caughtLater(() => of('*.msi'))).toMatchObject({
      code: 'USAGE',
      message:
        'list takes one path here, and this pattern matches 3 paths: B.MSI, [ab].msi, a.msi; name one of them',
    });
  });

  it('leaves the words of msiexec alone', async () => {
    const words = ['/a', '*.msi', '/l*v', 'x.log'];
    const { args } = await expandArguments(definitions.msiexec, { arguments: words }, {});
    expect(args.arguments).toBe(words);
  });
});

it('commands open what a pattern stands for', async () => {
  const pattern = standInPath(2).replace(/SP2[^/\\]*$/, 'SP[12]-*.msi');
  const outcome = await hotfixkit(['info', pattern, '--json']);
  expect(outcome.json<{ packages: unknown[] }>().packages).toHaveLength(2);
  const none = await hotfixkit(['list', 'none*.msi', '--json']);
  expect([none.status, none.json()]).toMatchObject([
    4,
    { schema: 'hotfixkit/list/1', error: { code: 'FILE_NOT_FOUND', file: 'none*.msi' } },
  ]);
});
