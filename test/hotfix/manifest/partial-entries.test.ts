import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { parseManifest } from '../../../src/hotfix/manifest/manifest-schema.js';
import {
  partialEntries,
  partialEntry,
  partialRefusal,
} from '../../../src/hotfix/manifest/partial-entries.js';
import { caught } from '../../support/caught.js';
import { articlesDir, describeCorpus } from '../../support/corpus.js';

describe('partialEntries', () => {
  it('are marked, have each number once, and none that has a table', () => {
    const numbers = partialEntries().map(({ kb }) => kb);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(partialEntries().every(({ complete }) => complete === false)).toBe(true);
    expect(listCatalogue().map(({ kb }) => kb)).not.toEqual(expect.arrayContaining(numbers));
  });

  it('are never taken for a file table', () => {
    for (const entry of partialEntries()) {
      expect(caught(() => parseManifest(entry)).code).toBe('MANIFEST_INVALID');
    }
  });

  it('are copies', () => {
    partialEntry('977384')!.products.length = 0;
    expect(partialEntry('977384')!.products).toEqual(['ConfigMgr 2007 SP2']);
    expect(partialEntry('977203')).toBeNull();
  });

  it('are refused with what is known and what is needed', () => {
    const { code, message } = partialRefusal(partialEntry('2261262')!);
    expect(code).toBe('MANIFEST_PARTIAL');
    expect(message).toMatch(/KB2261262.*ConfigMgr 2007 SP2; included in KB2276865.*--manifest FILE/);
  });
});

describeCorpus('the partial entries', () => {
  const folder = join(articlesDir, '../configmgr-partial');
  const known = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));

  it('are all that is known', () => {
    expect(
      partialEntries()
        .map(({ kb }) => kb)
        .sort(),
    ).toEqual(known.map(({ kb }) => kb).sort());
  });

  it.each(known.map((entry) => [entry.kb, entry] as const))('%s agrees', (kb, entry) => {
    const ours = partialEntry(kb)!;
    expect(ours.title).toBe(entry.title ?? null);
    expect(ours.products).toEqual(entry.products);
    expect(ours.clientPatch).toBe(entry.clientPatch ?? null);
    expect(ours.clientPatchFiles).toEqual(
      entry.clientPatchFiles ?? (entry.clientPatchFile ? [entry.clientPatchFile] : []),
    );
    expect(ours.packages).toEqual(entry.packages ?? []);
    const versions = (entry.filesKnown ?? []).flatMap((file: Record<string, unknown>) =>
      [file.version ?? file.fixedFrom ?? file.affectedFrom ?? null].flat(),
    );
    expect(ours.versions.map(({ version }) => version)).toEqual(versions);
    expect(ours.sources).toEqual(entry.sources);
  });
});
