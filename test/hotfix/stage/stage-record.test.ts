import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  encodeStageRecord,
  isSamePath,
  keptFile,
  RECORD_FILE,
  readStageRecord,
  recordFolder,
  refuseForeignRecordFolder,
  type StageRecord,
} from '../../../src/hotfix/stage/stage-record.js';
import { caught } from '../../support/caught.js';
import { tempFolder } from '../../support/temp-folder.js';

const hash = 'a'.repeat(64);
const record: StageRecord = {
  format: 1,
  kb: '977203',
  product: 'ConfigMgr 2007 SP2',
  started: '2010-01-25T06:27:00.000Z',
  finished: '2010-01-25T06:28:00.000Z',
  files: [{ path: '/client/a.msp', sha256: hash, before: null }],
  folders: ['/client/i386'],
};

function folderWith(content: string | Uint8Array): string {
  const folder = tempFolder();
  writeFileSync(join(folder, RECORD_FILE), content);
  return folder;
}

describe('readStageRecord', () => {
  it('reads what was written', () => {
    for (const one of [record, { ...record, finished: null }, { ...record, superseded: [hash] }]) {
      expect(readStageRecord(folderWith(encodeStageRecord(one)))).toEqual(one);
    }
    expect(readStageRecord(tempFolder())).toBeNull();
  });

  it.each([
    ['no JSON', '{'],
    ['another value', '[]'],
    ['another format', JSON.stringify({ ...record, format: 2 })],
    ['a path longer than any', JSON.stringify({ ...record, folders: [`/${'a'.repeat(5000)}`] })],
    [
      'a path through more folders than any',
      JSON.stringify({ ...record, files: [{ ...record.files[0], path: '/a'.repeat(600) }] }),
    ],
    ['a hash that is none', JSON.stringify({ ...record, files: [{ ...record.files[0], sha256: '../x' }] })],
    [
      'a kept file that is none',
      JSON.stringify({ ...record, files: [{ ...record.files[0], before: '../x' }] }),
    ],
    ['superseded copies that are none', JSON.stringify({ ...record, superseded: ['../x'] })],
    ['folders that are none', JSON.stringify({ ...record, folders: [7] })],
    ...['', 'client', '../client', '/', '//', 'C:\\', 'c:/', '\\\\server\\share\\', '/.', '/client/..'].map(
      (folder): [string, string] => [
        `a folder that staging cannot have made: ${JSON.stringify(folder)}`,
        JSON.stringify({ ...record, folders: ['/client/i386', folder] }),
      ],
    ),
    [
      'a file without a whole path',
      JSON.stringify({ ...record, files: [{ ...record.files[0], path: 'client/a.msp' }] }),
    ],
    ['more depth than a record has', `${'['.repeat(100)}${']'.repeat(100)}`],
    ['more bytes than a record has', new Uint8Array(16 * 1024 * 1024 + 1).fill(32)],
  ])('refuses %s', (_, content) => {
    expect(caught(() => readStageRecord(folderWith(content))).code).toBe('STAGE_BAD_RECORD');
  });
});

describe('refuseForeignRecordFolder', () => {
  it('takes a folder that is not there, is empty, or has a record', () => {
    refuseForeignRecordFolder(join(tempFolder(), 'new'));
    refuseForeignRecordFolder(tempFolder());
    refuseForeignRecordFolder(folderWith(encodeStageRecord(record)));
  });

  it('refuses one that holds something else', () => {
    const folder = tempFolder();
    for (const name of ['a', 'b', 'c', 'd']) writeFileSync(join(folder, name), '');
    expect(caught(() => refuseForeignRecordFolder(folder))).toMatchObject({
      code: 'STAGE_BAD_RECORD',
      facts: { file: folder, found: 'a, b, c' },
    });
    expect(caught(() => refuseForeignRecordFolder(join(folder, 'a'))).code).toBe('FILE_READ');
  });
});

describe('places', () => {
  it('lies beside the client installation files', () => {
    expect(recordFolder('x/Client', '977203')).toBe(join('x', 'hotfixkit-KB977203-undo'));
    expect(recordFolder(resolve('x/Client'), '977203')).toBe(resolve('x/hotfixkit-KB977203-undo'));
    expect(keptFile('r', hash)).toBe(join('r', 'before', hash));
  });

  it('compares paths by the rules of the system', () => {
    expect(isSamePath('a/../b', 'b')).toBe(true);
    expect(isSamePath('a', 'b')).toBe(false);
    expect(isSamePath('A', 'a')).toBe(process.platform === 'win32');
  });
});

it.each<readonly [string, string, string, boolean]>([
  ['C:\\Client\\a.msp', 'c:/CLIENT/A.MSP', 'win32', true],
  ['C:\\Client\\a.msp', '\\\\?\\C:\\Client\\a.msp', 'win32', true],
  ['C:\\Client\\a.msp', 'D:\\Client\\a.msp', 'win32', false],
  // On Windows the disk itself is asked.
  ...(process.platform === 'win32' ? [] : [['/client/a', '/client/A', 'linux', false] as const]),
])('%s and %s are one file on %s: %s', (a, b, platform, expected) => {
  expect(isSamePath(a, b, platform)).toBe(expected);
});
