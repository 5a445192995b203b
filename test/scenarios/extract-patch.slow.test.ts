import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { storageContent } from '../../src/formats/cfb/storage-content.js';
import { encodeStreamName } from '../../src/msi/stream-name.js';
import { hotfixkit } from '../support/command-line.js';
import { corpusDir, describeCorpus } from '../support/corpus.js';
import { buildPlainDelta } from '../support/delta-builder.js';
import type { PlannedFile } from '../support/package-builder.js';
import { text, textTree } from '../support/package-folder.js';
import { buildPatch, type PatchedFile } from '../support/patch-builder.js';
import {
  buildClient,
  buildSmallPatch,
  msiexec,
  writeClient,
  writeImage,
  writePatch,
} from '../support/patch-scenario.js';
import { tempFolder } from '../support/temp-folder.js';

const before: PlannedFile[] = [
  { key: 'whole', name: 'whole.txt', bytes: text('whole, old') },
  { key: 'delta', name: 'delta.txt', bytes: text('delta, old') },
  { key: 'same', name: 'same.txt', bytes: text('same') },
];
const after: PlannedFile[] = [
  { key: 'whole', name: 'whole.txt', bytes: text('whole, new') },
  { key: 'delta', name: 'delta.txt', bytes: text('delta, new') },
  { key: 'same', name: 'same.txt', bytes: text('same') },
  { key: 'added', name: 'ADD~1.TXT|added file.txt', bytes: text('added') },
];
const delta = buildPlainDelta(text('delta, old'), text('delta, new'));
const patch = buildSmallPatch(buildClient('1.0.0', before), buildClient('1.1.0', after), {
  whole: { whole: text('whole, new') },
  delta: { delta },
  added: { whole: text('added') },
});

interface Answer {
  files: { key: string; path: string; size: number }[];
  deltas?: { key: string; path: string; size: number }[];
  warnings: { code: string }[];
  error?: { code: string; message: string };
}

async function extract(...args: string[]) {
  const output = join(tempFolder(), 'out');
  const { status, stdout, json } = await hotfixkit(['extract', ...args, '-o', output, '--json']);
  return { status, stdout, answer: json<Answer>(), output };
}

describe('a patch without its cabinet', () => {
  const stripped = (): string => {
    const content = storageContent(CompoundFile.open(new BufferSource(patch)).root);
    const cabinet = encodeStreamName('PCW_CAB_T1ToU1', false);
    expect(content.streams.map(({ name }) => name)).toContain(cabinet);
    content.streams = content.streams.filter(({ name }) => name !== cabinet);
    return writePatch(tempFolder(), 'stripped.msp', writeCompoundFile(content));
  };
  const message =
    /the patch names the cabinet #PCW_CAB_T1ToU1, which is not in it: this patch has been stripped/;

  it('is listed as its transforms describe it', async () => {
    const path = stripped();
    const { status, stdout, stderr } = await hotfixkit(['list', path]);
    expect([status, stderr]).toEqual([0, expect.stringMatching(message)]);
    expect(stdout).toContain('added file.txt');
    expect(stdout).toContain('3 files');
    const listed = (await hotfixkit(['list', path, '--json'])).json<{ files: { key: string }[] }>();
    expect(listed.files.map(({ key }) => key)).toEqual(['added', 'delta', 'whole']);
    const only = (await hotfixkit(['list', path, '--only', 'whole', '--json'])).json<typeof listed>();
    expect(only.files.map(({ key }) => key)).toEqual(['whole']);
  });

  it('is not extracted or applied, and says why', async () => {
    const path = stripped();
    const image = await writeImage(tempFolder(), '1.0.0', before);
    for (const base of [[], ['--base', image]]) {
      const { status, answer } = await extract(path, ...base);
      expect([status, answer.error?.code]).toEqual([3, 'PACKAGE_NO_CABINET']);
      expect(answer.error?.message).toMatch(message);
    }
    const { exitCode, error } = await msiexec('/a', image, '/p', path, '/qn');
    expect([exitCode, error?.message]).toEqual([1603, expect.stringMatching(message)]);
  });
});

describe('extract from a patch for several targets', () => {
  const targets = (...contents: Record<string, PatchedFile>[]) =>
    buildPatch({
      targets: contents.map((files, i) => {
        const [old, now] = [`1.0.${i}`, `1.1.${i}`];
        return { name: `T${i}`, before: buildClient(old, before), after: buildClient(now, after), files };
      }),
    });
  const added = (value: string, key = 'added') => ({ [key]: { whole: text(value) } });

  it.each([
    [
      'the same key, other content',
      targets(added('one'), added('two')),
      { 'T0/added': 'one', 'T1/added': 'two' },
      0,
    ],
    ['the same key and content', targets(added('one'), added('one')), { added: 'one' }, 1],
    [
      'two that are the same and one that is not',
      targets(added('one'), added('one'), added('two')),
      { 'T0/added': 'one', 'T1/added': 'one', 'T2/added': 'two' },
      0,
    ],
    [
      'other keys too',
      targets(added('one'), { ...added('two'), ...added('whole', 'whole') }),
      { 'T0/added': 'one', 'T1/added': 'two', whole: 'whole' },
      0,
    ],
  ] as [string, Uint8Array, Record<string, string>, number][])('%s', async (_, bytes, tree, notes) => {
    const { status, output, answer } = await extract(writePatch(tempFolder(), 'fix.msp', bytes));
    expect([status, textTree(output)]).toEqual([0, tree]);
    expect(answer.warnings).toHaveLength(notes);
  });

  it('the same name of new files, by whatever key', async () => {
    const bytes = targets(added('one'), added('two'));
    const { output } = await extract(writePatch(tempFolder(), 'fix.msp', bytes), '--layout', 'flat');
    expect(textTree(output)).toEqual({ 'T0/added file.txt': 'one', 'T1/added file.txt': 'two' });
  });

  it('deltas', async () => {
    const bytes = targets({ delta: { delta } }, { delta: { delta: buildPlainDelta(text('x'), text('y')) } });
    const path = writePatch(tempFolder(), 'fix.msp', bytes);
    const { output } = await extract(path, '--deltas');
    expect(Object.keys(textTree(output))).toEqual(['T0/delta.delta', 'T1/delta.delta']);
    const { answer } = await extract(writePatch(tempFolder(), 'x.msp', bytes), '--dry-run', '--deltas');
    expect(answer.files.map(({ path: to }) => to)).toEqual(['T0/delta.delta', 'T1/delta.delta']);
  });
});

describe('extract from a patch', () => {
  it('takes whole files out and lists deltas', async () => {
    const path = writePatch(tempFolder(), 'fix.msp', patch);
    const { status, answer, output } = await extract(path);
    expect(status).toBe(0);
    expect(textTree(output)).toEqual({ added: 'added', whole: 'whole, new' });
    expect(answer.deltas).toEqual([{ key: 'delta', path: 'delta', size: delta.length }]);
  });

  it('knows the names of new files without the product', async () => {
    const path = writePatch(tempFolder(), 'fix.msp', patch);
    const { output } = await extract(path, '--layout', 'flat');
    expect(Object.keys(textTree(output))).toEqual(['added file.txt', 'whole']);
  });

  it('writes deltas on request, good for delta apply', async () => {
    const folder = tempFolder();
    const { output } = await extract(writePatch(folder, 'fix.msp', patch), '--deltas');
    expect(Object.keys(textTree(output))).toEqual(['added', 'delta.delta', 'whole']);
    const old = writePatch(folder, 'old.txt', text('delta, old'));
    const next = join(folder, 'new.txt');
    await hotfixkit(['delta', 'apply', join(output, 'delta.delta'), old, '-o', next]);
    expect(readFileSync(next, 'utf8')).toBe('delta, new');
  });

  it.each(['package', 'image', 'folder'])('applies deltas to the files of a base (%s)', async (kind) => {
    const folder = tempFolder();
    const path = writePatch(folder, 'fix.msp', patch);
    const image = kind !== 'package' && (await writeImage(folder, '1.0.0', before));
    const base = image || writeClient(join(folder, 'product'), '1.0.0', before);
    const { status, answer, output } = await extract(
      path,
      '--base',
      kind === 'folder' ? dirname(base) : base,
    );
    expect([status, answer.error]).toEqual([0, undefined]);
    expect(textTree(output)).toEqual({
      'Fixture/added file.txt': 'added',
      'Fixture/delta.txt': 'delta, new',
      'Fixture/whole.txt': 'whole, new',
    });
  });

  it('has the layouts of a package', async () => {
    const folder = tempFolder();
    const path = writePatch(folder, 'fix.msp', patch);
    const base = writeClient(join(folder, 'product'), '1.0.0', before);
    const trees: Record<string, string[]> = {};
    for (const layout of ['source', 'flat', 'key']) {
      trees[layout] = Object.keys(textTree((await extract(path, '--base', base, '--layout', layout)).output));
    }
    expect(trees).toEqual({
      source: ['PFiles/Fixture/added file.txt', 'PFiles/Fixture/delta.txt', 'PFiles/Fixture/whole.txt'],
      flat: ['added file.txt', 'delta.txt', 'whole.txt'],
      key: ['added', 'delta', 'whole'],
    });
  });

  it('says what to do where there is nothing but deltas', async () => {
    const only = buildSmallPatch(
      buildClient('1.0.0', before.slice(1, 2)),
      buildClient('1.1.0', after.slice(1, 2)),
      {
        delta: { delta },
      },
    );
    const { status, answer } = await extract(writePatch(tempFolder(), 'fix.msp', only));
    expect([status, answer.error?.code]).toEqual([3, 'PACKAGE_NO_FILE']);
    expect(answer.error?.message).toMatch(/--base.*--deltas/);
  });

  it('refuses a base that is another version, a folder without a product, and both options at once', async () => {
    const folder = tempFolder();
    const path = writePatch(folder, 'fix.msp', patch);
    const other = writeClient(join(folder, 'other'), '2.0.0', before);
    expect((await extract(path, '--base', other)).answer.error?.code).toBe('PATCH_NOT_APPLICABLE');
    expect((await extract(path, '--base', folder)).answer.error?.code).toBe('PACKAGE_NOT_INSTALLABLE');
    expect((await extract(path, '--base', other, '--deltas')).status).toBe(2);
    expect((await extract(other, '--base', other)).answer.error?.code).toBe('PATCH_INVALID');
  });
});

describeCorpus('real patches', () => {
  it('PatchABv101 has two files of one name for two products: the base says which', async () => {
    const wix = (name: string) => join(corpusDir, 'wix3', `PerMachineMsisMsps_${name}`);
    const { output: both } = await extract(wix('PatchABv101.msp'));
    expect(Object.keys(textTree(both))).toEqual(['rtmA.1/F_Source', 'rtmB.2/F_Source']);
    for (const letter of ['A', 'B']) {
      const base = wix(`prod${letter}v100.msi`);
      const { output } = await extract(wix('PatchABv101.msp'), '--base', base);
      const tree = textTree(output);
      expect(Object.keys(tree)).toEqual([`Program Files/Prod${letter}/product.wxs`]);
      expect(tree[`Program Files/Prod${letter}/product.wxs`]).toContain(`Name="Prod${letter}"`);
    }
  });
});
