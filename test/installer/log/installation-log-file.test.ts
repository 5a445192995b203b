import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLogFlags } from '../../../src/installer/command-line/msiexec-log-options.js';
import { InstallationLogFile } from '../../../src/installer/log/installation-log-file.js';
import { caught } from '../../support/caught.js';
import { tempFolder } from '../../support/temp-folder.js';

function open(file: string, letters = '*v', sources: string[] = []): InstallationLogFile {
  return new InstallationLogFile({ ...parseLogFlags(letters), file }, sources, { program: 'hotfixkit' });
}

const textOf = (file: string): string => readFileSync(file, 'utf16le');

describe('InstallationLogFile', () => {
  it('writes UTF-16 with its mark and Windows line ends', () => {
    const file = join(tempFolder(), 'install.log');
    const log = open(file, 'i');
    log.begin([]);
    log.listen({ type: 'info', text: 'größer → 大' });
    expect(log.close()).toBeNull();
    expect([...readFileSync(file).subarray(0, 2)]).toEqual([0xff, 0xfe]);
    expect(textOf(file)).toMatch(/^\ufeffMSI \(s\) .*: größer → 大\r\n$/);
  });

  it('replaces a log that is there, or goes on behind it with one mark', () => {
    const file = join(tempFolder(), 'install.log');
    for (const [letters, text] of [
      ['i', 'first'],
      ['i', 'second'],
      ['i+', 'third'],
    ] as const) {
      const log = open(file, letters);
      log.listen({ type: 'info', text });
      log.close();
    }
    expect(textOf(file).match(/\ufeff|second|third|first/g)).toEqual(['\ufeff', 'second', 'third']);
  });

  it('goes on in the encoding that the file has', () => {
    const file = join(tempFolder(), 'install.log');
    writeFileSync(file, 'from before\r\n');
    const log = open(file, 'i+');
    log.listen({ type: 'info', text: 'größer' });
    log.close();
    expect(readFileSync(file, 'utf8')).toMatch(/^from before\r\nMSI .*größer\r\n$/);
  });

  it.each([
    ['*v!', { type: 'actionStart', action: 'A' }],
    ['*v', { type: 'message', number: 1308, fields: ['a'] }],
  ] as const)('with /l%s %o is on the disk at once', (letters, event) => {
    const file = join(tempFolder(), 'install.log');
    const log = open(file, letters);
    log.begin([]);
    const before = readFileSync(file).length;
    log.listen(event);
    expect(readFileSync(file).length).toBeGreaterThan(before);
    log.close();
  });

  it('changes nothing before it is known what will be written, and loses no line by that', () => {
    const folder = tempFolder();
    const file = join(folder, 'install.log');
    writeFileSync(file, 'older');
    const log = open(file, 'i');
    log.listen({ type: 'info', text: 'early' });
    expect(readFileSync(file, 'utf8')).toBe('older');
    log.begin([join(folder, 'other')]);
    log.close();
    expect(textOf(file)).toContain('early');
  });

  it('leaves a file alone that the run would write', () => {
    const folder = tempFolder();
    const file = join(folder, 'Read.me');
    writeFileSync(file, 'precious');
    const log = open(file);
    expect(caught(() => log.begin([join(folder, 'read.ME')])).code).toBe('MSIEXEC_LOG');
    log.listen({ type: 'info', text: 'late' });
    log.close();
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it.each(['the package itself', 'what looks like one', 'a folder', 'a folder that is not there'])(
    'refuses %s',
    (what) => {
      const folder = tempFolder();
      const file = join(folder, 'a.msi');
      writeFileSync(file, what === 'the package itself' ? 'text' : 'MSCF\0\0\0\0');
      mkdirSync(join(folder, 'sub'));
      const path =
        what === 'a folder'
          ? join(folder, 'sub')
          : what === 'a folder that is not there'
            ? join(folder, 'no', 'a.log')
            : file;
      const before = readFileSync(file);
      expect(caught(() => open(path, 'i', what === 'the package itself' ? [file] : [])).code).toBe(
        'MSIEXEC_LOG',
      );
      expect(readFileSync(file)).toEqual(before);
      expect(existsSync(join(folder, 'no'))).toBe(false);
    },
  );

  it('says at the end that lines were lost, and stops nobody', () => {
    const folder = join(tempFolder(), 'gone');
    mkdirSync(folder);
    const log = open(join(folder, 'install.log'), 'i!');
    rmSync(folder, { recursive: true });
    log.begin([]);
    log.listen({ type: 'info', text: 'lost' });
    expect(log.close()).toMatchObject({ code: 'MSIEXEC_LOG', file: join(folder, 'install.log') });
    expect(log.close()).toBeNull();
  });
});
