import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeInstallationProperties } from '../../../../src/hotfix/stage/task-sequence/installation-properties.js';
import { caught } from '../../../support/caught.js';
import { runs } from '../../../support/thorough.js';

const ours = 'C:\\_SMSTaskSequence\\OSD\\ABC00001\\i386\\hotfix\\KB977203\\x.msp';

describe('mergeInstallationProperties', () => {
  it.each([
    ['', `PATCH="${ours}"`],
    ['SMSMP=a /mp:b', `SMSMP=a /mp:b PATCH="${ours}"`],
    ['PATCH="C:\\y.msp" FSP=a', `PATCH="C:\\y.msp;${ours}" FSP=a`],
    ['patch=\\\\srv\\share\\y.msp', `patch="\\\\srv\\share\\y.msp;${ours}"`],
    ['PATCH="%_SMSTSMDataPath%\\OSD\\ABC00001\\X.MSP"', `PATCH="${ours}"`],
    ['PATCH = "C:\\y.msp" A="b c"', `PATCH="C:\\y.msp;${ours}" A="b c"`],
    ['A="it says PATCH=z"', `A="it says PATCH=z" PATCH="${ours}"`],
    [`CCMLOGLEVEL=0  PATCH="${ours.toLowerCase()}"`, `CCMLOGLEVEL=0  PATCH="${ours.toLowerCase()}"`],
  ])('%s becomes %s', (line, expected) => {
    expect(mergeInstallationProperties(line, [ours]).text).toBe(expected);
  });

  it.each([
    ['FSP=old SMSMP=a', 'FSP=new SMSMP=a SMSSLP="a b"'],
    ['', 'FSP=new SMSSLP="a b"'],
    ['fsp=new SMSSLP="a b"', 'fsp=new SMSSLP="a b"'],
  ])('%s with other properties becomes %s', (line, expected) => {
    expect(mergeInstallationProperties(line, [], { FSP: 'new', SMSSLP: 'a b' }).text).toBe(expected);
  });

  it.each([
    ['PATCH="C:\\a-kb990001.msp SMSMP=a', 'a quotation mark is not closed'],
    ['FSP="a', 'a quotation mark is not closed'],
    ['PATCH="C:\\a.msp" patch="C:\\b.msp"', 'PATCH is given 2 times'],
    ['FSP=a PATCH="C:\\a.msp" fsp=b', 'FSP is given 2 times'],
    ['PATCH="C:\\a.msp"; "C:\\b.msp"', 'stands outside of PATCH'],
    ['PATCH=C:\\a b.msp', 'stands outside of PATCH'],
  ])('%s is refused: %s', (line, message) => {
    expect(caught(() => mergeInstallationProperties(line, [ours], { FSP: 'b' }))).toMatchObject({
      code: 'TASK_SEQUENCE_UNCLEAR',
      message: expect.stringContaining(message),
    });
  });

  it('changes nothing the second time, whatever was there', () => {
    const piece = fc.constantFrom('PATCH', '=', '"', ' ', 'C:\\a.msp', ';', 'FSP', 'x', '/mp:a');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        let text: string;
        try {
          ({ text } = mergeInstallationProperties(pieces.join(''), [ours], { FSP: 'b' }));
        } catch (error) {
          expect(error).toMatchObject({ code: 'TASK_SEQUENCE_UNCLEAR' });
          return;
        }
        expect(mergeInstallationProperties(text, [ours], { FSP: 'b' })).toEqual({ text, changes: [] });
      }),
      { seed: 977203, numRuns: runs(2_000) },
    );
  });
});
