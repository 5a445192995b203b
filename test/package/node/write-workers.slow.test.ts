import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../support/built-program.js';
import type { PlannedFile } from '../../support/package-builder.js';
import { hashTree, sha256, writePackage } from '../../support/package-folder.js';
import { sampleBytes } from '../../support/sample-bytes.js';
import { tempFolder } from '../../support/temp-folder.js';

// Threads start from built files only, so that the tests of the sources never see them.
let program = '';

beforeAll(async () => {
  const dist = await buildProgram({
    extract: 'src/package/node/extract.ts',
    plan: 'src/package/extract/extract-plan.ts',
    hold: 'src/package/node/hold-written.ts',
    open: 'src/package/open-package.ts',
    output: 'src/node/output-transaction.ts',
    'write-thread': 'src/package/node/write-thread.ts',
  });
  program = join(dist, 'program.js');
  writeFileSync(
    program,
    `import { applyExtract } from './extract.cjs';
    import { openPackage } from './open.cjs';
    import { planExtract } from './plan.cjs';
    import { holdWritten } from './hold.cjs';
    import { beginOutput } from './output.cjs';
    const [path, out, threads, tolerant, isHeld] = process.argv.slice(2);
    let workers = 0;
    process.on('worker', () => workers++);
    const { content, location, close } = openPackage(path);
    const told = [];
    const options = {
      location,
      threads: Number(threads),
      tolerant: tolerant === 'true',
      onProgress: ({ bytes, files }) => told.push([bytes, files]),
    };
    const digests = {};
    const hold = async () => {
      const output = await beginOutput(out);
      const held = await holdWritten(content, planExtract(content).files, output, options);
      for (const file of content.files) {
        const source = held.fileOf(file).openInPlace();
        digests[file.name] = { md5: source.digestOf('md5'), sha256: source.digestOf('sha256') };
        source.close();
      }
      await output.commit();
      return held.writeWarnings;
    };
    (isHeld === 'true' ? hold() : applyExtract(content, planExtract(content), out, options)).then(
      (warnings) => ({ warnings }),
      ({ code, message, facts }) => ({ error: { code, message, facts } }),
    ).then((result) => {
      close();
      console.log(JSON.stringify({ ...result, workers, told: told.at(-1), digests }));
    });`,
  );
});

interface Answer {
  warnings?: { code: string; entry: string }[];
  error?: { code: string };
  workers: number;
  told: [bytes: number, files: number];
  digests: Record<string, { md5?: string; sha256?: string }>;
}

function extract(path: string, out: string, threads: number, tolerant = false, isHeld = false): Answer {
  const args = [program, path, out, `${threads}`, `${tolerant}`, `${isHeld}`];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Answer;
}

const megabyte = 1024 * 1024;
const piece = sampleBytes(megabyte);
/** Stored: what is asked is who writes what, and compressing takes longer than all the rest. */
const cabinetOptions = Object.fromEntries(
  ['', '1', '2', '3'].map((part) => [`#files${part}.cab`, { method: 'none' as const }]),
);
/** Together above the size from which threads are worth their while. */
const files: PlannedFile[] = Array.from({ length: 9 }, (_, i) => ({
  key: `f${i}`,
  name: `f${i}.bin`,
  bytes: Buffer.concat([piece, piece.subarray(i), piece, new Uint8Array(i * 1000)]),
}));
const wanted = Object.fromEntries(files.map(({ name, bytes }) => [name, sha256(bytes)]));
const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
/** By the last part of its path. */
const contents = (folder: string) =>
  Object.fromEntries(Object.entries(hashTree(folder)).map(([path, hash]) => [path.split('/').at(-1), hash]));

describe('writing with threads', () => {
  it.each([
    ['three cabinets', 3, 1, 0],
    ['three cabinets', 3, 2, 1],
    ['three cabinets', 3, 16, 2],
    // The thread that starts the others takes its share. One cabinet is decoded by one thread; another one writes.
    ['one cabinet', 1, 1, 0],
    ['one cabinet', 1, 2, 1],
  ])(
    '%s (%d), %d threads at most: %d are started, and the files are the same',
    (_, mediaSplit, threads, workers) => {
      const out = tempFolder();
      const answer = extract(writePackage({ files, mediaSplit, cabinetOptions }), out, threads);
      expect(answer).toEqual({ warnings: [], workers, told: [total, files.length], digests: {} });
      expect(contents(out)).toEqual(wanted);
    },
  );

  it.each([
    [3, 1],
    [3, 2],
    [1, 1],
    [1, 2],
  ])(
    'notes the digests of files that are held where they are written: %d cabinets, %d threads',
    (mediaSplit, threads) => {
      const out = tempFolder();
      const path = writePackage({ files, mediaSplit, cabinetOptions });
      const { digests, warnings } = extract(path, out, threads, true, true);
      expect(warnings).toEqual([]);
      for (const { name, bytes } of files) {
        const md5 = createHash('md5').update(bytes).digest('hex');
        expect(digests[name], name).toEqual({ md5, sha256: sha256(bytes) });
      }
      expect(contents(out)).toEqual(wanted);
    },
  );

  it('starts none below the size that is worth it', () => {
    const out = tempFolder();
    const few = files.slice(0, 3);
    expect(extract(writePackage({ files: few, mediaSplit: 3, cabinetOptions }), out, 2)).toMatchObject({
      workers: 0,
    });
    expect(Object.keys(contents(out))).toEqual(few.map(({ name }) => name));
  });

  const wrong = files.map((file, i) =>
    i === 4 ? { ...file, hash: [1, 2, 3, 4] as [number, number, number, number] } : file,
  );

  it.each([1, 3])('tells of a wrong hash as one thread does: %d cabinets', (mediaSplit) => {
    const path = writePackage({ files: wrong, mediaSplit, cabinetOptions });
    const out = tempFolder();
    const alone = extract(path, join(out, 'new'), 1);
    expect(alone.error).toMatchObject({ code: 'PACKAGE_FILE_HASH', facts: { entry: 'f4' } });
    expect(extract(path, join(out, 'new'), 2).error).toEqual(alone.error);
    expect(readdirSync(out)).toEqual([]);

    const { warnings } = extract(path, join(out, 'one'), 1, true);
    expect(warnings).toMatchObject([{ code: 'PACKAGE_FILE_HASH', entry: 'f4' }]);
    expect(extract(path, join(out, 'two'), 2, true).warnings).toEqual(warnings);
    expect(contents(join(out, 'two'))).toEqual(wanted);
  });

  it.each([0, 1, 2])('ends with the error of whichever thread has cabinet %d', (cabinet) => {
    const damaged = files.map((file, i) =>
      Math.floor(i / 3) === cabinet
        ? { ...file, hash: [1, 2, 3, 4] as [number, number, number, number] }
        : file,
    );
    const out = tempFolder();
    const { error } = extract(
      writePackage({ files: damaged, mediaSplit: 3, cabinetOptions }),
      join(out, 'new'),
      2,
    );
    expect(error).toMatchObject({ code: 'PACKAGE_FILE_HASH', facts: { entry: `f${3 * cabinet}` } });
    expect(readdirSync(out)).toEqual([]);
  });
});
