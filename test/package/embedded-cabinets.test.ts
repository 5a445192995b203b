import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readContentFacts } from '../../src/package/content-facts.js';
import { openPackage } from '../../src/package/open-package.js';
import { buildCabinet } from '../support/cabinet-builder.js';
import { corpusDir, describeCorpus, expectedDir } from '../support/corpus.js';
import { tempFolder } from '../support/temp-folder.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function hashes(path: string): Promise<Map<string, string>> {
  const opened = openPackage(path);
  try {
    const facts = await readContentFacts(opened.content, opened.content.files, { hash: true });
    return new Map([...facts].map(([file, { sha256 }]) => [file.name, sha256!]));
  } finally {
    opened.close();
  }
}

describe('EmbeddedCabinets', () => {
  it('finds cabinets one behind another in a file that is something else', () => {
    const path = join(tempFolder(), 'stub.exe');
    const cabinet = (name: string): Uint8Array =>
      buildCabinet({ folders: [{ method: 'mszip', files: [{ name, bytes: bytes(`this is ${name}`) }] }] });
    writeFileSync(
      path,
      Buffer.concat([bytes('MZ a stub'), cabinet('a.txt'), bytes('between'), cabinet('b.txt')]),
    );
    const opened = openPackage(path);
    expect(opened.content.kind).toBe('cab');
    expect(opened.content.files.map((file) => file.name)).toEqual(['a.txt', 'b.txt']);
    expect(opened.content.warnings[0]).toMatchObject({ code: 'PACKAGE_CABINET_FOUND', offset: 9 });
    opened.close();
  });

  it('does not look into archives', () => {
    const path = join(tempFolder(), 'x.zip');
    const inner = buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a', bytes: bytes('a') }] }] });
    writeFileSync(path, Buffer.concat([bytes('PK\u0003\u0004'), inner]));
    expect(() => openPackage(path)).toThrowError(expect.objectContaining({ code: 'ZIP_TRUNCATED' }));
  });
});

describeCorpus('cabinets inside files of the corpus', () => {
  it.each(['libmspack/cabs_search.cab', 'libmspack/search_basic.cab'])(
    '%s as cabextract has it',
    async (name) => {
      const rows = readFileSync(join(expectedDir, name, 'cab.tsv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1);
      const expected = new Map(
        rows.map((row) => row.split('\t')).map(([file, , sha256]) => [file!, sha256!]),
      );
      expect(await hashes(join(corpusDir, name))).toEqual(expected);
    },
  );
});
