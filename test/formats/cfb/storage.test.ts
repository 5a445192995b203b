import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { Storage, StreamEntry, type StreamOptions } from '../../../src/formats/cfb/storage.js';

const properties = { name: 'Root Entry', clsid: '{}', created: null, modified: null };

it('lists its members when it is first asked for them, once', () => {
  let loads = 0;
  const storage = new Storage(properties, () => {
    loads++;
    return {
      streams: [stream('b'), stream('a')],
      storages: [new Storage({ ...properties, name: 's' }, empty)],
    };
  });
  expect(loads).toBe(0);
  expect([...storage.streams.keys()]).toEqual(['b', 'a']);
  expect([...storage.storages.keys()]).toEqual(['s']);
  expect(loads).toBe(1);
});

it('opens a stream once, with what the first one to ask has asked for', () => {
  const asked: StreamOptions[] = [];
  const entry = new StreamEntry('raw', 3, (options) => {
    asked.push(options);
    return new BufferSource(new Uint8Array(3));
  });
  expect(asked).toEqual([]);
  const source = entry.open({ label: 'readable' });
  expect(entry.open()).toBe(source);
  expect(asked).toEqual([{ label: 'readable' }]);
});

function stream(name: string): StreamEntry {
  return new StreamEntry(name, 0, () => new BufferSource(new Uint8Array(0)));
}

function empty(): { streams: []; storages: [] } {
  return { streams: [], storages: [] };
}
