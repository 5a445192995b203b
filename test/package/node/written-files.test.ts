import { createHash } from 'node:crypto';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WrittenDigests } from '../../../src/node/written-digests.js';
import { WrittenIdentities } from '../../../src/node/written-identities.js';
import { type WrittenFileStart, WrittenFiles } from '../../../src/package/node/written-files.js';
import { sampleBytes } from '../../support/sample-bytes.js';
import { tempFolder } from '../../support/temp-folder.js';

const digest = (bytes: Uint8Array, name = 'md5'): string => createHash(name).update(bytes).digest('hex');

const disks = [
  ['on a disk that has in memory what was written', true],
  ['on any other disk', false],
] as const;

/** Files that are written, and what is told of their hashes. */
function setUp(isNear: boolean, files = 4) {
  const folder = tempFolder();
  const identities = isNear ? new WrittenIdentities({ files }) : null;
  const digests = new WrittenDigests({ files });
  const told: [number, string][] = [];
  const written = new WrittenFiles({ identities, digests }, (number, md5) => told.push([number, md5]));
  const open = (number: number, start: Partial<WrittenFileStart> = {}) =>
    written.open({
      number,
      staged: join(folder, String(number)),
      target: `out/${number}`,
      size: 10,
      modified: 86_400_000,
      md5: null,
      hashed: [],
      ...start,
    });
  return { folder, identities, digests, told, written, open };
}

/** Names of the files in a folder that this process has open. */
function openFiles(folder: string): string[] {
  const real = realpathSync(folder);
  const targets = readdirSync('/proc/self/fd').map((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`);
    } catch {
      // The one that lists them.
      return '';
    }
  });
  return targets.flatMap((target) => (target.startsWith(`${real}/`) ? basename(target) : [])).sort();
}

describe.each(disks)('the files that a thread writes %s', (_, isNear) => {
  it.each([0, 10, 300_000])('have their bytes, times, digests and identities: %d bytes', (size) => {
    const { folder, identities, digests, told, written, open } = setUp(isNear);
    const content = sampleBytes(size);
    const file = open(2, { size, md5: digest(content), hashed: ['md5', 'sha256'] });
    for (let at = 0; at < size; at += 70_000) file.write(content.subarray(at, at + 70_000));
    file.end(false);
    written.finish();
    const path = join(folder, '2');
    const { mtimeMs, atimeMs } = statSync(path);
    expect(mtimeMs).toBe(86_400_000);
    // Windows may note when a file was looked at.
    if (process.platform !== 'win32') expect(atimeMs).toBe(86_400_000);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(digests.of(2)).toEqual({ md5: digest(content), sha256: digest(content, 'sha256') });
    const identity = { file: String(statSync(path).ino), size: String(size), modified: '86400000000000' };
    expect(identities?.of(2) ?? identity).toEqual(identity);
    expect(told).toEqual([]);
  });

  it('are told of when their MD5 is another one, unless they are not to be checked', () => {
    const { digests, told, written, open } = setUp(isNear);
    const other = { md5: '0'.repeat(32), hashed: ['md5'] as const };
    for (const number of [0, 1]) {
      const file = open(number, other);
      file.write(Buffer.from('abc'));
      file.end(number === 1);
    }
    written.finish();
    // RFC 1321, appendix A.5.
    const md5 = '900150983cd24fb0d6963f7d28e17f72';
    expect(told).toEqual([[0, md5]]);
    expect(digests.of(1)).toEqual({ md5 });
  });

  it('have the MD5 that this thread is not asked for from another one', () => {
    const { digests, told, written, open } = setUp(isNear);
    const file = open(0, { md5: '0'.repeat(32), hashed: [] });
    file.write(Buffer.from('abc'));
    file.end(false);
    written.finish();
    expect(told).toEqual([]);
    expect(digests.of(0)).toEqual({});
  });

  it('are hashed whatever size they were said to have', () => {
    const { told, written, open } = setUp(isNear);
    const content = sampleBytes(200_000);
    for (const [number, size] of [0, 10, 10_000_000_000].entries()) {
      const file = open(number, { size, md5: digest(content), hashed: ['md5'] });
      file.write(content);
      file.end(false);
    }
    written.finish();
    expect(told).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('are closed when they are abandoned, complete or not', () => {
    const { folder, written, open } = setUp(isNear);
    open(0).write(Buffer.from('abc'));
    const complete = open(1, { md5: '0'.repeat(32), hashed: ['md5'] });
    complete.write(Buffer.from('abc'));
    complete.end(false);
    expect(openFiles(folder)).toEqual(isNear ? ['0', '1'] : ['0']);
    written.abandon();
    expect(openFiles(folder)).toEqual([]);
  });
});

/** Takes the bytes of a file away. */
function cut(path: string): void {
  closeSync(openSync(path, 'w'));
}

describe('files that another thread is to hash', () => {
  const content = sampleBytes(2_000_000);
  const right = digest(content);

  /** Eight files in work here, and three to share. */
  function setUpShared(start: Partial<WrittenFileStart> = {}) {
    const all = setUp(true, 11);
    for (let number = 0; number < 11; number++) {
      const file = all.open(number, { md5: right, hashed: ['md5', 'sha256'], ...start });
      file.write(content);
      file.end(number === 10);
      if (number === 7) all.written.goOn();
    }
    const told: [number, string][] = [];
    const other = new WrittenFiles({ identities: all.identities, digests: all.digests }, (number, md5) =>
      told.push([number, md5]),
    );
    // As it is sent.
    const shared = structuredClone(all.written.share());
    return { ...all, shared, other, toldByOther: told };
  }

  it('are complete but for their MD5', () => {
    const { folder, shared, written, digests, identities } = setUpShared();
    expect(shared.map(({ start }) => start.number)).toEqual([8, 9, 10]);
    for (const number of [8, 9, 10]) {
      const path = join(folder, String(number));
      // As a number, that of a file on Windows would be another one.
      const { ino, mtimeMs, size } = statSync(path, { bigint: true });
      expect([size, mtimeMs]).toEqual([BigInt(content.length), 86_400_000n]);
      expect(identities!.of(number)).toMatchObject({ file: String(ino), modified: '86400000000000' });
      expect(digests.of(number)).toEqual({ sha256: digest(content, 'sha256') });
    }
    if (process.platform === 'linux') expect(openFiles(folder)).toHaveLength(8);
    written.finish();
    expect(digests.of(7).md5).toBe(right);
    expect(digests.of(8).md5).toBe(undefined);
  });

  it.each([
    ['the right MD5', right, []],
    ['another MD5, but for one that is not to be checked', '0'.repeat(32), [8, 9]],
  ])('get from it %s', (_, md5, wrong) => {
    const { folder, shared, written, other, told, toldByOther, digests, identities } = setUpShared({ md5 });
    const identity = identities!.of(9);
    for (const file of shared) other.takeOver(file);
    other.finish();
    expect(toldByOther.sort()).toEqual(wrong.map((number) => [number, right]));
    for (const number of [8, 9, 10]) expect(digests.of(number).md5).toBe(right);
    expect(identities!.of(9)).toEqual(identity);
    written.finish();
    expect(told).toHaveLength(wrong.length === 0 ? 0 : 8);
    if (process.platform === 'linux') expect(openFiles(folder)).toEqual([]);
  });

  it('are hashed whatever size they have', () => {
    const { folder, written, other, shared, toldByOther } = setUpShared();
    const large = Buffer.concat(Array(9).fill(content));
    writeFileSync(join(folder, '8'), large);
    other.takeOver({ ...shared[0]!, size: large.length });
    other.finish();
    expect(toldByOther).toEqual([[8, digest(large)]]);
    written.finish();
  });

  it.each([
    ['that is gone', unlinkSync, { code: 'FILE_NOT_FOUND', facts: { file: 'out/9' } }],
    ['that was cut', cut, { code: 'FILE_READ', facts: { file: 'out/9', offset: 0 } }],
  ])('end it with an error that names the one %s, and are closed', (_, spoil, error) => {
    const { folder, shared, written, other } = setUpShared();
    written.finish();
    spoil(join(folder, '9'));
    expect(() => {
      for (const file of shared) other.takeOver(file);
      other.finish();
    }).toThrow(expect.objectContaining(error));
    other.abandon();
    if (process.platform === 'linux') expect(openFiles(folder)).toEqual([]);
  });
});

it('a disk that does not give back what was written ends with an error that names the file', () => {
  const { folder, written, open } = setUp(true);
  const file = open(0, { md5: '0'.repeat(32), hashed: ['md5'] });
  for (let i = 0; i < 6; i++) file.write(sampleBytes(100_000));
  file.end(false);
  // Another program cuts it.
  cut(join(folder, '0'));
  expect(() => written.finish()).toThrow(
    expect.objectContaining({ code: 'FILE_READ', facts: { file: 'out/0', offset: 0 } }),
  );
  written.abandon();
});
