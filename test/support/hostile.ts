import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { PackagePlan, PlannedAction, PlannedDirectory, PlannedFile } from './package-builder.js';
import { sha256, text } from './package-folder.js';

/*
 * Packages whose every text is meant to be written somewhere else, for tests that nothing of them ever is.
 */

/** What stands for the folder above which nothing may be written; the test puts its own there. */
export const ROOT = '\ue000';

const pieces = fc.constantFrom(
  ...[
    '..',
    '../',
    '..\\',
    '/',
    '\\',
    '.',
    '../../',
    '..\\..\\',
    `${ROOT}/`,
    `${ROOT}/elsewhere`,
    '~/',
    '//',
    './',
  ],
  ...[
    'C:',
    'C:\\',
    'D:/',
    '\\\\server\\share\\',
    '\\\\?\\C:\\',
    '\\\\.\\pipe\\',
    `file://${ROOT}/`,
    '\\??\\C:\\',
  ],
  ...[
    'CON',
    'nul.txt',
    'CLOCK$',
    'COM1',
    'a:b',
    'a.txt::$DATA',
    ':',
    '|',
    '.:',
    ' ',
    '. ',
    '%TEMP%',
    '$HOME',
    '`id`',
  ],
  ...[
    '[TARGETDIR]',
    '[ROOTDRIVE]',
    '[%HOME]',
    '[%PATH]',
    '[~]',
    '[\\[]',
    '[WHERE]',
    '{[TARGETDIR]}',
    '[INSTALLDIR]',
  ],
  ...[
    '.hotfixkit-0123456789ab/',
    '.hotfixkit-journal',
    '\u202e',
    '\u0085',
    '\u2028',
    '\u009b',
    '-rf',
    '\n',
    '\t',
  ],
  ...['a', 'b', 'file.txt', 'etc', 'passwd', 'é', 'A', 'package.msi'],
);

/** Text that leads elsewhere wherever it is taken for a path. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(pieces, { minLength: 1, maxLength: 5 }).map((all) => all.join('')) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 10 }).filter((value) => !value.includes('\0')),
  },
);

const hostileKey = fc.oneof(
  fc.constantFrom(
    'TARGETDIR',
    'ROOTDRIVE',
    'INSTALLDIR',
    'SourceDir',
    'D1',
    'D2',
    'WHERE',
    'TARGETDIR ',
    'targetdir',
  ),
  hostileText.map((value) => value.slice(0, 40)),
);

const property = fc.constantFrom(
  ...[
    'TARGETDIR',
    'ROOTDRIVE',
    'INSTALLDIR',
    'SourceDir',
    'SOURCEDIR',
    'WHERE',
    'MsiLogging',
    'MsiLogFileLocation',
  ],
  ...[
    'SHORTFILENAMES',
    'AdminProperties',
    'OriginalDatabase',
    'DATABASE',
    'PATCH',
    'TRANSFORMS',
    'MsiHiddenProperties',
  ],
);

const action = fc.record({
  type: fc.constantFrom(51, 51, 51, 35, 35, 35 + 256, 51 + 256, 19 + 64, 34, 50),
  source: hostileKey,
  target: hostileText,
  at: fc.constantFrom(1, 700, 999, 1001, 1100, 1399, 1501, 3899, 3999, 4001, 6599, 7000),
});

const directories = fc
  .array(
    fc.record({
      id: fc.constantFrom('D1', 'D2', 'ROOTDRIVE', 'SourceDir', 'WHERE'),
      defaultDir: hostileText,
    }),
    {
      maxLength: 3,
    },
  )
  .chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      top: fc.oneof(fc.constant('SourceDir'), hostileText),
      install: hostileText,
    }),
  )
  .map(({ rows, top, install }): PlannedDirectory[] => {
    const ids = ['TARGETDIR', 'INSTALLDIR'];
    const own = rows.filter(({ id }) => !ids.includes(id) && ids.push(id) > 0);
    return [
      { id: 'TARGETDIR', parent: null, defaultDir: top },
      { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: install },
      ...own.map(({ id, defaultDir }, index) => ({ id, parent: ids[index % 2]!, defaultDir })),
    ];
  });

const file = fc.record({ name: hostileText, key: hostileKey, directory: fc.integer({ min: 0, max: 4 }) });

/** A package; a text that the builder cannot write is left out by whoever builds it. */
export const hostilePackage: fc.Arbitrary<PackagePlan> = fc
  .record({
    directories,
    files: fc.array(file, { minLength: 1, maxLength: 4 }),
    properties: fc.array(fc.tuple(property, hostileText), { maxLength: 4 }),
    actions: fc.array(action, { maxLength: 5 }),
    binary: fc.array(hostileText, { maxLength: 2 }),
    wordCount: fc.constantFrom(2, 2, 3, 4, 6),
  })
  .map((drawn): PackagePlan => {
    const files = drawn.files.map(
      ({ name, key, directory }, index): PlannedFile => ({
        key: `F${index}${key}`,
        name,
        component: `C${index}`,
        directory: drawn.directories[directory % drawn.directories.length]!.id,
        bytes: text(`content ${index}`),
      }),
    );
    const sequence = Object.fromEntries(
      drawn.actions.map(({ at }, index): [string, PlannedAction] => [`CA${index}`, at]),
    );
    return {
      codePage: 65001,
      wordCount: drawn.wordCount,
      directories: drawn.directories,
      files,
      properties: Object.fromEntries(drawn.properties),
      rows: {
        CustomAction: drawn.actions.map(({ type, source, target }, index) => [
          `CA${index}`,
          type,
          source,
          target,
        ]),
        Binary: [...new Set(drawn.binary)].map((name) => [name, text('binary')]),
      },
      sequences: { AdminExecuteSequence: sequence },
    };
  });

/** Puts a folder where {@link ROOT} stands, in every text of a plan. */
export function rootedAt<Plan>(plan: Plan, root: string): Plan {
  if (typeof plan === 'string') return plan.replaceAll(ROOT, root) as Plan;
  if (Array.isArray(plan)) return plan.map((item) => rootedAt(item, root)) as Plan;
  if (plan === null || typeof plan !== 'object' || plan instanceof Uint8Array || plan instanceof Date)
    return plan;
  return Object.fromEntries(
    Object.entries(plan).map(([name, value]) => [name.replaceAll(ROOT, root), rootedAt(value, root)]),
  ) as Plan;
}

/** Everything below a folder but for one part of it: what each thing is, links and folders too. */
export function snapshot(folder: string, except: string): Record<string, string> {
  const seen: Record<string, string> = {};
  const walk = (at: string): void => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (path === except) continue;
      const stat = lstatSync(path);
      const time = stat.mtimeMs;
      if (stat.isDirectory()) {
        seen[path] = 'folder';
        walk(path);
      } else if (stat.isSymbolicLink()) seen[path] = `link to ${readlinkSync(path)}`;
      else seen[path] = `${sha256(readFileSync(path))} ${time}`;
    }
  };
  walk(folder);
  return seen;
}
