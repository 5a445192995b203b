import { describe, expect, it } from 'vitest';
import { BufferSource, type ByteSource } from '../../../src/core/byte-source.js';
import { HotfixkitError } from '../../../src/core/errors.js';
import { type LogSummary, type Sighting, scanLog } from '../../../src/hotfix/diagnose/scan-log.js';
import { symptomMatchers } from '../../../src/hotfix/diagnose/symptom-matcher.js';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import {
  encoders,
  gbk,
  harmlessEntries,
  logEntry,
  published,
  windows1258,
} from '../../support/log-builder.js';
import { itThorough } from '../../support/thorough.js';

const matchers = symptomMatchers([manifestFromCatalogue('977203')]);

function scan(source: ByteSource | Uint8Array): { found: Sighting[]; summary: LogSummary } {
  const found: Sighting[] = [];
  const steps = scanLog(source instanceof Uint8Array ? new BufferSource(source) : source, matchers);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return { found, summary: step.value };
    if (typeof step.value !== 'number') found.push(step.value);
  }
}

/** Line, message, language and time of what is found. */
const brief = (bytes: ByteSource | Uint8Array) =>
  scan(bytes).found.map(({ line, entry, language }) => [line, entry.message, language]);

const before = harmlessEntries(50);
const text = before + logEntry(published.en) + before;

describe('scanLog', () => {
  it.each(Object.entries(encoders))('reads %s', (name, encode) => {
    for (const [language, message] of Object.entries(published)) {
      const { found, summary } = scan(encode(before + logEntry(message) + before));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        line: 51,
        certainty: 'certain',
        language,
        entry: { message: message.normalize('NFC'), time: '2010-10-25T20:37:02.123Z', cut: false },
      });
      expect(summary).toMatchObject({
        encoding: name.split(' ')[0],
        format: 'cmtrace',
        lines: 101,
        stopped: null,
      });
    }
  });

  it('reads ANSI code pages', () => {
    const entry = (message: Buffer) =>
      Buffer.concat([gbk(before), gbk('<![LOG['), message, gbk(logEntry('').slice(7))]);
    expect(brief(entry(gbk(published['zh-CN'])))).toEqual([[51, published['zh-CN'], 'zh-CN']]);
    expect(brief(entry(windows1258(published.vi)))).toEqual([[51, published.vi.normalize('NFC'), 'vi']]);
  });

  it('goes on where the encoding changes half-way', () => {
    const wide = encoders['utf-16le with mark']!;
    expect(brief(Buffer.concat([wide(before), Buffer.from(text)]))).toMatchObject([
      [expect.any(Number), published.en, 'en'],
    ]);
    expect(brief(Buffer.concat([Buffer.from(`${before}x`), wide(text)]))).toMatchObject([
      [expect.any(Number), published.en, 'en'],
    ]);
  });

  it('takes a message of several lines as one entry that begins on its first', () => {
    const message = `Context:\r\n${published.en}\r\n${published.en}\r\nthe end`;
    expect(brief(Buffer.from(before + logEntry(message) + before))).toEqual([[51, message, 'en']]);
  });

  it('reads the older layout, messages of several lines included', () => {
    const end = '  $$<OSDSMPClient><09-13-2007 14:00:01.123+420><thread=99 (0x63)>\r\n';
    const log = `one${end}first line\r\n${published.en}${end}three${end}`;
    const { found, summary } = scan(Buffer.from(log));
    expect(summary.format).toBe('simple');
    expect(found.map(({ line, entry }) => [line, entry.message, entry.time])).toEqual([
      [2, `first line\r\n${published.en}`, '2007-09-13T21:00:01.123Z'],
    ]);
  });

  it('reads plain lines, the last one without its end', () => {
    expect(brief(Buffer.from(`a\nb\n${published.vi} OSDSMPClient`))).toEqual([
      [3, `${published.vi} OSDSMPClient`.normalize('NFC'), 'vi'],
    ]);
    expect(brief(Buffer.from(published.en))).toEqual([[1, published.en, 'en']]);
  });

  itThorough('finds an entry wherever the chunks end', () => {
    // An entry is about 200 bytes; every place of it comes to lie on the border of two chunks.
    const border = 4 * 1024 * 1024;
    const line = `${'x'.repeat(99)}\n`;
    const entry = logEntry(published.en);
    for (let shift = 0; shift <= entry.length; shift += 7) {
      const bytes = Buffer.alloc(border + 4096, line);
      bytes.write(entry, border - shift, 'latin1');
      const { found, summary } = scan(bytes);
      expect(found).toHaveLength(1);
      const lines = bytes
        .subarray(0, border - shift)
        .toString('latin1')
        .split('\n').length;
      expect([found[0]!.line, found[0]!.offset]).toEqual([lines, border - shift]);
      expect(summary.read).toBe(bytes.length);
    }
  });

  it('reads a log that is cut at any byte as far as it goes', () => {
    const whole = Buffer.from(`${logEntry('x')}${logEntry(published.en)}`);
    const code = whole.indexOf('0x80092024') + 10;
    const wording = whole.indexOf('store') + 5;
    for (let length = 0; length <= whole.length; length++) {
      const { found, summary } = scan(whole.subarray(0, length));
      expect(summary.read).toBe(length);
      expect(found.map(({ certainty }) => certainty)).toEqual(
        length >= code ? ['certain'] : length >= wording ? ['likely'] : [],
      );
    }
  });

  it('reads a log that has lost its beginning', () => {
    const bytes = Buffer.from(text);
    const part = (from: string) => scan(bytes.subarray(bytes.indexOf(from))).found;
    const entry = { time: '2010-10-25T20:37:02.123Z', component: 'OSDSMPClient', cut: true };
    expect(part('Failed')).toMatchObject([{ line: 1, certainty: 'certain', entry }]);
    expect(part('port client')).toMatchObject([{ line: 1, certainty: 'likely', language: null, entry }]);
    expect(part('0092024')).toEqual([]);
  });

  it('says where it had to stop', () => {
    const bytes = Buffer.alloc(9 * 1024 * 1024, `${'x'.repeat(99)}\n`);
    bytes.write(`\n${published.en}\n`, 1000);
    const source: ByteSource = {
      size: bytes.length,
      read: (offset, length) => {
        if (offset + length > 8 * 1024 * 1024) throw new HotfixkitError('FILE_CHANGED', 'shorter');
        return bytes.subarray(offset, offset + length);
      },
    };
    const { found, summary } = scan(source);
    expect(found).toHaveLength(1);
    expect([summary.read, summary.stopped?.code]).toEqual([8 * 1024 * 1024, 'FILE_CHANGED']);
  });

  it('bounds an entry that never ends', () => {
    const bytes = Buffer.concat([
      Buffer.from('<![LOG['),
      Buffer.alloc(1024 * 1024, 'x'),
      Buffer.from(` ${published.en}`),
    ]);
    const { found } = scan(bytes);
    expect(found).toHaveLength(1);
    expect(found[0]!.entry.cut).toBe(true);
    expect(found[0]!.entry.message.length).toBeLessThan(140_000);
  });

  itThorough('is not slowed down by a symptom in every line', () => {
    const { found } = scan(Buffer.from(logEntry(published.en).repeat(20_000)));
    expect(found).toHaveLength(20_000);
    expect(found.at(-1)!.line).toBe(20_000);
  });

  it('takes nothing and noise', () => {
    expect(scan(new Uint8Array(0)).summary).toMatchObject({ lines: 0, read: 0 });
    const noise = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 2654435761) >>> 24);
    expect(scan(noise).found).toEqual([]);
  });
});
