import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type ExtractOptions, planExtract } from '../../../src/package/extract/extract-plan.js';
import { FilesOfOnePath } from '../../../src/package/extract/files-of-one-path.js';
import { listPackage } from '../../../src/package/inspect/list-package.js';
import type { PackagePlan, PlannedFile } from '../../support/package-builder.js';
import { text, withInstallPackage, writePackage } from '../../support/package-folder.js';

const directories = [
  { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
  { id: 'SUB', parent: 'TARGETDIR', defaultDir: 'Sub' },
];
const file = (key: string, content: string, more: Partial<PlannedFile> = {}): PlannedFile => ({
  key,
  name: 'x.dll',
  directory: 'TARGETDIR',
  bytes: text(content),
  hash: false,
  ...more,
});

interface Outcome {
  keys: string[];
  messages: string[];
}

const extracted = (
  files: PlannedFile[],
  options: ExtractOptions = {},
  plan: Partial<PackagePlan> = {},
): Promise<Outcome> =>
  withInstallPackage(writePackage({ directories, files, ...plan }), (content) => {
    const { files: planned, warnings } = planExtract(content, options);
    return {
      keys: planned.map(({ file: { key } }) => key),
      messages: warnings.map(({ message }) => message),
    };
  });

const listed = (files: PlannedFile[], plan: Partial<PackagePlan> = {}): Promise<Outcome> =>
  withInstallPackage(writePackage({ directories, files, ...plan }), async (content) => {
    const list = await listPackage(content);
    return {
      keys: list.files.map(({ key }) => key),
      messages: list.warnings.map(({ message }) => message),
    };
  });

const oneFile = 'a and b have the same path x.dll and the same content: they are one file';
const ruled = (a: string, b: string, kept: string): string =>
  `${a} and ${b} have the same path x.dll: ${kept} is kept by the versioning rules`;

const decided: [string, PlannedFile[], string[], string[]][] = [
  ['the same content, no hashes', [file('a', '1'), file('b', '1')], ['a'], [oneFile]],
  ['the same content, one hash', [file('a', '1', { hash: true }), file('b', '1')], ['a'], [oneFile]],
  [
    'the same content, hashes',
    [file('a', '1', { hash: true }), file('b', '1', { hash: true })],
    ['a'],
    [oneFile],
  ],
  [
    'the same content and version',
    [file('a', '1', { version: '1.0.0.0' }), file('b', '1', { version: '1.0' })],
    ['a'],
    [oneFile],
  ],
  [
    'the higher version last',
    [file('a', '1', { version: '1.0.0.0' }), file('b', '22', { version: '1.10.0.0' })],
    ['b'],
    [ruled('a (1.0.0.0)', 'b (1.10.0.0)', 'b')],
  ],
  [
    'the higher version first',
    [file('a', '1', { version: '2.0.0.0' }), file('b', '2', { version: '1.0.0.0' })],
    ['a'],
    [ruled('a (2.0.0.0)', 'b (1.0.0.0)', 'a')],
  ],
  [
    'a version and none',
    [file('a', '1'), file('b', '2', { version: '1.0.0.0' })],
    ['b'],
    [ruled('a (no version)', 'b (1.0.0.0)', 'b')],
  ],
  [
    'the version of a companion',
    [
      file('a', '1', { version: 'c' }),
      file('b', '2', { version: '2.0.0.0' }),
      file('c', '3', { name: 'c.dll', version: '3.0.0.0' }),
    ],
    ['a', 'c'],
    [ruled('a (c)', 'b (2.0.0.0)', 'a')],
  ],
  [
    'three rows',
    [
      file('a', '1', { version: '1.0.0.0' }),
      file('b', '2', { version: '3.0.0.0' }),
      file('c', '3', { version: '2.0.0.0' }),
    ],
    ['b'],
    [ruled('a (1.0.0.0)', 'b (3.0.0.0)', 'b'), ruled('b (3.0.0.0)', 'c (2.0.0.0)', 'b')],
  ],
];

const undecided: [string, PlannedFile[]][] = [
  ['no versions', [file('a', '1'), file('b', '2')]],
  ['no versions, hashes', [file('a', '1', { hash: true }), file('b', '2', { hash: true })]],
  ['no versions, other sizes', [file('a', '1'), file('b', '22')]],
  ['one version', [file('a', '1', { version: '1.0.0.0' }), file('b', '2', { version: '1.0.0.0' })]],
];

const places: [string, Partial<PackagePlan>][] = [
  ['in one cabinet', {}],
  ['in two cabinets', { mediaSplit: 2 }],
  ['in folders of their own', { cabinetOptions: { '#files.cab': { filesPerFolder: 1 } } }],
];

describe.each(places)('two files with one path %s', (_, plan) => {
  it.each(decided)('are one: %s', async (_title, files, keys, messages) => {
    expect(await extracted(files, {}, plan)).toEqual({ keys, messages });
    expect(await listed(files, plan)).toEqual({ keys, messages });
  });

  it.each(undecided)('are refused where no rule decides: %s', async (_title, files) => {
    await expect(extracted(files, {}, plan)).rejects.toMatchObject({ code: 'PATH_COLLISION' });
    expect(await listed(files, plan)).toEqual({ keys: ['a', 'b'], messages: [] });
  });
});

describe('the choice of the caller', () => {
  const versions = [file('a', '1', { version: '2.0.0.0' }), file('b', '2', { version: '1.0.0.0' })];

  it('goes before the versioning rules', async () => {
    expect((await extracted(versions, { onConflict: 'last' })).keys).toEqual(['b']);
    expect((await extracted(versions, { onConflict: 'rename' })).keys).toEqual(['a', 'b']);
  });

  it('is not needed for the same content', async () => {
    const same = [file('a', '1'), file('b', '1')];
    for (const onConflict of ['first', 'last', 'rename'] as const)
      expect(await extracted(same, { onConflict })).toEqual({ keys: ['a'], messages: [oneFile] });
  });
});

describe('a layout that is not that of an installation', () => {
  it('has no use for the versioning rules', async () => {
    const files = [
      file('a', '1', { version: '2.0.0.0' }),
      file('b', '2', { version: '1.0.0.0', directory: 'SUB' }),
    ];
    await expect(extracted(files, { layout: 'flat' })).rejects.toMatchObject({ code: 'PATH_COLLISION' });
    expect((await extracted(files, { layout: 'source' })).keys).toEqual(['a', 'b']);
    const same = [files[0]!, { ...files[1]!, bytes: text('1') }];
    expect(await extracted(same, { layout: 'flat' })).toEqual({ keys: ['a'], messages: [oneFile] });
  });
});

it('a list does without content that is not there', async () => {
  const path = writePackage({ directories, files: [file('a', '1'), file('b', '1')], cabinets: 'external' });
  rmSync(join(dirname(path), 'files.cab'));
  await withInstallPackage(path, async (content) => {
    const { files: rows, warnings } = await listPackage(content);
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(warnings.map(({ code }) => code)).toEqual(['PACKAGE_NO_CABINET']);
  });
});

it('content that is not there is looked for once, not for each pair', async () => {
  const files = Array.from({ length: 20 }, (_, i) => file(`f${i}`, '1'));
  const path = writePackage({ directories, files, cabinets: 'external' });
  rmSync(join(dirname(path), 'files.cab'));
  await withInstallPackage(path, (content) => {
    const check = vi.spyOn(content, 'check');
    const rules = new FilesOfOnePath(
      content,
      content.files.map((one) => ({ file: one, path: 'x.dll' })),
      true,
    );
    const [first, ...others] = content.files.map((one) => ({ file: one, path: 'x.dll' }));
    for (const other of others) {
      expect(() => rules.decide(first!, other)).toThrow(
        expect.objectContaining({ code: 'PACKAGE_NO_CABINET' }),
      );
    }
    expect(check).toHaveBeenCalledTimes(1);
  });
});
