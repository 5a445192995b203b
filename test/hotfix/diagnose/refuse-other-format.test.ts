import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { refuseOtherFormat } from '../../../src/hotfix/diagnose/refuse-other-format.js';
import { caught } from '../../support/caught.js';

const source = (text: string) => new BufferSource(Buffer.from(text, 'latin1'));

describe('refuseOtherFormat', () => {
  it.each([
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'a compound file'],
    ['MSCF\0\0', 'a cabinet'],
    ['PK\x03\x04', 'a zip archive'],
    ['\x1f\x8b\b', 'a gzip archive'],
    ['ElfFile\0', 'a Windows event log'],
    ['MZ\x90\0', 'a program'],
  ])('%j is %s', (text, what) => {
    const { code, message, facts } = caught(() => refuseOtherFormat(source(text), 'x'));
    expect([code, message, facts.file]).toEqual(['DIAGNOSE_NOT_A_LOG', expect.stringContaining(what), 'x']);
  });

  it.each(['', 'M', 'MSC', 'MZ is the first word', '\xff\xfeM\0', '\0\0\0', '<![LOG[x]LOG]!>'])(
    '%j may be a log',
    (text) => {
      expect(() => refuseOtherFormat(source(text), 'x')).not.toThrow();
    },
  );
});
