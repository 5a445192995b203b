import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import cfb from 'cfb';
import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { CabinetSet } from '../../src/formats/cab/cabinet-set.js';
import { findCabinets } from '../../src/formats/cab/find-cabinets.js';
import { corpusDir, describeCorpus, expectedDir, hasCorpus } from '../support/corpus.js';

/*
 * Every cabinet of the corpus, embedded ones included, against what cabextract makes of it. cabextract writes files, so
 * its list has each name once, made safe as a path, and follows no set; where that differs from what is stored, the
 * tables below say what is expected instead.
 */

interface ExpectedFile {
  name: string;
  size: number;
  sha256: string;
}

interface Case {
  label: string;
  expected: ExpectedFile[];
  /** cabextract was content. */
  isWhole: boolean;
  bytes: () => Uint8Array;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** MSI's names for streams hold two characters of 64 in one (the msi folder has the real thing). */
function decodeStreamName(raw: string): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._';
  return [...raw]
    .map((char) => {
      const code = char.codePointAt(0)! - 0x3800;
      if (code < 0 || code >= 0x1040) return char;
      return code < 0x1000 ? digits[code & 63]! + digits[code >> 6]! : digits[code - 0x1000]!;
    })
    .join('');
}

/** The stream whose name, with all but letters and digits taken as `_`, is `name`. */
function streamOf(path: string, name: string): Uint8Array {
  const container = cfb.read(readFileSync(path), { type: 'buffer' });
  const index = container.FullPaths.findIndex((own) => {
    const decoded = decodeStreamName(own.slice(own.indexOf('/') + 1));
    return decoded.replace(/[^\w.]/g, '_') === name;
  });
  return Uint8Array.from(container.FileIndex[index]!.content as Iterable<number>);
}

function collectCases(): Case[] {
  const tables = readdirSync(expectedDir, { recursive: true, encoding: 'utf8' });
  return tables
    .filter((entry) => /^cab.*\.tsv$/.test(basename(entry)))
    .sort()
    .map((entry) => {
      const table = basename(entry);
      const path = join(corpusDir, entry.slice(0, -table.length - 1));
      const stream = table.slice('cab.'.length, -'.tsv'.length);
      const lines = readFileSync(join(expectedDir, entry), 'utf8').split('\n').slice(1);
      const rows = lines.filter((line) => line !== '' && !line.startsWith('# '));
      return {
        label: relative(corpusDir, path) + (table === 'cab.tsv' ? '' : ` / ${stream}`),
        expected: rows.map((row) => {
          const [name, size, hash] = row.split('\t');
          return { name: name!, size: Number(size), sha256: hash! };
        }),
        isWhole: !lines.some((line) => line.startsWith('# ')),
        bytes: () => (table === 'cab.tsv' ? readFileSync(path) : streamOf(path, stream)),
      };
    });
}

const cases = hasCorpus ? collectCases() : [];

/** What is in a set: each file's name, size and hash, or the code of the error that it ends in. */
function contentOf(set: CabinetSet): (ExpectedFile | { name: string; code: string })[] {
  return set.files.map((file) => {
    try {
      const bytes = set.readFile(file);
      expect(bytes).toHaveLength(file.size);
      return { name: file.name, size: bytes.length, sha256: sha256(bytes) };
    } catch (error) {
      if (error instanceof HotfixkitError) return { name: file.name, code: error.code };
      throw error;
    }
  });
}

function openCase(name: string): CabinetSet {
  const found = cases.find((own) => own.label === name)!;
  return CabinetSet.open(new BufferSource(found.bytes()));
}

/** Names that cabextract makes safe, in its own way or by collapsing several into one: sizes and hashes count. */
const namesDiffer = new Set(['libmspack/cabs_dirwalk-vulns.cab', 'libmspack/cabs_utf8-stresstest.cab']);

/** Tested below, each in its own way. */
const elsewhere = new Set([
  'libmspack/cabs_search.cab',
  'libmspack/search_basic.cab',
  'libmspack/search_tricky1.cab',
  'libmspack/hidden-files.cab',
  // Names in code pages: cabextract's output has bytes that are no text.
  'libmspack/cabs_encoding-koi8.cab',
  'libmspack/cabs_encoding-latin1.cab',
  'libmspack/cabs_encoding-sjis.cab',
]);

const plain = cases.filter((own) => own.isWhole && !elsewhere.has(own.label));

describeCorpus('whole cabinets have the files that cabextract finds', () => {
  it('which is nearly all of them', () => expect(plain.length).toBeGreaterThan(50));

  it.each(plain)('$label', ({ label, expected, bytes }) => {
    const set = CabinetSet.open(new BufferSource(bytes()), { strict: true });
    const found = contentOf(set).map((file) => ({ ...file, name: file.name.replaceAll('\\', '/') }));
    if (namesDiffer.has(label)) {
      const hashes = new Set(found.map((file) => ('sha256' in file ? file.sha256 : file.code)));
      expect(hashes).toEqual(new Set(expected.map((file) => file.sha256)));
      return;
    }
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    expect(found.sort(byName)).toEqual([...expected].sort(byName));
  });
});

describeCorpus('cabinets that WiX left empty are empty', () => {
  const empty = cases.filter((own) => !own.isWhole && own.expected.length === 0 && own.label.includes(' / '));

  it.each(empty)('$label', ({ bytes }) => {
    const set = CabinetSet.open(new BufferSource(bytes()));
    expect(set.files).toEqual([]);
    expect(set.warnings.map((warning) => warning.code)).toEqual(['CAB_BAD_HEADER']);
  });
});

describeCorpus('damaged cabinets', () => {
  /** The code that opening ends in, or what comes of each file. */
  const outcomes: Record<string, string | Record<string, string>> = {
    'bad_folderindex.cab': 'CAB_BAD_FILE',
    'bad_nofiles.cab': 'CAB_BAD_HEADER',
    'bad_nofolders.cab': 'CAB_BAD_HEADER',
    'bad_signature.cab': 'CAB_BAD_SIGNATURE',
    'cabs_split-1.cab': {
      'small1.bin': 'whole',
      'small2.bin': 'CAB_MISSING_PART',
      'medium1.bin': 'CAB_MISSING_PART',
    },
    'cabs_split-2.cab': {
      'small2.bin': 'CAB_MISSING_PART',
      'medium1.bin': 'CAB_MISSING_PART',
      'medium2.bin': 'CAB_MISSING_PART',
    },
    'cabs_split-3.cab': { 'medium2.bin': 'CAB_MISSING_PART' },
    'cabs_split-4.cab': {
      'medium2.bin': 'CAB_MISSING_PART',
      'small3.bin': 'CAB_MISSING_PART',
      'medium3.bin': 'CAB_MISSING_PART',
    },
    'cabs_split-5.cab': { 'small3.bin': 'CAB_MISSING_PART', 'medium3.bin': 'CAB_MISSING_PART' },
    'cve-2010-2800-mszip-infinite-loop.cab': { 'file.txt': 'MSZIP_CORRUPT' },
    'cve-2014-9556-qtm-infinite-loop.cab': { limerick: 'CAB_BAD_FILE' },
    // libmspack extracts the same two.
    'cve-2014-9732-folders-segfault.cab': { 1: 'whole', 2: 'CAB_UNSUPPORTED_METHOD', 3: 'whole' },
    'cve-2015-4470-mszip-over-read.cab': { limerick: 'MSZIP_CORRUPT' },
    'cve-2015-4471-lzx-under-read.cab': 'CAB_TRUNCATED',
    'cve-2017-11423-fname-overread.cab': 'CAB_BAD_FILE',
    'cve-2018-18584-qtm-max-size-block.cab': { 'test1.bin': 'QUANTUM_CORRUPT' },
    'filename-read-violation-1.cab': 'CAB_BAD_FILE',
    'filename-read-violation-2.cab': { ' \x14hello.jl\x06\ufffd\x05': 'CAB_BAD_FILE' },
    'filename-read-violation-3.cab': { '\ufffd': 'CAB_BAD_FILE' },
    'filename-read-violation-4.cab': { '\ufffd\ufffd\ufffd': 'CAB_BAD_FILE' },
    'hidden-file-bad-folderid.cab': 'CAB_BAD_FILE',
    'hidden-file-beyond-eof.cab': 'CAB_TRUNCATED',
    'lzx-main-tree-no-lengths.cab': { 'file.txt': 'LZX_CORRUPT' },
    'lzx-premature-matches.cab': { 'file.txt': 'LZX_CORRUPT' },
    ...Object.fromEntries(
      [1, 2, 3, 4, 5].map((part) => [
        `multi_basic_pt${part}.cab`,
        { 'test1.txt': 'CAB_MISSING_PART', 'test2.txt': 'CAB_MISSING_PART', 'test3.txt': 'CAB_MISSING_PART' },
      ]),
    ),
    // Both halves of a set, under other names than they use for each other.
    'mscab_sample2-disk1.cab': { 'MORE.exe': 'CAB_MISSING_PART', 'wineyes.exe': 'CAB_MISSING_PART' },
    'mscab_sample2-disk2.cab': { 'MORE.exe': 'CAB_MISSING_PART', 'wineyes.exe': 'CAB_MISSING_PART' },
    'partial_nodata.cab': { 'hello.c': 'CAB_TRUNCATED', 'welcome.c': 'CAB_TRUNCATED' },
    'partial_nofiles.cab': 'CAB_TRUNCATED',
    'partial_nofolder.cab': 'CAB_TRUNCATED',
    'partial_shortextheader.cab': 'CAB_TRUNCATED',
    'partial_shortfile1.cab': 'CAB_TRUNCATED',
    'partial_shortfile2.cab': 'CAB_TRUNCATED',
    'partial_shortfolder.cab': 'CAB_TRUNCATED',
    'partial_shortheader.cab': 'CAB_TRUNCATED',
    'partial_str_nofname.cab': 'CAB_TRUNCATED',
    'partial_str_noninfo.cab': 'CAB_TRUNCATED',
    'partial_str_nonname.cab': 'CAB_TRUNCATED',
    'partial_str_nopinfo.cab': 'CAB_TRUNCATED',
    'partial_str_nopname.cab': 'CAB_TRUNCATED',
    'partial_str_shortfname.cab': 'CAB_TRUNCATED',
    'partial_str_shortninfo.cab': 'CAB_TRUNCATED',
    'partial_str_shortnname.cab': 'CAB_TRUNCATED',
    'partial_str_shortpinfo.cab': 'CAB_TRUNCATED',
    'partial_str_shortpname.cab': 'CAB_TRUNCATED',
  };
  const damaged = cases.filter((own) => !own.isWhole && !own.label.includes(' / '));

  it.each(damaged)('$label', ({ label, expected, bytes }) => {
    if (label.endsWith('Readme_External.cab')) {
      // A test file of WiX whose one block has a wrong checksum.
      expect(contentOf(openCase(label))).toEqual([{ name: 'Readme.txt', code: 'CAB_CHECKSUM' }]);
      return;
    }
    const outcome = outcomes[basename(label)];
    expect(outcome).toBeDefined();
    let found: string | Record<string, string>;
    try {
      const content = contentOf(CabinetSet.open(new BufferSource(bytes())));
      for (const file of content) {
        // What comes out whole is what libmspack has.
        if ('sha256' in file) expect(expected).toContainEqual(file);
      }
      found = Object.fromEntries(content.map((file) => [file.name, 'code' in file ? file.code : 'whole']));
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      found = error.code;
      expect(error.facts.structure).toMatch(/^CF/);
      expect(error.facts.offset).toBeTypeOf('number');
    }
    expect(found).toEqual(outcome);
  });

  it('are all of them', () => {
    const names = damaged.map((own) => basename(own.label)).filter((name) => !name.endsWith('External.cab'));
    expect(names.sort()).toEqual(Object.keys(outcomes).sort());
  });
});

describeCorpus('spanning sets', () => {
  function openSet(name: string, pattern: (wanted: string) => string): CabinetSet {
    const folder = join(corpusDir, 'libmspack');
    return CabinetSet.open(new BufferSource(readFileSync(join(folder, name))), {
      name,
      resolve: (wanted) => {
        const found = readdirSync(folder).find((own) => own.toLowerCase() === pattern(wanted).toLowerCase());
        return found === undefined ? null : new BufferSource(readFileSync(join(folder, found)));
      },
    });
  }

  // As cabextract finds them when the five lie in one folder under the names that they use for each other.
  const split = [
    {
      name: 'small1.bin',
      size: 2000,
      sha256: '416e95ff9e088dca5fa43eeb41acb104852a6c812f3762ac72d6801d1da0ccc2',
    },
    {
      name: 'small2.bin',
      size: 8000,
      sha256: '1b1366101b3cd6297c0852d133686887b4539c4d5d4e7a96eb944d04c2d9deb0',
    },
    {
      name: 'medium1.bin',
      size: 40_000,
      sha256: '35a052709780ba369567875f644a0cc97059298f0724429a191d066fb27f05c4',
    },
    {
      name: 'medium2.bin',
      size: 50_000,
      sha256: '998ef19336dd0c9e953b33c109c943fa362a1b5f6aa7649d6f33a6a31a6f4e6e',
    },
    {
      name: 'small3.bin',
      size: 128,
      sha256: 'b536a2d99a7df05436cdaa5d73467d2fc180239b75c946e2110a8226670aaaa7',
    },
    {
      name: 'medium3.bin',
      size: 40_000,
      sha256: 'bdf7ca7b9e81e4833cea630fde20e16420285eafc53b41b3487dff027c9e0894',
    },
  ];

  it.each([1, 2, 3, 4, 5])('cabs_split, from part %i', (part) => {
    const set = openSet(`cabs_split-${part}.cab`, (wanted) => `cabs_${wanted}`);
    expect(set.warnings).toEqual([]);
    expect(contentOf(set)).toEqual(split);
  });

  const basic = [
    {
      name: 'test1.txt',
      size: 76,
      sha256: '772ad3a017a8e2e367cb5c5fe7d008bfb3081b36e07f4ad6fce5ca77ecfed93d',
    },
    {
      name: 'test2.txt',
      size: 38,
      sha256: '89bb1d3446a3212d982933932c917dac3cd88e5f424401893a3390d4b6375c85',
    },
    {
      name: 'test3.txt',
      size: 76,
      sha256: 'b3f519a92c19190ad11bce9d02e6a7525284c795c10ceb0c059bdbc53c8098e7',
    },
  ];

  it.each([1, 2, 3, 4, 5])('multi_basic, from part %i', (part) => {
    const set = openSet(`multi_basic_pt${part}.cab`, (wanted) => wanted.replace('cabd_', ''));
    expect(set.warnings).toEqual([]);
    expect(contentOf(set)).toEqual(basic);
  });
});

describeCorpus('names', () => {
  it.each([
    ['koi8', 20866, ['Здравствуйте, это канал об аниме?', 'Да.', 'Как мне пропатчить KDE2 под FreeBSD?']],
    ['latin1', 1252, ['\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿', 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß']],
    ['sjis', 932, ['猿も木から落ちる', '虎穴に入らずんば虎子を得ず', 'この父にしてこの子あり']],
  ])('in the code page of cabs_encoding-%s', (name, codePage, names) => {
    const bytes = readFileSync(join(corpusDir, 'libmspack', `cabs_encoding-${name}.cab`));
    const set = CabinetSet.open(new BufferSource(bytes), { codePage });
    expect(set.files.map((file) => file.name).slice(0, names.length)).toEqual(names);
  });

  it('in UTF-8 that is none are read as best they can be', () => {
    const set = openCase('libmspack/cabs_utf8-stresstest.cab');
    expect(set.files[0]!.name).toBe('\u03ba\u1f79\u03c3\u03bc\u03b5');
    expect(set.files.some((file) => file.name.includes('\ufffd'))).toBe(true);
  });

  it('that would leave a folder are handed on as stored', () => {
    const names = openCase('libmspack/cabs_dirwalk-vulns.cab').files.map((file) => file.name);
    expect(names).toContain('../../relative/path');
    expect(names).toContain('/absolute/path');
  });
});

describeCorpus('cabinets in a larger file', () => {
  it.each(['cabs_search.cab', 'search_basic.cab', 'search_tricky1.cab'])('%s', (name) => {
    const { expected } = cases.find((own) => own.label === `libmspack/${name}`)!;
    const source = new BufferSource(readFileSync(join(corpusDir, 'libmspack', name)));
    const found = [...findCabinets(source)].flatMap((baseOffset) =>
      contentOf(CabinetSet.open(source, { baseOffset })),
    );
    // The same cabinet may be there several times over.
    for (const file of found) expect(expected).toContainEqual(file);
    for (const file of expected) expect(found).toContainEqual(file);
  });
});

describeCorpus('hidden-files.cab', () => {
  it('has the files that coffFiles points to', () => {
    // libmspack reads what follows the CFFOLDERs instead; the specification leaves no doubt, and 7-Zip agrees with it.
    const set = openCase('libmspack/hidden-files.cab');
    expect(set.files.map((file) => file.name)).toEqual(['hidden1.txt', 'hidden2.txt']);
    expect(set.warnings).toMatchObject([{ code: 'CAB_BAD_HEADER', offset: 16 }]);
  });
});

describeCorpus('large-files.cab, with files of nearly 2 GiB', () => {
  const most = 65_535 * 32_768;

  it('is decoded as far as one cares', () => {
    const outer = openCase('libmspack/cabs_large-files-cab.cab');
    const inner = CabinetSet.open(new BufferSource(outer.readFile(outer.files[0]!)), { strict: true });
    expect(inner.files.map((file) => [file.name, file.size])).toEqual([
      ['mszip-2gb.txt', most],
      ['lzx15-2gb.txt', most],
      ['lzx21-2gb.txt', most],
    ]);
    for (const file of inner.files) {
      let length = 0;
      for (const part of inner.decode([file])) {
        if ('chunk' in part) length += part.chunk.length;
        if (length > 8_000_000) break;
      }
      expect(length).toBeGreaterThan(8_000_000);
    }
  });
});
