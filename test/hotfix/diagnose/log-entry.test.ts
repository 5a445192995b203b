import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLogEntry } from '../../../src/hotfix/diagnose/log-entry.js';
import { logEntry } from '../../support/log-builder.js';

describe('parseLogEntry', () => {
  it('reads what CMTrace reads', () => {
    expect(parseLogEntry(logEntry('two\r\nlines'))).toEqual({
      format: 'cmtrace',
      message: 'two\r\nlines',
      component: 'OSDSMPClient',
      thread: '1234',
      time: '2010-10-25T20:37:02.123Z',
      timeText: '10-25-2010 13:37:02.123+420',
      cut: false,
    });
  });

  // Minutes to be added to reach UTC: 420 on the American west coast in summer, -060 in Berlin in winter.
  it.each([
    ['23:30:00.000+420', '2010-10-26T06:30:00.000Z'],
    ['00:30:00.000-060', '2010-10-24T23:30:00.000Z'],
    ['00:30:00.000-060"; x="', '2010-10-24T23:30:00.000Z'],
    ['09:05:01.5+000', '2010-10-25T09:05:01.500Z'],
    ['09:05:01.123', '2010-10-25T09:05:01.123'],
    ['25:00:00.000+000', null],
    ['gestern', null],
  ])('reads the time %s', (time, expected) => {
    expect(parseLogEntry(logEntry('x', 'y', time)).time).toBe(expected);
  });

  it.each<[string, string, object]>([
    [
      'the older layout, date in digits',
      'Failed  $$<OSDSMPClient><09-13-2007 14:00:01.123+420><thread=99 (0x63)>',
      {
        format: 'simple',
        message: 'Failed',
        component: 'OSDSMPClient',
        thread: '99',
        time: '2007-09-13T21:00:01.123Z',
      },
    ],
    [
      'the older layout, date in words',
      'Start~  $$<SMS_EXECUTIVE><Thu Sep 13 14:00:00.123 2007 Pacific Daylight Time><thread=1234 (0x4D2)>',
      { format: 'simple', message: 'Start', thread: '1234', time: '2007-09-13T14:00:00.123' },
    ],
    [
      'the older layout, cut',
      'Start  $$<SMS_EXECUTIVE><Thu Se',
      { format: 'simple', message: 'Start', component: 'SMS_EXECUTIVE', time: null, cut: true },
    ],
    [
      'what a viewer copies',
      'Failed (0x80092024)\tOSDSMPClient\t10/25/2010 1:37:02 PM\t1234 (0x04D2)',
      {
        format: 'plain',
        message: 'Failed (0x80092024)',
        component: 'OSDSMPClient',
        thread: '1234',
        time: null,
        timeText: '10/25/2010 1:37:02 PM',
      },
    ],
    [
      'a plain line with a time',
      '2010-10-25 13:37:02,123 Failed',
      { format: 'plain', time: '2010-10-25T13:37:02.123', message: '2010-10-25 13:37:02,123 Failed' },
    ],
    ['a plain line with a zone', '2010-10-25T13:37:02-07:00 x', { time: '2010-10-25T20:37:02.000Z' }],
    ['a plain line', 'Failed (0x80092024) OSDSMPClient', { format: 'plain', component: null, time: null }],
    [
      'an entry without its end',
      '<![LOG[Failed to import client certif',
      { format: 'cmtrace', message: 'Failed to import client certif', time: null, cut: true },
    ],
    [
      'an entry cut in its attributes',
      '<![LOG[x]LOG]!><time="13:37:02.123+42',
      { message: 'x', time: null, cut: true },
    ],
    [
      'a date that is none',
      logEntry('x').replace('10-25-2010', '02-30-2010'),
      { time: null, timeText: '02-30-2010 13:37:02.123+420' },
    ],
  ])('reads %s', (_, text, expected) => {
    expect(parseLogEntry(text)).toMatchObject(expected);
  });

  it('takes any text', () => {
    const part = fc.constantFrom(
      '<![LOG[',
      ']LOG]!>',
      '<time="',
      '"',
      '$$<',
      '><',
      '>',
      '\n',
      '\t',
      'a',
      '1-1-2010',
      '1:00:00',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const { message, time } = parseLogEntry(parts.join(''));
        expect(typeof message).toBe('string');
        if (time !== null) expect(Number.isNaN(new Date(time).getTime())).toBe(false);
      }),
      { seed: 977203 },
    );
  });
});
