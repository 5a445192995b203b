import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openContainer } from '../../src/archive/open-container.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { openPackage } from '../../src/package/open-package.js';
import { caught } from '../support/caught.js';
import { hotfixkit } from '../support/command-line.js';
import { buildCompressed, type CompressPlan } from '../support/compress-builder.js';
import { cabinetOf } from '../support/container-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { text } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const library = buildExecutable({ platform: 'x86', dll: true, version: { fileVersion: '4.0.6487.2111' } });
const { msi } = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('hello') }] });
const plans: CompressPlan[] = [
  { format: 'SZDD', missingLetter: 'l' },
  { format: 'SZ' },
  { format: 'KWAJ', method: 3 },
  { format: 'KWAJ', method: 4, size: false },
];

describe('what lies behind a compressed file', () => {
  const zip = buildZip({ files: [{ name: 'b.txt', bytes: text('b'.repeat(50)) }] });
  const codesOf = (bytes: Uint8Array): string[] =>
    openContainer(new BufferSource(bytes), 'x.dl_', new UnpackBudget(), 1)!.warnings.map(({ code }) => code);
  const all: CompressPlan[] = [
    { format: 'SZDD' },
    { format: 'SZ' },
    ...[0, 1, 2, 3, 4].map((method): CompressPlan => ({ format: 'KWAJ', method })),
  ];

  it.each(all)('%j: an archive is named, but not one that it is made of', (plan) => {
    for (const content of [library, zip, cabinetOf({ 'a.txt': 'a' }), msi]) {
      const bytes = buildCompressed(content, plan);
      expect(codesOf(bytes)).toEqual([]);
      expect(codesOf(Buffer.concat([bytes, zip]))).toEqual(['PACKAGE_NOT_SEARCHED']);
    }
  });
});

describe('a compressed file', () => {
  it.each(plans)('%j: commands judge what it expands to', async (plan) => {
    const folder = tempFolder();
    const path = join(folder, 'x.dl_');
    writeFileSync(path, buildCompressed(library, plan));
    const listed = await hotfixkit(['list', path, '--json']);
    expect(listed.json()).toMatchObject({
      files: [{ path: 'x.dll', size: library.length, version: '4.0.6487.2111' }],
    });
    const versions = (await hotfixkit(['versions', path, '--json'])).json();
    const warnings = plan.size === false ? [{ code: 'COMPRESS_SIZE_UNKNOWN' }] : [];
    expect(versions).toMatchObject({ files: [{ version: '4.0.6487.2111', platform: 'x86' }], warnings });
    expect((await hotfixkit(['verify', path, '--require', 'x.dll 4.0.6487.2111'])).status).toBe(0);
    expect((await hotfixkit(['verify', path, '--require', 'x.dll >4.0.6487.2111'])).status).toBe(1);
    const info = (await hotfixkit(['info', path, '--json'])).json();
    expect(info).toMatchObject({ kind: 'compressed', container: { inside: [{ path: 'x.dll' }] } });
    const out = join(folder, 'out');
    expect((await hotfixkit(['extract', path, '-o', out])).status).toBe(0);
    expect((await hotfixkit(['diff', path, out])).status).toBe(0);
  });

  it.each([
    ['a package', msi, 'msi'],
    ['a cabinet', cabinetOf({ 'a.dll': 'x', 'b.dll': 'y' }), 'cab'],
  ])('may hold %s, in an archive as well', (_, content, kind) => {
    const compressed = buildCompressed(content, { format: 'SZDD', missingLetter: 'x' });
    for (const bytes of [compressed, buildZip({ files: [{ name: 'x.ms_', bytes: compressed }] })]) {
      using opened = openPackage(bytes, { name: 'x.ms_' });
      expect(opened.kind).toBe(kind);
    }
  });

  it.each([
    { name: 'too large a size', plan: { format: 'SZDD', size: 0xffffffff }, code: 'CONTAINER_RATIO' },
    {
      name: 'too large without a size',
      plan: { format: 'KWAJ', method: 4, size: false },
      code: 'CONTAINER_RATIO',
    },
    {
      name: 'a name that leads elsewhere',
      plan: { format: 'KWAJ', name: '..\\..\\a' },
      code: 'CONTAINER_UNSAFE_NAME',
    },
  ] as const)('refuses $name', ({ plan, code }) => {
    const content = new Uint8Array(plan.format === 'KWAJ' && code === 'CONTAINER_RATIO' ? 12 * 2 ** 20 : 10);
    const bytes = buildCompressed(content, plan);
    const error = caught(() => openContainer(new BufferSource(bytes), 'x.dl_', new UnpackBudget(), 1));
    expect(error.code).toBe(code);
  });

  describe.each(plans.filter(({ size }) => size !== false))('%j with more than it states', (plan) => {
    const code = plan.format === 'KWAJ' ? 'KWAJ_CORRUPT' : 'SZDD_CORRUPT';
    // Behind the version resource, so that versions could be read.
    const bytes = buildCompressed(library, { ...plan, size: library.length - 1 });

    it.each([
      { how: 'by itself', name: 'x.dl_', wrapped: bytes },
      { how: 'in a zip archive', name: 'x.zip', wrapped: buildZip({ files: [{ name: 'x.dl_', bytes }] }) },
    ])('$how: no command gives less with exit status 0', async ({ name, wrapped }) => {
      const folder = tempFolder();
      const path = join(folder, name);
      writeFileSync(path, wrapped);
      const inside = name === 'x.dl_' ? path : `${path}!x.dl_`;
      for (const args of [
        ['extract', inside, '-o', join(folder, 'out')],
        ['extract', inside, 'x*', '-o', '-'],
        ['list', inside, '--hash'],
        ['versions', inside],
        ['verify', inside, '--require', 'x* 4.0.6487.2111'],
      ]) {
        const { status, stdout, stderr } = await hotfixkit(args);
        // Standard output cannot be taken back.
        expect([args[0], status, args.includes('-') ? '' : stdout]).toEqual([args[0], 3, '']);
        expect(stderr).toMatch(/the header states \d+ bytes, but more data follows/);
      }
      const { json } = await hotfixkit(['list', inside, '--hash', '--json']);
      expect(json()).toMatchObject({ error: { code } });
    });

    it('as a package', () => {
      using opened = openPackage(bytes, { name: 'x.dl_' });
      expect(caught(() => opened.content.files[0]!.bytes()).code).toBe(code);
    });
  });

  it('that is cut is an error that names it', async () => {
    const path = join(tempFolder(), 'x.dl_');
    writeFileSync(path, buildCompressed(library, { format: 'SZDD' }).subarray(0, 300));
    for (const command of ['list', 'versions', 'extract']) {
      const more = command === 'extract' ? ['-o', join(tempFolder(), 'out')] : [];
      const { status, json } = await hotfixkit([command, path, ...more, '--json']);
      expect([command, status, json()]).toMatchObject([
        command,
        3,
        { error: { code: 'SZDD_CORRUPT', file: path } },
      ]);
    }
  });
});
