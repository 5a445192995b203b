import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { planExtract } from '../../../src/package/extract/extract-plan.js';
import { openPackage } from '../../../src/package/open-package.js';
import { PatchPackage } from '../../../src/package/patch/patch-package.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';
import { corpusDir, describeCorpusThoroughly } from '../../support/corpus.js';
import { buildDatabase } from '../../support/database-builder.js';
import { columnsOf } from '../../support/installer-schema.js';
import { text } from '../../support/package-folder.js';
import { withStreamAtEnd } from '../../support/stream-at-end.js';
import { itThorough } from '../../support/thorough.js';

const cabinet = (entries: Record<string, string>) =>
  buildCabinet({
    folders: [
      {
        method: 'mszip',
        files: Object.entries(entries).map(([name, value]) => ({ name, bytes: text(value) })),
      },
    ],
  });

const patch = buildDatabase({
  kind: 'msp',
  tables: [],
  streams: [
    { name: 'one.cab', bytes: cabinet({ a: 'first', b: 'second' }) },
    { name: 'two.cab', bytes: cabinet({ a: 'another' }) },
    { name: 'other', bytes: text('no cabinet') },
    { name: 'tiny', bytes: text('MS') },
  ],
});

describe('PatchPackage', () => {
  const content = new PatchPackage(new BufferSource(patch), 'msp');

  it('reads its sequences once', () => {
    const rows = [['F', null, '1.0.0.1', 1]];
    const bytes = buildDatabase({
      kind: 'msp',
      tables: [{ name: 'MsiPatchSequence', columns: columnsOf('MsiPatchSequence'), rows }],
    });
    const sequenced = new PatchPackage(new BufferSource(bytes), 'msp');
    expect(sequenced.sequences).toHaveLength(1);
    expect(sequenced.sequences).toBe(sequenced.sequences);
    expect(content.sequences).toBeNull();
  });

  itThorough('whose files are far larger than all of its cabinets is refused', () => {
    const large = cabinet({ a: 'a'.repeat(40 * 2 ** 20) });
    const two = buildDatabase({
      kind: 'msp',
      tables: [],
      streams: ['one.cab', 'two.cab'].map((name) => ({ name, bytes: large })),
    });
    const opened = new PatchPackage(new BufferSource(two), 'msp');
    expect(() => opened.check(opened.files.slice(0, 1))).not.toThrow();
    expect(caught(() => opened.check(opened.files)).code).toBe('CONTAINER_RATIO');
  });

  it('has the members of all its cabinets under their File keys, and what they are for', () => {
    expect(content.kind).toBe('msp');
    const rows = content.files.map(({ key, cabinet: holder, targetPath, patchTarget }) => [
      key,
      holder,
      targetPath,
      patchTarget,
    ]);
    expect(rows.sort()).toEqual([
      // Without transforms the cabinet stands for the target.
      ['a', '#one.cab', null, 'one.cab'],
      ['a', '#two.cab', null, 'two.cab'],
      ['b', '#one.cab', null, 'one.cab'],
    ]);
  });

  it('decodes them, those of one name apart', () => {
    const decoded: (string | null)[][] = [];
    // A chunk is valid until the next one is asked for.
    for (const part of content.decode(content.files)) {
      if ('chunk' in part)
        decoded.push([part.file.cabinet, part.file.key, Buffer.from(part.chunk).toString()]);
    }
    expect(decoded.sort()).toEqual([
      ['#one.cab', 'a', 'first'],
      ['#one.cab', 'b', 'second'],
      ['#two.cab', 'a', 'another'],
    ]);
    expect(content.batches(content.files)).toHaveLength(2);
    expect(content.files[0]!.modified()).toBeInstanceOf(Date);
    expect(content.files[0]!.openInPlace()).toBeNull();
  });
});

describeCorpusThoroughly('real patches and transforms', () => {
  it.each([
    ['wix3/PerMachineMsisMsps_PatchABv101.msp', 'msp', 2],
    ['lessmsi/WPF2_32.msp', 'msp', 1],
    [
      'wix3/BuildingPackages_InstanceTransforms_InstanceTransformTests_AutoGenProductId_expected.mst',
      'mst',
      0,
    ],
  ])('%s', (path, kind, count) => {
    const opened = openPackage(join(corpusDir, path));
    expect(opened.content.kind).toBe(kind);
    expect(opened.content.files).toHaveLength(count);
    opened.close();
  });
});

describe('a patch that was cut within the directory of a cabinet', () => {
  const long = 'no two of these repeat: '.repeat(400);
  const last = buildCabinet({
    folders: [{ method: 'none', files: [{ name: 'last', bytes: text(long) }] }],
  });
  const whole = withStreamAtEnd(
    buildDatabase({
      kind: 'msp',
      tables: [],
      streams: [
        { name: 'one.cab', bytes: cabinet({ a: 'first' }) },
        { name: 'two.cab', bytes: last },
      ],
    }),
    last.length,
  );
  const start = Buffer.from(whole).lastIndexOf(Buffer.from(last.subarray(0, 60)));

  it.each([0, 3, 10, 40, 60])('shows what the others have: %i bytes of it are there', (length) => {
    const content = new PatchPackage(new BufferSource(whole.subarray(0, start + length)), 'msp');
    expect(content.files.map(({ key }) => key)).toEqual(['a']);
    expect(content.warnings[0]).toMatchObject({ code: 'CFB_TRUNCATED' });
    const cut = content.warnings.filter(({ code }) => code === 'CAB_TRUNCATED');
    expect(cut).toMatchObject(length < 4 ? [] : [{ stream: 'two.cab' }]);
  });

  it('says so where it has no other', () => {
    const alone = buildDatabase({ kind: 'msp', tables: [], streams: [{ name: 'two.cab', bytes: last }] });
    const bytes = withStreamAtEnd(alone, last.length);
    const at = Buffer.from(bytes).lastIndexOf(Buffer.from(last.subarray(0, 60)));
    const content = new PatchPackage(new BufferSource(bytes.subarray(0, at + 10)), 'msp');
    const error = caught(() => planExtract(content));
    expect(error.code).toBe('CFB_TRUNCATED');
    expect(error.message).toMatch(/too early: the download is incomplete/);
  });
});
