import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../../src/hotfix/manifest/catalogue.js';
import { readCandidate } from '../../../src/hotfix/scan/read-candidate.js';
import { fileStamp } from '../../../src/node/file-stamp.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { itThorough } from '../../support/thorough.js';
import { buildVersionResource } from '../../support/version-resource-builder.js';
import { buildZip } from '../../support/zip-builder.js';

const catalogue = manifestFromCatalogue('977203');
const [section] = catalogue.sections;
const manifestOf = (name: string) => ({
  ...catalogue,
  sections: [{ ...section!, files: [{ ...section!.files[0]!, name }] }],
});

function read(name: string, bytes: Uint8Array, row: string, kind: 'file' | 'package' = 'package') {
  const path = join(tempFolder(), name);
  writeFileSync(path, bytes);
  return readCandidate(path, { path: name, kind, ...fileStamp(path) }, [manifestOf(row)]);
}

describe('readCandidate', () => {
  it('keeps small files that a table names with folders', async () => {
    const zip = buildZip({ files: [{ name: 'i386/x.dat', bytes: 'small' }] });
    const { facts, warnings } = await read('kb977203.zip', zip, '%windir%\\i386\\x.dat');
    expect(facts.map(({ path, size }) => [path, size])).toEqual([['kb977203.zip!i386/x.dat', 5]]);
    expect(warnings).toBeUndefined();
  });

  itThorough('keeps all files that a table names, however many others there are', async () => {
    const others = Array.from({ length: 5001 }, (_, i) => ({
      name: `a${i}.bin`,
      bytes: new Uint8Array(1024),
      method: 0 as const,
    }));
    const zip = buildZip({ files: [...others, { name: 'z/x.dat', bytes: 'last' }] });
    const { facts } = await read('kb977203.zip', zip, 'x.dat');
    expect(facts).toHaveLength(5000);
    expect(facts[0]!.path).toBe('kb977203.zip!z/x.dat');
  });

  it('hands on what is odd about a file', async () => {
    const resources = [0x407, 0x409].map((language) => ({
      type: 16,
      name: 1,
      language,
      data: buildVersionResource({ fileVersion: `10.0.0.${language}` }),
    }));
    const library = buildExecutable({ platform: 'x86', resources });
    const { facts, warnings } = await read('x.dll', library, 'x.dll', 'file');
    expect(facts).toMatchObject([{ version: '10.0.0.1033' }]);
    expect(warnings).toMatchObject([{ code: 'PE_SEVERAL_VERSIONS' }]);
  });
});
