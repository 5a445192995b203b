import { describe, expect, it } from 'vitest';
import type { Manifest, PublishedHash } from '../../../src/hotfix/manifest/manifest.js';
import {
  compareHashes,
  type Download,
  downloadKey,
  downloadWith,
  hashesOfFiles,
} from '../../../src/hotfix/verify/compare-hashes.js';
import { verifyFiles } from '../../../src/hotfix/verify/verify-files.js';

const right = 'ab'.repeat(32);
const wrong = 'cd'.repeat(32);
const row = (name: string, platform: string | null = 'x86') => ({
  name,
  version: '1.0.0.1',
  size: 4000,
  date: '2010-01-01',
  time: null,
  platform,
});
const file = (name: string, sha256: string | null, path = name) => ({
  path,
  name,
  size: 4000,
  version: '1.0.0.1',
  platform: 'x86',
  sha256,
});
const hash = (name: string, digest = right, algorithm: PublishedHash['algorithm'] = 'SHA-256') => ({
  file: name,
  algorithm,
  digest,
});
const verify = (
  hashes: PublishedHash[],
  files: ReturnType<typeof file>[],
  download: Download | null = null,
  rows = [row('a.dll')],
) => {
  const manifest: Manifest = {
    kb: '1',
    title: 'T',
    language: 'en',
    sections: [{ title: 'T', product: null, files: rows }],
    warnings: [],
    hashes,
  };
  const result = verifyFiles(files, manifest, { download });
  return {
    ok: result.ok,
    rows: result.files.map(({ name, status, differences }) => [name, status, ...differences]),
    warnings: result.warnings.map(({ code, message }) => `${code} ${message}`),
  };
};
const downloadOf = (name: string, digests: Record<string, string>): Download => ({
  name,
  size: 9,
  digest: (algorithm) => digests[algorithm] ?? null,
});
const notCompared = (text: string) => `VERIFY_NOT_COMPARED the article publishes hashes ${text}`;

describe('the published hash of no file that is named', () => {
  const unnamed = { file: null, algorithm: 'SHA-256', digest: right } as const;
  it('is that of the download', () => {
    expect(verify([unnamed], [file('a.dll', null)], downloadOf('kb1.exe', { 'SHA-256': right }))).toEqual({
      ok: true,
      rows: [
        ['kb1.exe', 'match'],
        ['a.dll', 'match'],
      ],
      warnings: [],
    });
  });

  it('does not stand for one beside the name of the download', () => {
    const hashes = [unnamed, hash('kb1.exe', wrong)];
    const found = verify(hashes, [file('a.dll', null)], downloadOf('kb1.exe', { 'SHA-256': right }));
    expect(found).toMatchObject({
      ok: false,
      rows: [
        ['kb1.exe', 'mismatch', { field: 'hash' }],
        ['a.dll', 'match'],
      ],
    });
  });

  it.each([downloadOf('kb1.exe', { 'SHA-256': wrong }), null])(
    'is a warning where nothing has it',
    (download) => {
      const found = verify([unnamed], [file('a.dll', null)], download);
      expect(found).toMatchObject({ ok: true, rows: [['a.dll', 'match']] });
      expect(found.warnings).toEqual([expect.stringContaining('hashes (SHA-256) beside no name of a file')]);
    },
  );
});

describe('the published hash of a file of the table', () => {
  it('is right', () => {
    const hashes = [hash('A.DLL'), hash('a.dll', 'ef'.repeat(20), 'SHA-1')];
    const both = { ...file('a.dll', right), digests: { 'SHA-1': 'ef'.repeat(20) } };
    expect(verify(hashes, [both])).toEqual({ ok: true, rows: [['a.dll', 'match']], warnings: [] });
    // The right one does not stand for one that could not be compared.
    expect(verify(hashes, [file('a.dll', right)]).warnings).toEqual([
      notCompared('(SHA-1) that were not compared: a.dll'),
    ]);
  });

  it('is wrong', () => {
    expect(verify([hash('a.dll')], [file('a.dll', wrong)])).toEqual({
      ok: false,
      rows: [
        ['a.dll', 'mismatch', { field: 'hash', expected: `SHA-256 ${right}`, actual: `SHA-256 ${wrong}` }],
      ],
      warnings: [],
    });
  });

  it('is wrong for a copy', () => {
    const files = [file('a.dll', right), file('a.dll', wrong, 'b/a.dll')];
    expect(verify([hash('a.dll')], files)).toMatchObject({ ok: false });
  });

  it.each<[string, PublishedHash[], ReturnType<typeof file>[], string]>([
    ['another algorithm', [hash('a.dll', 'ab'.repeat(16), 'MD5')], [file('a.dll', right)], '(MD5)'],
    ['a file whose hash is not known', [hash('a.dll')], [file('a.dll', null)], '(SHA-256)'],
    ['a file of no table', [hash('other.msu')], [file('a.dll', right)], '(SHA-256)'],
  ])('is a warning: %s', (_, hashes, files, algorithms) => {
    expect(verify(hashes, files)).toMatchObject({
      ok: true,
      warnings: [notCompared(`${algorithms} that were not compared: ${hashes[0]!.file}`)],
    });
  });

  it.each<[PublishedHash['algorithm'], number]>([
    ['MD5', 16],
    ['SHA-1', 20],
    ['SHA-384', 48],
    ['SHA-512', 64],
  ])('is compared by %s', (algorithm, bytes) => {
    const [own, other] = ['ab', 'cd'].map((two) => two.repeat(bytes)) as [string, string];
    const files = [{ ...file('a.dll', null), digests: { [algorithm]: own } }];
    expect(verify([hash('a.dll', own, algorithm)], files)).toMatchObject({ ok: true, warnings: [] });
    expect(verify([hash('a.dll', other, algorithm)], files)).toMatchObject({
      ok: false,
      rows: [['a.dll', 'mismatch', { actual: `${algorithm} ${own}` }]],
    });
    expect(
      verify([hash('a.dll', other, algorithm), hash('a.dll')], [{ ...files[0]!, sha256: right }]).ok,
    ).toBe(false);
  });

  it('is asked for by those algorithms alone that are published', () => {
    const hashes = [hash('A.DLL', 'ab', 'SHA-1'), hash('a.dll', 'ab', 'MD5'), hash('b.dll', 'ab', 'MD5')];
    expect(hashesOfFiles([{ hashes }, {}])).toEqual(['MD5', 'SHA-1']);
  });

  it('of several rows is held against each where there are as many', () => {
    const rows = [row('a.dll'), row('a.dll', 'x64')];
    const files = [file('a.dll', right), { ...file('a.dll', wrong, 'b/a.dll'), platform: 'x64' }];
    expect(verify([hash('a.dll'), hash('a.dll', wrong)], files, null, rows)).toMatchObject({
      ok: true,
      warnings: [],
    });
    expect(verify([hash('a.dll')], files, null, rows)).toMatchObject({
      ok: true,
      warnings: [notCompared('(SHA-256) that were not compared: a.dll')],
    });
  });

  it('of one row is held against that row alone', () => {
    const rows = [row('a.dll'), row('a.dll', 'x64')];
    const files = [file('a.dll', right), { ...file('a.dll', wrong, 'b/a.dll'), platform: 'x64' }];
    const of = (platform: string, digest: string) => ({ ...hash('a.dll', digest), platform });
    expect(verify([of('x86', right), of('x64', wrong)], files, null, rows)).toMatchObject({
      ok: true,
      warnings: [],
    });
    expect(verify([of('x86', wrong), of('x64', right)], files, null, rows).ok).toBe(false);
    expect(verify([of('x86', right)], files, null, rows)).toMatchObject({ ok: true, warnings: [] });
  });

  it('stands beside facts by which its row is known', () => {
    const rows = [row('a.dll'), row('a.dll', 'x64'), row('a.dll', 'IA-64')];
    const files = ['x86', 'x64', 'IA-64'].map((platform, i) => ({
      ...file('a.dll', String(i).repeat(64), `${i}/a.dll`),
      platform,
    }));
    const of = (platform: string, i: number) => ({ ...hash('a.dll', String(i).repeat(64)), platform });
    expect(verify([of('i386', 0), of('amd64', 1), of('ia64', 2)], files, null, rows)).toMatchObject({
      ok: true,
      warnings: [],
    });
    // Each is one of the three files, and two are exchanged.
    expect(verify([of('x86', 1), of('x64', 0), of('IA-64', 2)], files, null, rows).ok).toBe(false);
    // Rows that do not say for which processor they are: their files do.
    const bare = rows.map((one) => ({ ...one, platform: null }));
    expect(verify([of('x86', 0), of('x64', 1)], files, null, bare)).toMatchObject({ ok: true, warnings: [] });
    expect(verify([of('x86', 1), of('x64', 0)], files, null, bare).ok).toBe(false);
  });

  it.each<[string, Partial<PublishedHash>]>([
    ['processor', { platform: 'ARM64' }],
    ['version', { version: '9.9.9.9' }],
    ['size', { size: 5 }],
  ])('is a warning where it stands beside another %s than any row has', (_, facts) => {
    expect(verify([{ ...hash('a.dll'), ...facts }], [file('a.dll', right)])).toMatchObject({
      ok: true,
      warnings: [notCompared('(SHA-256) that were not compared: a.dll')],
    });
  });

  it('is compared where the same version is written in another way', () => {
    const of = (digest: string) => [{ ...hash('a.dll', digest), version: '1.00.0000.1' }];
    expect(verify(of(right), [file('a.dll', right)])).toMatchObject({ ok: true, warnings: [] });
    expect(verify(of(wrong), [file('a.dll', right)]).ok).toBe(false);
  });

  it('is a warning where two contradict each other', () => {
    expect(verify([hash('a.dll'), hash('a.dll', wrong)], [file('a.dll', right)])).toMatchObject({
      ok: true,
      warnings: [notCompared('(SHA-256) that were not compared: a.dll')],
    });
    expect(verify([hash('a.dll'), hash('a.dll', wrong)], [file('a.dll', 'ef'.repeat(32))]).ok).toBe(false);
  });

  it('of a missing file says nothing', () => {
    expect(verify([hash('a.dll')], [])).toEqual({ ok: false, rows: [['a.dll', 'missing']], warnings: [] });
  });
});

it('downloadWith has the digests as a function', () => {
  const download = downloadWith({ name: 'a.msu', size: 9, digests: { MD5: 'ab' } });
  expect([download.name, download.digest('MD5'), download.digest('SHA-1')]).toEqual(['a.msu', 'ab', null]);
});

describe('the published hash of a file of no table', () => {
  const of = (digest: string) => [hash('a.dll'), hash('extra.dll', digest)];

  it('is compared as a row of its own', () => {
    const files = [file('a.dll', right), file('extra.dll', wrong)];
    expect(verify(of(wrong), files)).toMatchObject({
      ok: true,
      rows: [
        ['extra.dll', 'match'],
        ['a.dll', 'match'],
      ],
      warnings: [],
    });
    expect(verify(of(right), files)).toMatchObject({
      ok: false,
      rows: [
        ['extra.dll', 'mismatch', {}],
        ['a.dll', 'match'],
      ],
    });
  });

  it('is not silenced by that of the download', () => {
    const download = downloadOf('kb1.zip', { 'SHA-256': right });
    const hashes = [hash('kb1.zip'), hash('kb1-x64.zip', wrong)];
    const files = [file('a.dll', right), file('extra.dll', wrong)];
    expect(verify(hashes, files, download)).toMatchObject({ ok: true, warnings: [] });
    expect(verify([...hashes, hash('extra.dll')], files, download).ok).toBe(false);
    const absent = [notCompared('(SHA-256) that were not compared: other.dll')];
    expect(verify([...hashes, hash('other.dll')], files, download)).toMatchObject({ warnings: absent });
    // A program that is in the package or not; with the number of another article or of another kind, it is no download of this hotfix.
    for (const name of ['extra.exe', 'kb2.zip', 'kb1.exe']) {
      expect(verify([...hashes, hash(name, wrong)], files, download)).toMatchObject({
        warnings: [notCompared(`(SHA-256) that were not compared: ${name}`)],
      });
    }
    const inner = { ...download, inside: ['KB1-x64.zip'] };
    const unread = [notCompared('(SHA-256) that were not compared: kb1-x64.zip')];
    expect(verify(hashes, files, inner)).toMatchObject({ warnings: unread });
  });
});

it('the published hash of a file of a table that was not used says nothing of this package', () => {
  const manifest: Manifest = {
    kb: '1',
    title: 'T',
    language: 'en',
    sections: [
      { title: 'SP1', product: 'SP1', files: [row('old.dll'), { ...row('a.dll'), version: '1.0.0.0' }] },
      { title: 'SP2', product: 'SP2', files: [row('a.dll'), row('b.dll')] },
    ],
    warnings: [],
    hashes: [hash('old.dll', wrong), { ...hash('a.dll', wrong), version: '1.0.0.0' }],
  };
  const files = [file('a.dll', right), file('b.dll', right)];
  const { ok, warnings } = verifyFiles(files, manifest, { product: 'SP2' });
  expect([ok, warnings.filter(({ message }) => message.includes('hash'))]).toEqual([true, []]);
});

describe('the published hash of the download', () => {
  it('is a warning where two contradict each other, or one cannot be computed', () => {
    for (const more of [hash('kb1.msu', wrong), hash('kb1.msu', 'ab', 'MD5')]) {
      const download = downloadOf('kb1.msu', { 'SHA-256': right });
      const { ok, warnings } = verify([hash('kb1.msu'), more], [file('a.dll', right)], download);
      expect([ok, warnings.length]).toEqual([true, 1]);
    }
  });

  const hashes = [
    hash('kb1-x86.msu'),
    hash('kb1-x86.msu', 'ef'.repeat(20), 'SHA-1'),
    hash('kb1-x64.msu', wrong),
  ];

  it('is a row of its own; those of other downloads are left aside', () => {
    const download = downloadOf('KB1-x86.msu', { 'SHA-256': right, 'SHA-1': 'ef'.repeat(20) });
    expect(verify(hashes, [file('a.dll', right)], download)).toEqual({
      ok: true,
      rows: [
        ['KB1-x86.msu', 'match'],
        ['a.dll', 'match'],
      ],
      warnings: [],
    });
  });

  it('is wrong', () => {
    const download = downloadOf('kb1-x86.msu', { 'SHA-256': wrong, 'SHA-1': 'ef'.repeat(20) });
    const { ok, rows } = verify(hashes, [file('a.dll', right)], download);
    expect(ok).toBe(false);
    expect(rows[0]).toEqual([
      'kb1-x86.msu',
      'mismatch',
      { field: 'hash', expected: `SHA-256 ${right}`, actual: `SHA-256 ${wrong}` },
    ]);
  });

  it('is found by the name that the catalogue gives the file', () => {
    const name = `kb1-x86_${'ef'.repeat(20)}.msu`;
    expect(downloadKey(name)).toBe('KB1-X86.MSU');
    const download = downloadOf(name, { 'SHA-256': right, 'SHA-1': 'ef'.repeat(20) });
    expect(verify(hashes, [file('a.dll', right)], download)).toMatchObject({ ok: true, warnings: [] });
  });

  it('alone does not make a verdict', () => {
    const download = downloadOf('kb1-x86.msu', { 'SHA-256': right });
    expect(verify(hashes, [], download)).toMatchObject({ ok: false });
  });

  it('is a warning for a download of another name, and one without a hash that can be computed', () => {
    for (const download of [downloadOf('other.msu', {}), downloadOf('kb1-x86.msu', {})]) {
      expect(verify(hashes, [file('a.dll', right)], download)).toMatchObject({
        ok: true,
        warnings: [notCompared('(SHA-1, SHA-256) that were not compared: kb1-x86.msu, kb1-x64.msu')],
      });
    }
  });
});

it('does nothing without hashes', () => {
  expect(compareHashes([], [], null)).toEqual({ matches: [], further: [], warnings: [] });
  expect(hashesOfFiles([{}])).toEqual([]);
});
