import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownFiles, openForFiles } from '../../src/cli/known-files.js';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { parseRequirement } from '../../src/hotfix/verify/require.js';
import { caught } from '../support/caught.js';
import { buildSetPatch } from '../support/patch-set.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const manifest = manifestFromCatalogue('977203');
const known = knownFiles(manifest);

describe('knownFiles', () => {
  it('knows the rows of an article, or what requirements name', () => {
    expect([known.has('ccmcertfix.EXE'), known.has('other.exe')]).toEqual([true, false]);
    expect(known.title).toBe('KB977203');
    const required = knownFiles(null, [parseRequirement('tool*.exe >=1')]);
    expect([required.has('tool2.exe'), required.has('ccmcertfix.exe')]).toEqual([true, false]);
  });
});

const patch = buildSetPatch('KB1');
const sp1 = 'Sccm2007ac-sp1-kb977203-x86.msp';
const sp2 = 'Sccm2007ac-sp2-kb977203-x86.msp';
const zipOf = (files: Record<string, Uint8Array>) =>
  buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) });

describe('openForFiles', () => {
  it.each<[string, Record<string, Uint8Array>, string]>([
    ['the archive of a client patch and a utility', { [sp2]: patch, 'Ccmcertfix.exe': Buffer.from('x') }, ''],
    ['the archive of one client patch', { [sp2]: patch }, ''],
    ['the archive of two client patches', { [sp1]: patch, [sp2]: patch }, ''],
    ['the archive in an archive', { 'inner.zip': zipOf({ [sp2]: patch }) }, 'inner.zip!'],
    ['a patch that no row names', { 'other.msp': patch, 'a.txt': Buffer.from('x') }, 'other.msp'],
  ])('opens %s', (_, files, inside) => {
    const archive = join(tempFolder(), 'download.zip');
    writeFileSync(archive, zipOf(files));
    const opened = openForFiles(archive, {}, known);
    expect(opened.inside.join('!')).toBe(inside);
    expect(opened.kind).toBe(inside === 'other.msp' ? 'msp' : 'zip');
    opened.close();
  });

  it('opens what the caller names, and refuses several packages that no row names', () => {
    const archive = join(tempFolder(), 'download.zip');
    writeFileSync(archive, zipOf({ [sp2]: patch, 'a.msp': patch, 'b.msp': patch }));
    const opened = openForFiles(`${archive}!${sp2}`, {}, known);
    expect(opened.kind).toBe('msp');
    opened.close();
    writeFileSync(archive, zipOf({ 'a.msp': patch, 'b.msp': patch }));
    expect(caught(() => openForFiles(archive, {}, known)).code).toBe('CONTAINER_SEVERAL');
  });
});
