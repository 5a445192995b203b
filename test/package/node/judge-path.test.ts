import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JudgeRequest, judgePath } from '../../../src/package/node/judge-path.js';
import { cryptography } from '../../../src/signature/local-cryptography.js';
import { readSignatureSources } from '../../../src/signature/signature-sources.js';
import { hash, signedCatalog, signedExecutable, testAuthority } from '../../support/authenticode-builder.js';
import { caught } from '../../support/caught.js';
import { cabinetOf } from '../../support/container-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { writeTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { buildZip } from '../../support/zip-builder.js';

const good = signedExecutable();
const changed = signedExecutable();
changed[0x500]! ^= 1;
const text = Buffer.from('text');
const sources = {
  at: Date.parse('2026-11-26'),
  trust: [{ name: 'root', bytes: testAuthority().root.der }],
  stores: [],
  catalogs: [],
  revocation: [],
};
const options = readSignatureSources(sources, cryptography);

const { msi } = buildPackage({
  files: [
    { key: 'good', name: 'good.exe', bytes: good },
    { key: 'changed', name: 'changed.dll', bytes: changed },
    { key: 'readme', name: 'readme.txt', bytes: text },
    { key: 'empty', name: 'empty.dll', bytes: new Uint8Array(0) },
  ],
});
const cab = cabinetOf({ 'in.exe': good, 'in.txt': text });
const zip = buildZip({
  files: [
    { name: 'a/package.msi', bytes: msi },
    { name: 'b.cab', bytes: cab },
    { name: 'c.exe', bytes: changed },
    { name: 'd.txt', bytes: text },
  ],
});
const image = buildPackage({
  files: [{ key: 'good', name: 'good.exe', bytes: good }],
  cabinets: 'none',
});

function judge(path: string, how: Partial<JudgeRequest> = {}, verifyOptions = options) {
  const folder = tempFolder();
  writeTree(folder, {
    'good.exe': good,
    'package.msi': msi,
    'outer.zip': zip,
    'text.txt': text,
    'broken.cab': 'MSCF',
    'cut.zip': zip.subarray(0, zip.length - 2000),
    'image.msi': image.msi,
    ...Object.fromEntries(image.loose),
  });
  const { files, others, errors } = judgePath(
    { path: join(folder, path), named: true, inside: false, ...how },
    verifyOptions,
  );
  const start = folder.length + 1;
  return {
    files: files.map((file) => `${file.path.slice(start).replaceAll('\\', '/')} ${file.verdict}`),
    others,
    errors: errors.map(({ error }) => error.code),
  };
}

describe('a file on disk', () => {
  it('is judged alone', () => {
    expect(judge('good.exe')).toEqual({ files: ['good.exe valid'], others: 0, errors: [] });
    expect(judge('package.msi').files).toEqual(['package.msi no-signature']);
    expect(judge('outer.zip').files).toEqual(['outer.zip no-signature']);
  });

  it('of another kind is judged where it was named, and counted where it was found', () => {
    expect(judge('text.txt').files).toEqual(['text.txt no-signature']);
    expect(judge('text.txt', { named: false })).toEqual({ files: [], others: 1, errors: [] });
  });

  it('whose structure cannot be read is an error', () => {
    expect(judge('broken.cab')).toMatchObject({ files: [], errors: ['CAB_TRUNCATED'] });
  });
});

describe('what is inside', () => {
  it('are the files of a package', () => {
    expect(judge('package.msi', { inside: true })).toEqual({
      files: [
        'package.msi no-signature',
        'package.msi!Fixture/empty.dll no-signature',
        'package.msi!Fixture/good.exe valid',
        'package.msi!Fixture/changed.dll digest-mismatch',
      ],
      others: 1,
      errors: [],
    });
  });

  it('are the files of a container, and of the packages and cabinets in it', () => {
    const { files, others, errors } = judge('outer.zip', { inside: true });
    expect(files.map((file) => file.replace(/![^!]*\//g, '!'))).toEqual([
      'outer.zip no-signature',
      'outer.zip!package.msi no-signature',
      'outer.zip!b.cab no-signature',
      'outer.zip!c.exe digest-mismatch',
      'outer.zip!package.msi!empty.dll no-signature',
      'outer.zip!package.msi!good.exe valid',
      'outer.zip!package.msi!changed.dll digest-mismatch',
      'outer.zip!b.cab!in.exe valid',
    ]);
    expect(others).toBe(3);
    expect(errors).toEqual([]);
  });

  it('of an executable that holds nothing, and of text, is nothing', () => {
    expect(judge('good.exe', { inside: true })).toEqual({ files: ['good.exe valid'], others: 0, errors: [] });
    expect(judge('text.txt', { inside: true }).files).toEqual(['text.txt no-signature']);
  });

  it('of an image is left to the walk through its folder, unless the package was named', () => {
    expect(judge('image.msi', { inside: true, named: false }).files).toEqual(['image.msi no-signature']);
    expect(judge('image.msi', { inside: true }).files[1]).toMatch(/good\.exe valid$/);
  });

  it('that cannot be opened is an error beside the verdict', () => {
    const { files, errors } = judge('cut.zip', { inside: true });
    expect(files).toEqual(['cut.zip no-signature']);
    expect(errors).toHaveLength(1);
  });

  it('is looked up in catalogues, whatever its kind', () => {
    const catalogs = [
      { name: 'c.cat', bytes: signedCatalog([{ digest: 'sha1', value: hash('sha1', text) }]) },
    ];
    const withCatalog = readSignatureSources({ ...sources, catalogs }, cryptography);
    const { files, others } = judge('outer.zip', { inside: true }, withCatalog);
    expect(files).toContain('outer.zip!d.txt valid');
    expect(files).toContain('outer.zip!b.cab!in.txt valid');
    expect(others).toBe(0);
  });
});

describe('a path into a package', () => {
  it.each([
    ['package.msi!good.exe', 'valid'],
    ['package.msi!changed.dll', 'digest-mismatch'],
    ['package.msi!readme.txt', 'no-signature'],
    ['outer.zip!c.exe', 'digest-mismatch'],
    ['outer.zip!a/package.msi', 'no-signature'],
    ['outer.zip!package.msi!good.exe', 'valid'],
    ['outer.zip!b.cab!in.exe', 'valid'],
  ])('names one file: %s', (path, verdict) => {
    const { files } = judge(path);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(new RegExp(` ${verdict}$`));
  });

  it('may have a pattern, and a package inside it', () => {
    expect(judge('package.msi!*.{exe,dll}').files).toHaveLength(3);
    expect(judge('outer.zip!package.msi', { inside: true }).files).toHaveLength(4);
  });

  it.each(['package.msi!none.dll', 'outer.zip!a/package.msi!none.dll'])(
    'is said to be missing where a package has no such file: %s',
    (path) => {
      expect(caught(() => judge(path))).toMatchObject({
        code: 'PACKAGE_NO_FILE',
        facts: { expected: 'none.dll' },
      });
    },
  );

  it.each(['package.msi!none.exe', 'outer.zip!none.msi!good.exe', 'text.txt!x', 'outer.zip!d.txt!x'])(
    'throws where there is no such file: %s',
    (path) => {
      const { code, facts } = caught(() => judge(path));
      expect(code).toMatch(/^(?:PACKAGE_NO_FILE|PACKAGE_UNKNOWN_KIND|CONTAINER_NO_MEMBER)$/);
      expect(facts.file).toContain(path.slice(0, path.indexOf('!')));
    },
  );
});
