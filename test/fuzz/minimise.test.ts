import { describe, expect, it } from 'vitest';
import { minimise } from '../../fuzz/minimise.js';
import { reduceCompoundFile } from '../../fuzz/mutate/compound-file.js';
import { reduceZip } from '../../fuzz/mutate/zip.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import { buildZip } from '../support/zip-builder.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytes = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'latin1'));
const has =
  (...marks: string[]) =>
  async (input: Uint8Array): Promise<boolean> =>
    marks.every((mark) => text(input).includes(mark));

describe('minimise', () => {
  it.each([
    ['one mark in the middle', `${'a'.repeat(900)}!mark!${'b'.repeat(700)}`, ['!mark!'], '!mark!'],
    ['two marks far apart', `x!1!${'y'.repeat(500)}!2!z`, ['!1!', '!2!'], '!1!2!'],
    ['a mark at the end', `${'a'.repeat(300)}!`, ['!'], '!'],
    ['nothing to take away', '!', ['!'], '!'],
    ['an empty input', '', [], ''],
  ])('leaves what matters: %s', async (_, input, marks, expected) => {
    const { bytes: found, isComplete } = await minimise(bytes(input), { shows: has(...marks), time: 20_000 });
    expect(text(found)).toBe(expected);
    expect(isComplete).toBe(true);
  });

  it('makes plain what has to be there but does not matter', async () => {
    const input = bytes(`!${'secret'.repeat(100)}`);
    const shows = async (smaller: Uint8Array): Promise<boolean> =>
      smaller.length === input.length && smaller[0] === 0x21;
    const { bytes: found } = await minimise(input, { shows, time: 20_000 });
    expect(found.length).toBe(input.length);
    expect(found.subarray(16).every((byte) => byte === 0)).toBe(true);
  });

  it('repairs before each try', async () => {
    // The first byte is the length of the rest: without repair nothing can be taken away.
    const repair = (input: Uint8Array): Uint8Array => {
      const copy = input.slice();
      if (copy.length > 0) copy[0] = copy.length - 1;
      return copy;
    };
    const shows = async (input: Uint8Array): Promise<boolean> =>
      input[0] === input.length - 1 && text(input).includes('!');
    const input = repair(bytes(`_${'a'.repeat(60)}!${'b'.repeat(60)}`));
    expect(await shows(input)).toBe(true);
    expect((await minimise(input, { shows, time: 20_000, repair })).bytes).toEqual(bytes('\u0001!'));
  });

  it('stops when its time is up, with what it has', async () => {
    let clock = 0;
    const { bytes: found, isComplete } = await minimise(bytes(`${'a'.repeat(64)}!`), {
      shows: has('!'),
      time: 3,
      now: () => clock++,
    });
    expect(isComplete).toBe(false);
    expect(text(found)).toContain('!');
  });

  it('drops the streams of a compound file that do not matter', async () => {
    const input = writeCompoundFile({
      streams: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, bytes: new Uint8Array(600).fill(1) })),
      storages: [{ name: 'inner', content: { streams: [{ name: 'f', bytes: new Uint8Array(9) }] } }],
    });
    const names = (file: Uint8Array): string[] => [
      ...CompoundFile.open(new BufferSource(file)).root.streams.keys(),
    ];
    const shows = async (file: Uint8Array): Promise<boolean> => {
      try {
        return names(file).includes('d');
      } catch {
        return false;
      }
    };
    // One round of the format's own steps is what is tested: runs of bytes are left out by a limit of time.
    let tries = 0;
    const { bytes: found } = await minimise(input, {
      shows,
      time: 40,
      now: () => tries++,
      reduce: reduceCompoundFile,
    });
    expect(names(found)).toEqual(['d']);
  });

  it('drops the entries of a zip archive that do not matter', () => {
    const input = buildZip({ files: ['a', 'b', 'c'].map((name) => ({ name, bytes: 'x' })) });
    const smaller = [...reduceZip(input)];
    expect(smaller).toHaveLength(3);
    for (const one of smaller) expect(one.length).toBeLessThan(input.length);
  });
});
