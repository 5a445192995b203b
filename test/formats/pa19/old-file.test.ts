import { describe, expect, it } from 'vitest';
import { matchOldFile, withZeros, wrongOldFile } from '../../../src/formats/pa19/old-file.js';
import type { Pa19Header } from '../../../src/formats/pa19/pa19-header.js';
import { readDelta } from '../../../src/formats/pa19/read-delta.js';
import { caught } from '../../support/caught.js';
import { buildDelta, type PlannedOldFile } from '../../support/delta-builder.js';
import { buildPe32, dwords } from '../../support/pe32-builder.js';
import { sampleBytes } from '../../support/sample-bytes.js';

const newFile = sampleBytes(500, 3);
const [first, second] = [sampleBytes(1000, 1), sampleBytes(1000, 2)];
const delta = (...oldFiles: PlannedOldFile[]) =>
  readDelta(buildDelta({ newFile, oldFiles, headerOnly: true }));
const changed = (bytes: Uint8Array, ...at: number[]): Uint8Array =>
  bytes.map((byte, i) => (at.includes(i) ? byte ^ 0xff : byte));

const findOldFile = (header: Pa19Header, old: Uint8Array) =>
  [...matchOldFile(header, old)][0]?.record ?? null;

describe('which old file it is', () => {
  const both = delta({ content: first }, { content: second, ignore: [[10, 5]], retain: [[100, 0, 50]] });

  it.each([
    ['the first', first, 0],
    ['the second', second, 1],
    ['the second with other bytes where they do not count', changed(second, 10, 14, 100, 149), 1],
    ['neither: a byte', changed(first, 500), -1],
    ['neither: a byte beside a range', changed(second, 15), -1],
    ['neither: its size', first.subarray(1), -1],
    ['neither: nothing', new Uint8Array(), -1],
  ])('%s', (_label, old, index) => {
    expect(findOldFile(both, old)).toBe(both.oldFiles[index] ?? null);
  });

  it('comes with zeros where bytes do not count', () => {
    const [match, ...others] = matchOldFile(both, second);
    expect(others).toEqual([]);
    expect(match!.whole).toBe(second);
    expect([...match!.content.subarray(9, 16)]).toEqual([second[9], 0, 0, 0, 0, 0, second[15]]);
    expect(match!.content.subarray(100, 150).every((byte) => byte === 0)).toBe(true);
  });

  it('has no other form with a stream, and a few without', () => {
    const ranges: Pick<PlannedOldFile, 'ignore'> = { ignore: [[0, 4]] };
    const zeros = changed(first).fill(0, 0, 4);
    const forms = (stream: Uint8Array): number => {
      const whole = readDelta(buildDelta({ newFile, oldFiles: [{ content: zeros, ...ranges, stream }] }));
      return [...matchOldFile(whole, zeros)].length;
    };
    expect(forms(new Uint8Array(5))).toBe(1);
    expect(forms(new Uint8Array())).toBe(2);
  });
});

describe('many old files of one size', () => {
  const large = new Uint8Array(2 ** 21);
  const records = (count: number) =>
    delta(...Array.from({ length: count }, (_, i) => ({ content: large, crc: i })));

  it('are looked at where there are few of them, or little', () => {
    expect(findOldFile(records(100), large)).toBeNull();
    expect(
      findOldFile(delta({ content: first }, ...new Array(254).fill({ content: second })), first),
    ).not.toBeNull();
  });

  it('are refused before they take seconds', () => {
    expect(caught(() => findOldFile(records(200), large))).toMatchObject({
      code: 'DELTA_TOO_LARGE',
      facts: { expected: 'at most 128', found: 200 },
    });
  });
});

describe('the error', () => {
  it('says what was wanted and what it is', () => {
    const error = wrongOldFile(
      delta({ content: Buffer.from('123456789') }, { content: first, crc: 5 }),
      Buffer.from('a'),
    );
    expect(error).toMatchObject({ code: 'DELTA_WRONG_OLD_FILE', message: 'the delta is for another file' });
    expect(error.facts).toEqual({
      expected: 'CRC cbf43926, 9 bytes or CRC 00000005, 1000 bytes',
      found: 'CRC e8b7be43, 1 bytes',
    });
  });

  it('does not name hundreds of files', () => {
    const many = Array.from({ length: 255 }, (_, i) => ({
      content: first,
      crc: i,
      stream: new Uint8Array(1),
    }));
    expect(wrongOldFile(delta(...many), second).facts.expected).toMatch(/^CRC .* or one of 250 more$/);
  });

  it('says that the file is the new one', () => {
    expect(wrongOldFile(delta({ content: first }), newFile).message).toBe('this file is already the new one');
  });

  it('counts an executable as it counts for the delta', () => {
    const image = buildPe32({ timestamp: 5, sections: [{ address: 0x1000, data: dwords(1) }] });
    const header = readDelta(
      buildDelta({ newFile, flags: 1, newTimestamp: 9, oldFiles: [{ content: first }], headerOnly: true }),
    );
    const same = buildPe32({ timestamp: 9, sections: [{ address: 0x1000, data: dwords(1) }] });
    expect(wrongOldFile(header, image).facts.found).not.toBe(
      wrongOldFile(delta({ content: first }), image).facts.found,
    );
    expect(wrongOldFile(header, image).facts.found).toMatch(/^CRC [0-9a-f]{8}, 1536 bytes$/);
    expect(same).toHaveLength(1536);
  });
});

describe('zeros', () => {
  it('go as far as there are bytes', () => {
    expect([...withZeros(Uint8Array.of(1, 2, 3, 4), [{ offset: 2, length: 2 ** 32 }])]).toEqual([1, 2, 0, 0]);
    expect([...withZeros(Uint8Array.of(1, 2), [{ offset: 2 ** 32, length: 1 }])]).toEqual([1, 2]);
  });

  it('are not written to the file', () => {
    const bytes = Buffer.of(1, 2, 3);
    withZeros(bytes, [{ offset: 0, length: 3 }]);
    expect([...bytes]).toEqual([1, 2, 3]);
    expect(withZeros(bytes, [])).toBe(bytes);
  });
});
