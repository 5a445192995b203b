import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import type { Manifest, ManifestFile, ManifestSection } from '../../../src/hotfix/manifest/manifest.js';
import type { FileFacts } from '../../../src/hotfix/verify/compare-file.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';
import { caught } from '../../support/caught.js';
import { runs } from '../../support/thorough.js';

const manifest = manifestFromCatalogue('977203');
const [sp1, sp2] = manifest.sections as [ManifestSection, ManifestSection];

/** The file that the row describes. */
function fileOf(row: ManifestFile, index: number): FileFacts {
  return {
    path: `image/${index}/${row.name}`,
    name: row.name,
    size: row.size ?? 0,
    version: row.version,
    platform: row.platform,
    modified: new Date(`${row.date}T${row.time}:00Z`),
  };
}

const complete = (section: ManifestSection) => section.files.map(fileOf);

function replace(files: FileFacts[], index: number, change: Partial<FileFacts>): FileFacts[] {
  return files.map((file, i) => (i === index ? { ...file, ...change } : file));
}

describe('verifyFiles', () => {
  it.each(['\u212aernel.exe', '\u212aERNEL.EXE'])('takes no other letter for that of a row: %s', (name) => {
    const row = { name: 'kernel.exe', version: null, size: 1, date: null, time: null, platform: null };
    const one: Manifest = {
      kb: '1',
      title: 'T',
      language: 'en',
      sections: [{ title: 'T', product: null, files: [row] }],
      warnings: [],
    };
    const facts = { path: name, name, size: 1, version: null, platform: null };
    expect(verifyFiles([facts], one)).toMatchObject({ ok: false, counts: { missing: 1 }, unlisted: [name] });
  });

  it.each([
    ['ConfigMgr 2007 SP1', sp1],
    ['ConfigMgr 2007 SP2', sp2],
  ])('finds %s from the evidence', (product, section) => {
    const result = verifyFiles(complete(section), manifest);
    expect(result).toMatchObject({
      ok: true,
      manifest: { kb: '977203', product, title: manifest.title },
      section: section.title,
      chosenBy: 'evidence',
      counts: { match: 13, mismatch: 0, missing: 0, ambiguous: 0 },
      unlisted: [],
      warnings: [],
    });
    expect(result.files.map(({ name, status }) => [name, status])).toEqual(
      section.files.map(({ name }) => [name, 'match']),
    );
  });

  it('answers in the shape that scripts rely on', () => {
    const files = replace(complete(sp2), 0, { version: '4.0.6487.2000', modified: '2011-02-03T04:05:06' });
    const { files: answer } = verifyFiles(files, manifest);
    expect(answer[0]).toEqual({
      name: 'Ccmcertfix.exe',
      platform: 'x86',
      status: 'mismatch',
      path: 'image/0/Ccmcertfix.exe',
      expected: { version: '4.0.6487.2111', size: 17768, date: '2010-01-25', time: '06:27' },
      actual: { version: '4.0.6487.2000', size: 17768, platform: 'x86', date: '2011-02-03', time: '04:05' },
      differences: [{ field: 'version', expected: '4.0.6487.2111', actual: '4.0.6487.2000', order: 'older' }],
      explanation: { kind: 'older', text: 'older: from 4.0.6487.2000, ConfigMgr 2007 SP2 or later' },
    });
    expect(answer[2]).toEqual({
      name: 'Ccmsetup-sup.cab',
      platform: null,
      status: 'match',
      path: 'image/2/Ccmsetup-sup.cab',
      expected: { version: null, size: 253016, date: '2009-12-10', time: '03:40' },
      actual: { version: null, size: 253016, platform: null, date: '2009-12-10', time: '03:40' },
      differences: [],
    });
  });

  it.each<[string, (files: FileFacts[]) => FileFacts[], object, object]>([
    [
      'a wrong version',
      (files) => replace(files, 3, { version: '4.0.6487.2000' }),
      { match: 12, mismatch: 1, missing: 0, ambiguous: 0 },
      { name: 'Ccmsetup.exe', status: 'mismatch', differences: [{ field: 'version' }] },
    ],
    [
      'a wrong size',
      (files) => replace(files, 5, { size: 7204865 }),
      { match: 12, mismatch: 1, missing: 0, ambiguous: 0 },
      {
        name: 'Mcs.msi',
        status: 'mismatch',
        differences: [{ field: 'size', expected: 7204864, actual: 7204865 }],
      },
    ],
    [
      'a missing file',
      (files) => files.filter((_, i) => i !== 8),
      { match: 12, mismatch: 0, missing: 1, ambiguous: 0 },
      {
        name: 'Sccm2007ac-sp2-kb977203-x86.msp',
        status: 'missing',
        path: null,
        actual: null,
        differences: [],
      },
    ],
    [
      'a file for the wrong platform',
      (files) => replace(files, 11, { platform: 'x86' }),
      { match: 12, mismatch: 1, missing: 0, ambiguous: 0 },
      {
        name: 'Ccmgencert.dll',
        platform: 'x64',
        status: 'mismatch',
        differences: [{ field: 'platform', expected: 'x64', actual: 'x86' }],
      },
    ],
    [
      'a second file of that name and platform that is another one',
      (files) => [...files, { ...files[9]!, path: 'old/Smpmgr.dll', version: '4.0.6487.2000' }],
      { match: 12, mismatch: 0, missing: 0, ambiguous: 1 },
      { name: 'Smpmgr.dll', status: 'ambiguous', path: 'image/9/Smpmgr.dll', rivals: ['old/Smpmgr.dll'] },
    ],
  ])('names exactly %s', (_, change, counts, expected) => {
    const result = verifyFiles(change(complete(sp2)), manifest);
    expect(result).toMatchObject({ ok: false, counts, manifest: { product: 'ConfigMgr 2007 SP2' } });
    const wrong = result.files.filter(({ status }) => status !== 'match');
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatchObject(expected);
  });

  it('lists files that the table does not name, in the order given', () => {
    const files = [{ ...fileOf(sp2.files[0]!, 0), path: 'z.txt', name: 'z.txt' }, ...complete(sp2)];
    const result = verifyFiles([...files, { ...files[0]!, path: 'a.txt', name: 'a.txt' }], manifest);
    expect(result.ok).toBe(true);
    expect(result.unlisted).toEqual(['z.txt', 'a.txt']);
  });

  describe('--only-present', () => {
    it('does not mind what is missing', () => {
      const one = complete(sp2).slice(0, 1);
      expect(verifyFiles(one, manifest)).toMatchObject({ ok: false, counts: { match: 1, missing: 12 } });
      expect(verifyFiles(one, manifest, { onlyPresent: true })).toMatchObject({
        ok: true,
        counts: { match: 1, missing: 12 },
        manifest: { product: 'ConfigMgr 2007 SP2' },
      });
    });

    it('minds what is wrong', () => {
      const one = replace(complete(sp2).slice(0, 1), 0, { size: 1 });
      expect(verifyFiles(one, manifest, { onlyPresent: true })).toMatchObject({ ok: false });
    });

    it('does not call nothing at all a success', () => {
      expect(verifyFiles([], manifest, { onlyPresent: true })).toMatchObject({
        ok: false,
        chosenBy: 'none',
        counts: { match: 0, missing: 13 },
        warnings: [],
      });
    });
  });

  describe('--product', () => {
    it('takes the table that is named and says so when another fits better', () => {
      const result = verifyFiles(complete(sp1), manifest, { product: 'sp2' });
      expect(result).toMatchObject({
        ok: false,
        chosenBy: 'product',
        manifest: { product: 'ConfigMgr 2007 SP2' },
      });
      expect(result.warnings).toEqual([
        {
          code: 'VERIFY_PRODUCT_UNCERTAIN',
          message: 'the files fit ConfigMgr 2007 SP1 better (13 matches against 0)',
        },
      ]);
    });

    it('lets the evidence decide where it names several', () => {
      expect(verifyFiles(complete(sp2), manifest, { product: 'ConfigMgr' })).toMatchObject({
        ok: true,
        chosenBy: 'product',
        manifest: { product: 'ConfigMgr 2007 SP2' },
      });
    });

    it('refuses a text that names none, and says what there is', () => {
      expect(() => verifyFiles([], manifest, { product: 'SP3' })).toThrowError(
        expect.objectContaining({
          code: 'MANIFEST_NO_PRODUCT',
          message: 'KB977203 has no file table for "SP3"; it has ConfigMgr 2007 SP1, ConfigMgr 2007 SP2',
        }),
      );
    });
  });

  it('says when the evidence does not decide', () => {
    const twice: Manifest = { ...manifest, sections: [sp2, { ...sp2, product: 'The same again' }] };
    const result = verifyFiles(complete(sp2), twice);
    expect(result).toMatchObject({ ok: true, manifest: { product: 'ConfigMgr 2007 SP2' } });
    expect(result.warnings.map(({ code }) => code)).toEqual(['VERIFY_PRODUCT_UNCERTAIN']);
  });

  it('keeps rows apart that are the same object', () => {
    const row = sp2.files[0]!;
    const result = verifyFiles([fileOf(row, 0)], { ...manifest, sections: [{ ...sp2, files: [row, row] }] });
    expect(result.counts).toEqual({ match: 1, mismatch: 0, missing: 1, ambiguous: 0 });
    expect(result.chosenBy).toBe('only');
  });

  it.each<[FileFacts['modified'], string | null, string | null]>([
    [new Date('2010-01-25T06:27:59Z'), '2010-01-25', '06:27'],
    ['2010-01-25T06:27:00', '2010-01-25', '06:27'],
    ['2010-01-25 06:27', '2010-01-25', '06:27'],
    ['2010-01-25', '2010-01-25', '00:00'],
    ['2010-01-25T08:27:00+02:00', '2010-01-25', '06:27'],
    ['2010-01-25T06:27:00.000Z', '2010-01-25', '06:27'],
    [new Date(Number.NaN), null, null],
    ['yesterday', null, null],
    [null, null, null],
    [undefined, null, null],
  ])('reports the time %j in UTC', (modified, date, time) => {
    const { modified: _, ...file } = fileOf(sp2.files[0]!, 0);
    const facts = modified === undefined ? file : { ...file, modified };
    expect(verifyFiles([facts], manifest).files[0]!.actual).toMatchObject({ date, time });
  });
});

describe('verifyFiles, as properties', () => {
  const settings = { seed: 977203, numRuns: runs(200) };
  const section = fc.constantFrom(sp1, sp2);
  const someCase = (text: string) =>
    fc
      .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
      .map((upper) =>
        [...text].map((letter, i) => (upper[i] ? letter.toUpperCase() : letter.toLowerCase())).join(''),
      );
  /** The complete set with names in any case, versions spelt in any way, folders at random, in any order. */
  const disguised = (of: ManifestSection) =>
    fc
      .tuple(
        ...complete(of).map((file, index) =>
          fc
            .tuple(someCase(file.name), fc.constantFrom('', 'x64/', 'a/b/i386/', 'ia64/'), fc.boolean())
            .map(([name, folder, zeros]): [number, FileFacts] => [
              index,
              {
                ...file,
                name,
                path: `${index}/${folder}${name}`,
                version: zeros && file.version ? file.version.replace('.0.', '.00.') : file.version,
              },
            ]),
        ),
      )
      .chain((files) => fc.shuffledSubarray(files, { minLength: files.length, maxLength: files.length }));

  it('a complete set matches whole, however it is disguised', () => {
    fc.assert(
      fc.property(
        section.chain((of) => fc.tuple(fc.constant(of), disguised(of))),
        ([of, files]) => {
          const result = verifyFiles(
            files.map(([, file]) => file),
            manifest,
          );
          expect(result.manifest.product).toBe(of.product);
          expect(result.counts).toEqual({ match: 13, mismatch: 0, missing: 0, ambiguous: 0 });
          expect(result.ok).toBe(true);
        },
      ),
      settings,
    );
  });

  it('exactly the rows whose files were spoilt do not match, whatever was done to them', () => {
    const deed = fc.constantFrom('version', 'size', 'platform', 'missing', 'nothing', 'nothing', 'copy');
    fc.assert(
      fc.property(disguised(sp2), fc.array(deed, { minLength: 13, maxLength: 13 }), (files, deeds) => {
        const spoilt = new Set<number>();
        const facts: FileFacts[] = [];
        for (const [index, file] of files) {
          const path = `plain/${index}/${file.name}`;
          const plain = { ...file, path };
          const what = deeds[index]!;
          if (what === 'copy') facts.push(plain, { ...plain, path: `copy/${path}` });
          else if (what === 'nothing') facts.push(plain);
          else if (what === 'missing') spoilt.add(index);
          else if (what === 'size') {
            spoilt.add(index);
            facts.push({ ...plain, size: file.size + 1 });
          } else if (file.version === null) {
            facts.push(plain);
          } else {
            spoilt.add(index);
            facts.push({
              ...plain,
              ...(what === 'version' ? { version: '4.0.6487.2110' } : { platform: 'ARM64' }),
            });
          }
        }
        const result = verifyFiles(facts, manifest, { product: 'SP2' });
        const notMatching = result.files.flatMap(({ status }, index) => (status === 'match' ? [] : [index]));
        expect(new Set(notMatching)).toEqual(spoilt);
      }),
      settings,
    );
  });

  const anyFile = fc
    .record({
      folder: fc.constantFrom('', 'x64/', 'i386/', 'deep/er/'),
      name: fc.constantFrom('ccmgencert.dll', 'CCMSETUP.EXE', 'Mcsisapip.dll', 'other.txt'),
      size: fc.constantFrom(0, 130408, 285032, 649576, 611688, 206696),
      version: fc.constantFrom(null, '4.0.6487.2111', '4.00.6221.1193', 'beta'),
      platform: fc.constantFrom(null, 'x86', 'x64', 'IA-64', 'nonsense'),
    })
    .map(({ folder, ...file }) => ({ ...file, path: `${folder}${file.name}` }));
  const anyFiles = fc
    .array(anyFile, { maxLength: 30 })
    .map((files) => files.map((file, i): FileFacts => ({ ...file, path: `${i}/${file.path}` })));

  it('every row is answered, and every file is named at most once', () => {
    fc.assert(
      fc.property(anyFiles, (facts) => {
        const { files, counts, unlisted } = verifyFiles(facts, manifest);
        expect(files).toHaveLength(13);
        expect(counts.match + counts.mismatch + counts.missing + counts.ambiguous).toBe(13);
        const named = files.flatMap(({ path, copies = [], rivals = [] }) => [
          ...(path === null ? [] : [path]),
          ...copies,
          ...rivals,
        ]);
        expect([...named, ...unlisted].sort()).toEqual(facts.map(({ path }) => path).sort());
        for (const { status, differences, rivals } of files) {
          if (status === 'match') expect([differences, rivals]).toEqual([[], undefined]);
          if (status === 'mismatch') expect(differences).not.toEqual([]);
        }
      }),
      settings,
    );
  });

  it('the order of the files does not matter', () => {
    fc.assert(
      fc.property(
        anyFiles.chain((files) =>
          fc.tuple(
            fc.constant(files),
            fc.shuffledSubarray(files, { minLength: files.length, maxLength: files.length }),
          ),
        ),
        ([files, shuffled]) => {
          const { unlisted: a, ...one } = verifyFiles(files, manifest);
          const { unlisted: b, ...other } = verifyFiles(shuffled, manifest);
          expect(other).toEqual(one);
          expect([...b].sort()).toEqual([...a].sort());
        },
      ),
      settings,
    );
  });

  it('throws nothing but errors of its own for any text in a manifest', () => {
    const text = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('__proto__', 'constructor', 'toString'),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), text, (names, odd) => {
        const files = names.map((name) => ({ ...sp2.files[0]!, name, version: odd, platform: odd }));
        const odds: Manifest = { ...manifest, sections: [{ title: odd, product: odd, files }] };
        try {
          verifyFiles([{ ...fileOf(files[0]!, 0) }], odds, { product: odd });
        } catch (error) {
          expect(error).toBeInstanceOf(HotfixkitError);
        }
      }),
      settings,
    );
  });

  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  const row = (name: string, build: number) => ({
    name,
    version: `1.0.0.${build}`,
    size: build,
    date: null,
    time: null,
    platform: null,
  });
  const file = (name: string, build: number) => {
    const { version, size, platform } = row(name, build);
    return { path: `${build}/${name}`, name, size, version, platform };
  };
  const table = (title: string, files: ManifestFile[]) => ({ title, product: null, files });
  const article = (sections: ManifestSection[]): Manifest => ({
    kb: '1',
    title: 'Update',
    language: 'en',
    sections,
    warnings: [],
  });
  /** Milliseconds of processor time. */
  const timeOf = (work: () => unknown): number => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user / 1000;
  };

  it('refuses many tables of the same names for many files, before it compares any', () => {
    const files = numbers(3000).map((i) => file('a.dll', i));
    const sections = numbers(900).map((i) => table(`Table ${i}`, [row('a.dll', 1)]));
    const time = timeOf(() => {
      expect(caught(() => verifyFiles(files, article(sections))).code).toBe('MANIFEST_INVALID');
    });
    expect(time).toBeLessThan(1000);
  });

  it.each<[string, number, (i: number) => ManifestFile[]]>([
    ['a thousand tables of other names', 20, (t) => numbers(100).map((i) => row(`${t}-${i}.dll`, i))],
    ['a thousand tables for many files', 50_000, (t) => [row(`${t}.dll`, t)]],
    [
      'a long table beside a thousand others',
      10_000,
      (t) => numbers(t === 0 ? 10_000 : 1).map((i) => row(`${i}.dll`, i + 1)),
    ],
  ])('does not take more than linear time: %s', (_, count, rows) => {
    const files = numbers(count).map((i) => file(`${i}.dll`, i));
    const sections = numbers(1000).map((i) => table(`Table ${i}`, rows(i)));
    expect(timeOf(() => verifyFiles(files, article(sections)))).toBeLessThan(3000);
  });

  it('refuses thousands of hashes for thousands of rows of one name', () => {
    const sections = [
      table(
        'Update',
        numbers(1000).map((i) => row(`l${i}\\a.dll`, i)),
      ),
    ];
    const files = numbers(1000).map((i) => ({ ...file('a.dll', i), path: `l${i}/a.dll` }));
    const hashes = numbers(1000).map((i) => ({
      algorithm: 'SHA-256' as const,
      digest: i.toString(16).padStart(64, '0'),
      file: 'a.dll',
    }));
    const refused = caught(() => verifyFiles(files, { ...article(sections), hashes }));
    expect(refused).toMatchObject({ code: 'MANIFEST_INVALID', message: /many hashes of that name/ });
  });
});
