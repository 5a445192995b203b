import { describe, expect, it } from 'vitest';
import { checkKeptPath } from '../../../../src/hotfix/stage/task-sequence/check-kept-path.js';
import { caught } from '../../../support/caught.js';

const places = {
  packageIds: ['ABC00001'],
  folder: '\\\\srv\\Client',
  has: (path: string) => path === 'i386/there.msp',
};

describe('a path that PATCH has already', () => {
  it.each([
    'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\there.msp',
    '%_SMSTSMDataPath%\\OSD\\abc00001\\i386\\there.msp',
    '\\\\SRV\\client\\i386\\there.msp',
    'C:\\_SMSTaskSequence\\OSD\\ABC00009\\i386\\other.msp',
    '\\\\srv\\other\\x.msp',
    'D:\\x.MSP',
    '%PATCHES%',
  ])('%s is kept', (path) => {
    expect(() => checkKeptPath(path, places)).not.toThrow();
  });

  it.each([
    ['i386\\hotfix\\KB1\\x.msp', 'no drive and no share'],
    ['\\i386\\x.msp', 'no drive and no share'],
    ['C:x.msp', 'no drive and no share'],
    ['C:\\x.txt', 'not one path of an .msp'],
    ['C:\\x', 'not one path of an .msp'],
    ['C:\\a.mspC:\\b.msp', 'not one path of an .msp'],
    ['C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\gone.msp', 'the client source does not have'],
    ['%_SMSTSMDataPath%/OSD/ABC00001/i386/gone.msp', 'the client source does not have'],
    ['\\\\srv\\Client\\gone.msp', 'the client source does not have'],
  ])('%s is refused: %s', (path, message) => {
    expect(caught(() => checkKeptPath(path, places))).toMatchObject({
      code: 'TASK_SEQUENCE_UNCLEAR',
      message: expect.stringContaining(message),
      facts: { found: path },
    });
  });

  it('is not looked for where the client source is not known', () => {
    const path = 'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\gone.msp';
    expect(() => checkKeptPath(path, { ...places, has: null })).not.toThrow();
  });
});
