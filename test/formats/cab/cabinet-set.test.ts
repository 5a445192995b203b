import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import type { CabinetFile } from '../../../src/formats/cab/cabinet-folder.js';
import { CabinetSet, type CabinetSetOptions } from '../../../src/formats/cab/cabinet-set.js';
import { CountingSource, SparseSource } from '../../support/byte-sources.js';
import { buildCabinet, type CabinetPlan, type FolderPlan } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';
import { encodeLzx } from '../../support/lzx-encoder.js';
import { encodeQuantum } from '../../support/quantum-encoder.js';
import { sameBytes, sampleBytes } from '../../support/sample-bytes.js';
import { itThorough } from '../../support/thorough.js';

const content = sampleBytes(200_000);

/** Four files of 50,000 bytes in one folder. */
function folder(method: FolderPlan['method'], windowBits = 16): FolderPlan {
  const files = [0, 1, 2, 3].map((n) => ({
    name: `${method}${n}`,
    bytes: content.subarray(n * 50_000, n * 50_000 + 50_000),
  }));
  if (method === 'lzx') return { method, windowBits, files, blocks: encodeLzx(content, { windowBits }) };
  if (method === 'quantum')
    return { method, windowBits, files, blocks: encodeQuantum(content, { windowBits }) };
  return { method, files };
}

const allMethods: CabinetPlan = {
  folders: [folder('none'), folder('mszip'), folder('lzx'), folder('quantum')],
};

function open(plan: CabinetPlan, options: CabinetSetOptions = {}): CabinetSet {
  return CabinetSet.open(new BufferSource(buildCabinet(plan)), options);
}

function fileOf(set: CabinetSet, name: string): CabinetFile {
  return set.files.find((file) => file.name === name)!;
}

describe('every method', () => {
  it.each([
    ['plainly', {}],
    ['with reserve fields', { reserve: { header: 4, folder: 5, data: 6 } }],
    ['without checksums', { checksums: false }],
  ])('%s', (_label, changes) => {
    const set = open({ ...allMethods, ...changes }, { strict: true });
    expect(set.folders.map((own) => own.method.kind)).toEqual(['none', 'mszip', 'lzx', 'quantum']);
    for (const file of set.files) {
      const start = Number(file.name.at(-1)) * 50_000;
      expect(sameBytes(set.readFile(file), content.subarray(start, start + 50_000))).toBe(true);
    }
  });
});

describe('decode', () => {
  it('gives the pieces of each file in order, then its end', () => {
    const set = open(allMethods);
    const seen = new Map<CabinetFile, Uint8Array[]>();
    const ended: string[] = [];
    for (const part of set.decode(set.files)) {
      if ('end' in part) ended.push(part.file.name);
      else seen.set(part.file, [...(seen.get(part.file) ?? []), part.chunk.slice()]);
    }
    expect(ended).toEqual(set.files.map((file) => file.name));
    for (const [file, chunks] of seen) {
      expect(
        sameBytes(Buffer.concat(chunks), content.subarray(file.folderOffset, file.folderOffset + file.size)),
      ).toBe(true);
      expect(chunks.length).toBeLessThanOrEqual(3);
    }
  });

  it('takes the files in any order and each once', () => {
    const set = open(allMethods);
    const names = ['quantum1', 'none3', 'mszip0', 'none1', 'none3'];
    const ended = [...set.decode(names.map((name) => fileOf(set, name)))].flatMap((part) =>
      'end' in part ? [part.file.name] : [],
    );
    expect(ended).toEqual(['none1', 'none3', 'mszip0', 'quantum1']);
  });

  it('of one folder goes through no others, however many there are', () => {
    const folders = ['a', 'b', 'c'].map(
      (name): FolderPlan => ({
        method: 'none',
        files: [{ name, bytes: Buffer.from(name) }],
      }),
    );
    const set = CabinetSet.open(new BufferSource(buildCabinet({ folders })));
    Object.defineProperty(set.folders, Symbol.iterator, { value: undefined });
    const parts = [...set.decode([set.files[2]!, set.files[0]!])];
    expect(parts.map(({ file }) => file.name)).toEqual(['a', 'a', 'c', 'c']);
  });

  it('is nothing for nothing', () => {
    expect([...open(allMethods).decode([])]).toEqual([]);
  });

  it('leaves alone what is not needed', () => {
    const bytes = buildCabinet({
      folders: [
        folder('none'),
        { ...folder('none'), files: [{ name: 'big', bytes: sampleBytes(3_000_000) }] },
        folder('mszip'),
      ],
    });
    const source = new CountingSource(bytes);
    const set = CabinetSet.open(source);
    source.reads = source.bytesRead = source.end = 0;
    set.readFile(fileOf(set, 'none0'));
    expect(source.bytesRead).toBeLessThanOrEqual(256 * 1024);
    source.bytesRead = 0;
    set.readFile(fileOf(set, 'mszip3'));
    expect(source.bytesRead).toBeLessThan(bytes.length - 3_000_000);
  });

  it('stops behind the last wanted file, and before damage that follows', () => {
    const bytes = buildCabinet({ folders: [folder('lzx')] });
    bytes.fill(0xff, bytes.length - 100);
    const set = CabinetSet.open(new BufferSource(bytes));
    expect(sameBytes(set.readFile(fileOf(set, 'lzx2')), content.subarray(100_000, 150_000))).toBe(true);
    expect(caught(() => set.readFile(fileOf(set, 'lzx3'))).code).toBe('CAB_CHECKSUM');
  });

  it('reads in large pieces', () => {
    const source = new CountingSource(
      buildCabinet({ folders: [{ method: 'none', files: [{ name: 'a', bytes: sampleBytes(5_000_000) }] }] }),
    );
    const set = CabinetSet.open(source);
    source.reads = 0;
    set.readFile(set.files[0]!);
    expect(source.reads).toBeLessThan(28);
  });

  it('can be left and begun again', () => {
    const set = open(allMethods);
    for (const part of set.decode(set.files)) if ('end' in part) break;
    expect(sameBytes(set.readFile(fileOf(set, 'lzx0')), content.subarray(0, 50_000))).toBe(true);
  });

  it('runs several at a time', () => {
    const set = open(allMethods);
    const one = set.decode([fileOf(set, 'lzx1')]);
    const other = set.decode([fileOf(set, 'lzx1'), fileOf(set, 'lzx2')]);
    const bytes: Uint8Array[][] = [[], []];
    for (let left = 2; left > 0; ) {
      left = 0;
      [one, other].forEach((run, n) => {
        const { value, done } = run.next();
        if (!done) left++;
        if (value && 'chunk' in value) bytes[n]!.push(value.chunk.slice());
      });
    }
    expect(sameBytes(Buffer.concat(bytes[0]!), content.subarray(50_000, 100_000))).toBe(true);
    expect(sameBytes(Buffer.concat(bytes[1]!), content.subarray(50_000, 150_000))).toBe(true);
  });
});

describe('files that share bytes', () => {
  const shared: CabinetPlan = {
    folders: [
      {
        method: 'mszip',
        files: [
          { name: 'whole', bytes: content.subarray(0, 100_000) },
          { name: 'inside', bytes: content.subarray(40_000, 45_000), offset: 40_000 },
          { name: 'twice', bytes: content.subarray(0, 100_000), offset: 0 },
          { name: 'across', bytes: content.subarray(30_000, 90_000), offset: 30_000 },
        ],
      },
    ],
  };

  it('all come out', () => {
    const set = open(shared);
    const sinks = new Map<string, Uint8Array[]>();
    set.extract(set.files, (file) => {
      const chunks: Uint8Array[] = [];
      sinks.set(file.name, chunks);
      return { write: (chunk) => chunks.push(chunk.slice()), end: () => chunks.push(Buffer.from('end')) };
    });
    const end = Buffer.from('end');
    for (const file of set.files) {
      const expected = Buffer.concat([
        content.subarray(file.folderOffset, file.folderOffset + file.size),
        end,
      ]);
      expect(sameBytes(Buffer.concat(sinks.get(file.name)!), expected)).toBe(true);
    }
  });
});

describe('files without bytes', () => {
  it('need no data', () => {
    const plan: CabinetPlan = {
      folders: [
        { method: 'lzx', windowBits: 99, blocks: [], files: [{ name: 'empty', bytes: new Uint8Array() }] },
      ],
    };
    const set = open(plan);
    expect(set.readFile(set.files[0]!)).toHaveLength(0);
    expect([...set.decode(set.files)]).toEqual([{ file: set.files[0], end: true }]);
  });
});

describe('folders with more blocks than cCFData can count', () => {
  itThorough('are read up to the size of their files', () => {
    // 65,538 blocks of 1,000 bytes: the field says 2.
    const bytes = new Uint8Array(65_538_000);
    for (let at = 0; at < bytes.length; at += 997) bytes[at] = at;
    const plan: CabinetPlan = {
      checksums: false,
      folders: [
        { method: 'none', blockSize: 1000, files: [{ name: 'big', bytes }] },
        { method: 'none', files: [{ name: 'next', bytes: Buffer.from('next') }] },
      ],
    };
    const set = open(plan);
    expect(set.folders[0]!.parts[0]!.folder.dataBlockCount).toBe(2);
    expect(set.warnings).toMatchObject([{ code: 'CAB_BAD_FOLDER', found: bytes.length }]);
    expect(sameBytes(set.readFile(set.files[0]!), bytes)).toBe(true);
    expect(Buffer.from(set.readFile(set.files[1]!)).toString()).toBe('next');
    expect(caught(() => open(plan, { strict: true })).code).toBe('CAB_BAD_FOLDER');
  });

  it('are not believed to reach into the next folder', () => {
    const set = open({
      folders: [
        { method: 'none', files: [{ name: 'long', bytes: content.subarray(0, 40_000), size: 80_000 }] },
        { method: 'none', files: [{ name: 'next', bytes: content.subarray(0, 100_000) }] },
      ],
    });
    const error = caught(() => set.readFile(set.files[0]!));
    expect(error).toMatchObject({ code: 'CAB_BAD_FILE', facts: { entry: 'long' } });
    expect(sameBytes(set.readFile(set.files[1]!), content.subarray(0, 100_000))).toBe(true);
  });
});

describe('offsets beyond 2 GiB', () => {
  it('are followed', () => {
    const bytes = buildCabinet({ folders: [folder('mszip')] });
    const view = new DataView(bytes.buffer);
    const dataOffset = view.getUint32(36, true);
    view.setUint32(36, 0xc000_0000, true);
    const source = new SparseSource(0xd000_0000, [
      { offset: 0, bytes: bytes.subarray(0, dataOffset) },
      { offset: 0xc000_0000, bytes: bytes.subarray(dataOffset) },
    ]);
    const set = CabinetSet.open(source);
    expect(sameBytes(set.readFile(fileOf(set, 'mszip3')), content.subarray(150_000))).toBe(true);
  });
});

describe('errors', () => {
  const name = 'data1.cab';

  it('say where: cabinet, file, offset, structure', () => {
    const set = open(
      { ...allMethods, checksums: (right, block) => (block === 2 ? right ^ 1 : right) },
      { name },
    );
    const offset = set.folders[0]!.parts[0]!.folder.dataOffset + 2 * (32_768 + 8);
    expect(caught(() => set.readFile(fileOf(set, 'none2')))).toMatchObject({
      code: 'CAB_CHECKSUM',
      facts: { stream: name, entry: 'none2', offset, structure: 'CFDATA' },
    });
    expect(set.readFile(fileOf(set, 'none0'))).toHaveLength(50_000);
  });

  it('name the file that could not be ended, not those before it', () => {
    const set = open(
      { ...allMethods, checksums: (right, block) => (block === 2 ? right ^ 1 : right) },
      { name },
    );
    const ended: string[] = [];
    const error = caught(() => {
      for (const part of set.decode(set.files)) if ('end' in part) ended.push(part.file.name);
    });
    expect(ended).toEqual(['none0']);
    expect(error.facts.entry).toBe('none1');
  });

  it.each([
    ['a window that LZX has not', { method: 'lzx', windowBits: 22 }, 'LZX_BAD_WINDOW'],
    ['a window that Quantum has not', { method: 'quantum', windowBits: 9 }, 'QUANTUM_BAD_WINDOW'],
    ['an unknown method', { method: 'none', typeCompress: 4 }, 'CAB_UNSUPPORTED_METHOD'],
    ['data that is no deflate stream', { method: 'mszip' }, 'MSZIP_CORRUPT'],
    ['data that is no LZX', { method: 'lzx', windowBits: 15 }, 'LZX_CORRUPT'],
    ['data that is no Quantum', { method: 'quantum', windowBits: 15 }, 'QUANTUM_CORRUPT'],
    ['stored data of another length', { method: 'none' }, 'CAB_BAD_DATA'],
  ] as const)('%s', (_label, method, code) => {
    const blocks = [{ data: new Uint8Array(40), uncompressedLength: 90 }];
    const set = open({ folders: [{ ...method, blocks, files: [{ name: 'a', bytes: new Uint8Array(90) }] }] });
    expect(caught(() => set.readFile(set.files[0]!)).code).toBe(code);
  });

  it('a file that cannot be there is refused before anything is decoded', () => {
    const set = open({
      folders: [{ ...folder('none'), files: [{ name: 'a', bytes: content, size: 0xffff_0000 }] }],
    });
    let chunks = 0;
    const error = caught(() => {
      for (const _part of set.decode(set.files)) chunks++;
    });
    expect(error).toMatchObject({ code: 'CAB_BAD_FILE', facts: { entry: 'a', found: 0xffff_0000 } });
    expect(chunks).toBe(0);
  });

  it('a file larger than the limit is not read', () => {
    const set = open(allMethods);
    expect(caught(() => set.readFile(set.files[0]!, 49_999)).code).toBe('CAB_BAD_FILE');
    expect(set.readFile(set.files[0]!, 50_000)).toHaveLength(50_000);
  });

  it('in the header carry the name, too', () => {
    expect(caught(() => CabinetSet.open(new BufferSource(new Uint8Array(50)), { name })).facts.stream).toBe(
      name,
    );
  });

  it('warnings do as well', () => {
    expect(open({ ...allMethods, cabinetSize: 0x7fff_ffff }, { name }).warnings).toMatchObject([
      { stream: name },
    ]);
  });
});
