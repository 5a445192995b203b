import { describe, expect, it } from 'vitest';
import { SelfOpeningFile } from '../../src/archive/self-opening-file.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { text } from '../support/package-folder.js';

class File extends SelfOpeningFile {
  readonly size = 9;
  readonly readOnly = false;
  readonly #fails: boolean;
  opened = 0;
  closed = 0;

  constructor(fails = false) {
    super();
    this.#fails = fails;
  }

  modified(): Date | null {
    return null;
  }

  *pieces(): Generator<Uint8Array, void, void> {
    this.opened++;
    // As decoders do: one buffer for all pieces.
    const shared = new Uint8Array(3);
    try {
      for (const piece of ['one', 'two', 'six']) {
        shared.set(text(piece));
        yield shared;
      }
      if (this.#fails) throw new HotfixkitError('PACKAGE_FILE_HASH', 'not the file that was stated');
    } finally {
      this.closed++;
    }
  }
}

describe('a file that gives its pieces', () => {
  it('is whole in memory', () => {
    expect(Buffer.from(new File().bytes()).toString()).toBe('onetwosix');
    expect(() => new File(true).bytes()).toThrow(HotfixkitError);
  });

  it('streams pieces that stay as they are', async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of new File().stream()) pieces.push(piece);
    expect(pieces.map((piece) => Buffer.from(piece).toString())).toEqual(['one', 'two', 'six']);
  });

  it('is a response like any other', async () => {
    expect(await new Response(new File().stream()).text()).toBe('onetwosix');
  });

  it('fails as a stream where its check fails', async () => {
    await expect(new Response(new File(true).stream()).text()).rejects.toMatchObject({
      code: 'PACKAGE_FILE_HASH',
    });
  });

  it('is closed when nobody reads on', async () => {
    const file = new File();
    const reader = file.stream().getReader();
    await reader.read();
    await reader.cancel();
    expect([file.opened, file.closed]).toEqual([1, 1]);
  });

  it('knows that it is no executable', () => {
    expect(new File().facts()).toMatchObject({ version: null, platform: null });
  });
});
