import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ZipArchive } from '../../src/formats/zip/zip-archive.js';
import { FileSource } from '../../src/node/file-source.js';
import { sha256, writeTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const has = (program: string): boolean =>
  spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;

const tree = {
  'a.txt': 'text that comes again and again\n'.repeat(3000),
  'folder/noise.bin': Uint8Array.from(
    { length: 150_000 },
    (_, i) => (Math.imul(i + 9, 2654435761) >>> 11) & 255,
  ),
  'folder/Größe.txt': 'ü',
  empty: '',
};
const expected = Object.fromEntries(
  Object.entries(tree).map(([name, content]) => [name, sha256(Buffer.from(content))]),
);

function hashes(path: string, password: string | null): Record<string, string> {
  const source = new FileSource(path);
  try {
    const archive = ZipArchive.open(source)!;
    return Object.fromEntries(
      archive.entries
        .filter((entry) => !entry.isFolder)
        .map((entry) => [
          entry.name,
          sha256(Buffer.concat([...archive.pieces(entry, password)].map((piece) => Uint8Array.from(piece)))),
        ]),
    );
  } finally {
    source.close();
  }
}

describe.skipIf(!has('7z'))('archives that 7-Zip makes', () => {
  it.each([
    ['-mm=Deflate', '-mx=9'],
    ['-mm=Copy', '-mx=0'],
    ['-mm=Deflate', '-pS3cret', '-mem=ZipCrypto'],
    ['-mm=Copy', '-pS3cret', '-mem=ZipCrypto'],
    ['-mm=Deflate', '-pS3cret', '-mem=AES128'],
    ['-mm=Deflate', '-pS3cret', '-mem=AES192'],
    ['-mm=Copy', '-pS3cret', '-mem=AES256'],
  ])('%s %s %s', (...switches) => {
    const folder = tempFolder();
    writeTree(folder, tree);
    const switchesGiven = switches.filter((one) => one !== undefined);
    execFileSync('7z', ['a', '-tzip', '-bso0', '-bsp0', ...switchesGiven, 'x.zip', ...Object.keys(tree)], {
      cwd: folder,
      stdio: 'ignore',
    });
    expect(hashes(join(folder, 'x.zip'), 'S3cret')).toEqual(expected);
  });
});

describe.skipIf(!has('python3'))('archives that others can read', () => {
  it.each([{}, { zip64: true }, { comment: 'hello' }, { before: new Uint8Array(500) }])(
    'built with %j',
    (plan) => {
      const folder = tempFolder();
      const files = Object.entries(tree).map(([name, bytes]) => ({ name, bytes, password: 'S3cret' }));
      writeFileSync(join(folder, 'x.zip'), buildZip({ files, ...plan }));
      const program =
        'import zipfile,hashlib,json\nz=zipfile.ZipFile("x.zip")\n' +
        'json.dump({n:hashlib.sha256(z.read(n,b"S3cret")).hexdigest() for n in z.namelist()},open("out.json","w"))';
      execFileSync('python3', ['-c', program], { cwd: folder });
      expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toEqual(expected);
      expect(hashes(join(folder, 'x.zip'), 'S3cret')).toEqual(expected);
    },
  );
});
