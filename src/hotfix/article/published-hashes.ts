import { groupBy } from '../../core/group-by.js';
import { nameKey } from '../../core/name-key.js';
import { listed } from '../../core/plural.js';
import type { ManifestFile, ManifestWarning, PublishedHash } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { processorsIn } from '../verify/table-heading.js';
import type { Block } from './article-blocks.js';
import { factsBeside } from './beside-hash.js';
import { withoutFileNames } from './file-names.js';
import type { Found, FoundHash } from './found-hash.js';
import { hashesOfCells } from './hash-cells.js';
import { hashesOfLines } from './hash-lines.js';
import { PICTURE } from './picture-text.js';
import { hashAlgorithms } from './read-hash.js';
import { fold, normaliseText } from './row-text.js';
import { type RuleConcept, RuleWords } from './rules/rule-words.js';

/** Most hashes of an article that are kept. */
const MOST_HASHES = 20_000;

/**
 * The hashes of files that an article publishes, with the name of the one file that stands in the same row or line. A hash is in a
 * table or a line that names a file, or it has a heading. Those beside no name, or several, may be of the download. What is meant as
 * a hash and cannot be read is a warning: nothing compares it. So is a hash in a line that says what not to use, or what is damaged.
 *
 * @param rows the rows of the tables of the article: where several are of one name, a hash belongs to those that have what stands beside it
 */
export function publishedHashes(
  blocks: readonly Block[],
  rows: readonly ManifestFile[] = [],
  language = 'en',
): {
  hashes: PublishedHash[];
  warnings: ManifestWarning[];
} {
  const found = foundIn(blocks);
  const byName = groupBy(rows, ({ name }) => nameKey(fileNameOfRow(name)));
  const hashes = new Map<string, PublishedHash>();
  const open = new Set<string>();
  for (const { file, algorithm, digest, beside } of found.hashes) {
    if (hashes.size >= MOST_HASHES) open.add(algorithm);
    else {
      const named = file === null ? [] : byName.get(nameKey(fileNameOfRow(file)));
      const facts = file === null ? {} : factsBeside(named ?? [], beside);
      hashes.set(JSON.stringify([algorithm, digest, file, facts]), { file, algorithm, digest, ...facts });
    }
  }
  const warnings = [
    ...warningsOf(open),
    ...warningsOfUnread(found.unread),
    ...warningsOfDenied(found.hashes, language),
  ];
  return { hashes: [...hashes.values()], warnings };
}

/** Hashes whose line denies something: "do not use the package with the hash …", "a damaged download has …". */
function warningsOfDenied(hashes: readonly FoundHash[], language: string): ManifestWarning[] {
  const lines = hashes
    .filter(({ beside }) => beside.kinds.length === 0)
    .flatMap(({ beside }) => beside.cells);
  // The words of a language take milliseconds.
  if (lines.length === 0) return [];
  const words = new RuleWords([], language);
  const isAgainst = (text: string): boolean =>
    words.denies(text) || against.some((concept) => words.has(text, concept));
  const denied = lines.filter((text) => isAgainst(fold(normaliseText(withoutFileNames(text)))));
  if (denied.length === 0) return [];
  const quoted = [...new Set(denied)].map((text) =>
    JSON.stringify(text.replace(/\s+/g, ' ').trim().slice(0, 100)),
  );
  const message = `the article may publish a hash of what is not to be used; check the lines: ${listed(quoted)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

/** What makes of a hash that of another file, or of one that is not to be used. */
const against: readonly RuleConcept[] = ['wrong', 'outcome', 'earlier', 'withdrawn'];

function foundIn(blocks: readonly Block[]): Found {
  const found: Found = { hashes: [], unread: [] };
  const add = ({ hashes, unread }: Found) => {
    for (const one of hashes) found.hashes.push(one);
    for (const one of unread) found.unread.push(one);
  };
  let above: readonly string[] = [];
  for (let i = 0; i < blocks.length; ) {
    const block = blocks[i]!;
    if (block.kind === 'cells') {
      add(hashesOfCells(block.rows, above));
      above = [];
      i++;
      continue;
    }
    const lines: string[] = [];
    const from = i;
    for (let line = blocks[i]; line?.kind === 'line'; line = blocks[++i]) lines.push(line.text);
    add(hashesOfLines(lines));
    above = headingsAbove(blocks.slice(Math.max(from, i - NEAR), i));
  }
  return found;
}

/** Lines above a table that may be its headings. */
const NEAR = 4;
const LONGEST_HEADING = 200;

/** The nearest line above a table that names a processor, unless a heading without one stands between. */
function headingsAbove(blocks: readonly Block[]): readonly string[] {
  for (const block of blocks.toReversed()) {
    if (block.kind !== 'line' || block.text.trim() === '') continue;
    if (block.text.length <= LONGEST_HEADING && processorsIn(block.text).size > 0) return [block.text];
    if (block.heading) return [];
  }
  return [];
}

function warningsOf(open: ReadonlySet<string>): ManifestWarning[] {
  if (open.size === 0) return [];
  const names = hashAlgorithms.filter((name) => open.has(name));
  const message = `the article publishes hashes (${names.join(', ')}), which are not compared`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}

function warningsOfUnread(texts: readonly string[]): ManifestWarning[] {
  if (texts.length === 0) return [];
  const named = texts.map((text) => {
    const plain = text.replace(/\s+/g, ' ').trim();
    return plain === PICTURE
      ? 'a picture'
      : JSON.stringify(plain.slice(0, 100).replaceAll(PICTURE, '(a picture)'));
  });
  const message = `the article has texts in the place of hashes that are no hashes that are known, so they are not compared: ${listed(named)}`;
  return [{ code: 'VERIFY_NOT_COMPARED', message }];
}
