import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCabinet } from '../support/cabinet-builder.js';
import { hotfixkit } from '../support/command-line.js';
import { selfExtractor } from '../support/container-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip, join as joinBytes } from '../support/zip-builder.js';

const right = new TextEncoder().encode('right');
const wrong = new TextEncoder().encode('altered');
const zipOf = (...contents: Uint8Array[]) =>
  buildZip({ files: contents.map((bytes) => ({ name: 'bin/x.dat', bytes })) });
const cabOf = (...contents: Uint8Array[]) =>
  buildCabinet({
    folders: [{ method: 'mszip', files: contents.map((bytes) => ({ name: 'bin\\x.dat', bytes })) }],
  });

/** Containers with two files of one path. */
const containers: Record<string, (one: Uint8Array, two: Uint8Array) => Uint8Array> = {
  zip: zipOf,
  cabinet: cabOf,
  'self-extracting zip': (one, two) => selfExtractor(zipOf(one, two)),
  'self-extractor with two zips': (one, two) => selfExtractor(joinBytes(zipOf(one), zipOf(two))),
  'self-extracting cabinet': (one, two) => selfExtractor(cabOf(one, two)),
  'zip in a zip': (one, two) => buildZip({ files: [{ name: 'inner.zip', bytes: zipOf(one, two) }] }),
};

function write(bytes: Uint8Array): { path: string; manifest: string } {
  const folder = tempFolder();
  const path = join(folder, 'download.bin');
  const manifest = join(folder, 'm.json');
  writeFileSync(path, bytes);
  writeFileSync(
    manifest,
    JSON.stringify({
      kb: '900001',
      title: 'T',
      sections: [{ title: 'S', files: [{ name: 'x.dat', size: right.length }] }],
    }),
  );
  return { path, manifest };
}

describe('two files of one path', () => {
  const orders = [
    ['the right one first', right, wrong],
    ['the right one last', wrong, right],
  ] as const;
  const rows = Object.entries(containers).flatMap(([name, build]) =>
    orders.map(([order, one, two]) => [name, order, build(one, two)] as const),
  );
  it.each(rows)('in a %s are both judged: %s', async (name, _, bytes) => {
    const { path, manifest } = write(bytes);
    const given = name === 'zip in a zip' ? `${path}!inner.zip` : path;
    for (const more of [[], ['--only-present']]) {
      const line = ['verify', given, '--manifest', manifest, '--rename-unsafe', '--json', ...more];
      const { status, json } = await hotfixkit(line);
      const { ok, counts } = json<{ ok: boolean; counts: object }>();
      expect([status, ok, counts]).toMatchObject([1, false, { ambiguous: 1, match: 0 }]);
    }
  });

  it.each(Object.entries(containers))('in a %s do no harm where they are the same', async (name, build) => {
    const { path, manifest } = write(build(right, right));
    const given = name === 'zip in a zip' ? `${path}!inner.zip` : path;
    const { status } = await hotfixkit(['verify', given, '--manifest', manifest, '--rename-unsafe']);
    expect(status).toBe(0);
  });
});
