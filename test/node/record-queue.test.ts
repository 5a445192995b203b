import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RecordQueue, touch } from '../../src/node/record-queue.js';

const bytes = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => (i * 31 + seed) & 255);
/** The same somewhere in the middle of a buffer, as decoders give it. */
const inside = (length: number, seed: number, offset: number) => {
  const all = new Uint8Array(offset + length);
  all.set(bytes(length, seed), offset);
  return all.subarray(offset);
};
const whole = (parts: readonly Uint8Array[]) => parts.flatMap((part) => [...part]);

/** Both sides of a queue that so many bytes went through before. */
function pair(capacity: number, before = 0) {
  const { memory } = new RecordQueue({ capacity });
  new Int32Array(memory).fill(before, 0, 2);
  return { writer: new RecordQueue({ memory }), reader: new RecordQueue({ memory }) };
}

afterEach(() => void vi.restoreAllMocks());

describe('RecordQueue', () => {
  it('hands over kind, id and payload in their order', () => {
    const { writer, reader } = pair(1024);
    writer.put(1, 7, bytes(5, 0));
    writer.put(7, 2 ** 26 - 1, bytes(0, 0));
    expect(reader.take()).toEqual({ kind: 1, id: 7, parts: [bytes(5, 0)] });
    expect(reader.take()).toEqual({ kind: 7, id: 2 ** 26 - 1, parts: [bytes(0, 0)] });
  });

  it('joins what belongs together, and nothing else', () => {
    const { writer, reader } = pair(1024);
    writer.put(1, 3, bytes(3, 0), true);
    writer.put(1, 3, bytes(4, 3 * 31), true);
    writer.put(1, 4, bytes(2, 9), true);
    writer.put(2, 4, bytes(1, 9));
    expect(reader.take().parts).toEqual([bytes(7, 0)]);
    expect(reader.take()).toMatchObject({ kind: 1, id: 4 });
    expect(reader.take()).toMatchObject({ kind: 2, id: 4 });
  });

  it('puts a payload where its source lies within a word, and what goes on behind it', () => {
    const { writer, reader } = pair(1024);
    for (let offset = 0; offset < 17; offset++) {
      const source = inside(90, offset, offset);
      writer.put(1, 3, source.subarray(0, 35), true);
      writer.put(1, 3, source.subarray(35), true);
      writer.publish();
      const { parts } = reader.take();
      expect(whole(parts)).toEqual([...source]);
      expect(parts[0]!.byteOffset % 8).toBe(offset % 8);
      reader.release();
    }
  });

  it('wakes a reader for what is much, or published', () => {
    const notify = vi.spyOn(Atomics, 'notify');
    const { memory } = new RecordQueue({ capacity: 4 << 20 });
    const writer = new RecordQueue({ memory });
    const sleep = () => new Int32Array(memory).fill(1, 3, 4);
    sleep();
    for (let i = 0; i < 3; i++) writer.put(1, i, bytes(300_000, 0));
    expect(notify).toHaveBeenCalledTimes(0);
    writer.put(1, 3, bytes(300_000, 0));
    expect(notify).toHaveBeenCalledTimes(1);
    sleep();
    writer.publish();
    expect(notify).toHaveBeenCalledTimes(2);
  });

  it('shows what is being joined when it is published', () => {
    const { writer, reader } = pair(1024);
    writer.put(1, 3, bytes(3, 0), true);
    writer.publish();
    expect(reader.take().parts).toEqual([bytes(3, 0)]);
  });

  it('refuses what does not fit, and drops it once the reader has given up', () => {
    const { writer, reader } = pair(64);
    expect(() => writer.put(1, 1, bytes(60, 0))).toThrow(RangeError);
    reader.break();
    expect(writer.isBroken).toBe(true);
    expect(() => writer.put(1, 1, bytes(60, 0))).not.toThrow();
  });

  it.each([
    ['more than half is used: the reader tells when that has changed', 40, true, [false, true]],
    ['half is free already', 10, false, [false, false]],
  ])('%s', (_, length, waits, told) => {
    const { writer, reader } = pair(128);
    writer.put(1, 1, bytes(length, 0));
    writer.put(1, 2, bytes(length, 0));
    expect(writer.askForRoom()).toBe(waits);
    const tells = told.map((_, i) => {
      reader.take();
      // What was taken counts as used until it is given back.
      return i === 1 && reader.release();
    });
    expect(tells).toEqual(told);
  });

  it('gives a writer no reason to wait once the reader has given up', () => {
    const { writer, reader } = pair(64);
    writer.put(1, 1, bytes(40, 0));
    reader.break();
    expect(writer.askForRoom()).toBe(false);
  });

  it('keeps every byte in its place, however both sides take turns', () => {
    const step = fc.record({
      length: fc.integer({ min: 0, max: 40 }),
      offset: fc.integer({ min: 0, max: 9 }),
      kind: fc.integer({ min: 0, max: 7 }),
      id: fc.integer({ min: 0, max: 3 }),
      more: fc.boolean(),
      takes: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 0, max: 40 }), (steps, words) => {
        // The counters run over during the test.
        const { writer, reader } = pair(128, -4 * words);
        const sent: string[] = [];
        const got: string[] = [];
        let ended = 0;
        const note = (to: string[], kind: number, id: number, payload: number[]) =>
          to.push(...payload.map((byte) => `${kind} ${id} ${byte}`), ...(payload.length === 0 ? ['-'] : []));
        const takeAll = (most: number) => {
          for (let i = 0; i < most && ended > 0; i++, ended--) {
            const { kind, id, parts } = reader.take();
            note(got, kind, id, whole(parts));
            reader.release();
          }
        };
        for (const [i, { length, offset, kind, id, more, takes }] of steps.entries()) {
          if (writer.room < length + 8) takeAll(ended);
          const payload = inside(length, i, offset);
          writer.put(kind, id, payload, more);
          if (more) writer.publish();
          note(sent, kind, id, [...payload]);
          ended++;
          takeAll(takes);
        }
        takeAll(ended);
        expect(got).toEqual(sent);
      }),
      { seed: 20261127, numRuns: 200 },
    );
  });
});

it('is empty until a record can be taken, and again when all are', () => {
  const writer = new RecordQueue({ capacity: 1024 });
  const reader = new RecordQueue({ memory: writer.memory });
  expect(reader.isEmpty).toBe(true);
  writer.put(1, 1, new Uint8Array(3), true);
  expect(reader.isEmpty).toBe(true);
  writer.publish();
  expect(reader.isEmpty).toBe(false);
  reader.take();
  expect(reader.isEmpty).toBe(true);
});

it('leaves what is in memory that it has the system give', () => {
  const memory = new SharedArrayBuffer(3 * 4096 + 100);
  const bytes = new Uint8Array(memory);
  for (let i = 0; i < bytes.length; i++) bytes[i] = i % 251;
  const before = bytes.slice();
  touch(memory);
  expect(bytes).toEqual(before);
});
