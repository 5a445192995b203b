import { describe, expect, it } from 'vitest';
import {
  formatClientProperties,
  parseClientProperties,
} from '../../../src/hotfix/stage/client-properties.js';
import { caught } from '../../support/caught.js';

describe('parseClientProperties', () => {
  it.each([
    [['smsslp=server01', 'FSP = server02 '], 'SMSSLP=server01 FSP=server02'],
    [['CCMCERTSEL="Subject:a b"'], 'CCMCERTSEL="Subject:a b"'],
    [['A=', 'B=x;y'], 'A="" B="x;y"'],
    [['__proto__=x'], '__PROTO__=x'],
    [[], ''],
  ])('%j gives the line %s', (pairs, line) => {
    expect(formatClientProperties(parseClientProperties(pairs))).toBe(line);
  });

  it.each([
    ['SMSSLP', /NAME=value/],
    ['=x', /NAME=value/],
    ['PATCH=C:\\x.msp', /--with-patch/],
    ['FSP=<fallback status point>', /without the angle brackets/],
    ['FSP=a"b', /quotation marks/],
  ])('%s is refused with what to type', (pair, message) => {
    const error = caught(() => parseClientProperties([pair]));
    expect([error.code, error.kind]).toEqual(['STAGE_BAD_PROPERTY', 'usage']);
    expect(error.message).toMatch(message);
  });

  it('one of two of a name is refused', () => {
    expect(caught(() => parseClientProperties(['a=1', 'A=2'])).message).toMatch(/twice/);
  });
});
