import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { corpusDir, describeCorpus } from '../support/corpus.js';
import { buildClient, buildSmallPatch, msiexec, writeImage, writePatch } from '../support/patch-scenario.js';
import { tempFolder } from '../support/temp-folder.js';

const folder = join(corpusDir, 'pa19');

interface Triple {
  old: string;
  new: string;
  patch: string;
}

function triples(): Triple[] {
  const [, ...rows] = readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trimEnd().split('\n');
  return rows.map((row) => {
    const [old = '', next = '', patch = ''] = row.split('\t');
    return { old, new: next, patch };
  });
}

/** Deltas that the original encoder made, each as what a patch brings for a file of an administrative image. */
describeCorpus('deltas through a patch', () => {
  const all = triples();
  const read = (name: string) => readFileSync(join(folder, name));
  const directories = [
    { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
    { id: 'INSTALLDIR', parent: 'TARGETDIR', defaultDir: 'Client' },
  ];
  const files = (side: 'old' | 'new') =>
    all.map((triple, i) => ({ key: `f${i}`, name: `${i}.bin`, bytes: read(triple[side]) }));

  it.each(['image', 'one go'])('every file comes out byte for byte (%s)', async (way) => {
    const plan = { directories, cabinets: 'none' } as const;
    const patch = buildSmallPatch(
      buildClient('1.0.0', files('old'), plan),
      buildClient('1.1.0', files('new'), plan),
      Object.fromEntries(all.map((triple, i) => [`f${i}`, { delta: read(triple.patch) }])),
    );
    const place = tempFolder();
    const path = await writeImage(place, '1.0.0', files('old'), plan);
    const target = way === 'image' ? [] : [`TARGETDIR=${join(place, 'other')}`];
    const result = await msiexec('/a', path, '/p', writePatch(place, 'fix.msp', patch), '/qn', ...target);
    expect(result.error).toBeNull();
    const made = way === 'image' ? dirname(path) : join(place, 'other');
    const wrong = all.filter((triple, i) => {
      return Buffer.compare(readFileSync(join(made, `Client/${i}.bin`)), read(triple.new)) !== 0;
    });
    expect(wrong).toEqual([]);
    expect(result.written).toHaveLength(all.length + 1);
  });
});
