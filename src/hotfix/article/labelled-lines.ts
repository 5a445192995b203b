import { fileNames, withoutFileNames } from './file-names.js';
import { columnOf } from './lexicon.js';
import { isTerse } from './row-facts.js';

/** A size in lines of labels and values: `File size: 1,234 bytes`. */
export interface LabelledSize {
  /** The files that the line of the name names. */
  files: readonly string[];
  label: string;
  value: string;
}

const LONGEST_LINE = 300;
const LONGEST_LABEL = 60;

/** What a line of a list of labels and values says. */
type Entry =
  | { kind: 'name'; files: readonly string[] }
  | { kind: 'size'; label: string; value: string }
  | { kind: 'other' };

/**
 * The sizes of files whose names stand in lines of their own beside them, as a page of a download has it: `File name: kb1.exe`,
 * `Version: 1`, `File size: 1,234 bytes`. A value may be below its label. A list ends at a line without a label; in one that begins
 * with a name, names stand above their sizes.
 */
export function labelledSizes(lines: readonly string[]): LabelledSize[] {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  return filled.some(isSize) ? listsOf(filled).flatMap(sizesOfList) : [];
}

const isSize = (line: string): boolean => columnOf(splitLabel(line).label)?.meaning === 'size';

/** The lists of labels among lines without blank ones. */
function listsOf(lines: readonly string[]): Entry[][] {
  const lists: Entry[][] = [[]];
  for (let i = 0; i < lines.length; i++) {
    const { label, value } = splitLabel(lines[i]!);
    const kind = columnOf(label)?.meaning;
    const isKnown = kind === 'name' || kind === 'size';
    const text = isKnown && value === '' ? (lines[++i] ?? '') : value;
    const entry = isKnown ? knownEntry(kind, label, text) : otherEntry(lines[i]!, label, value);
    if (entry === null) lists.push([]);
    else lists.at(-1)!.push(entry);
  }
  return lists;
}

/** A label without its mark, and what stands behind it; a line without a mark may be a label. */
function splitLabel(line: string): { label: string; value: string } {
  if (line.length > LONGEST_LINE) return { label: '', value: '' };
  const at = line.search(/[:：]/);
  const label = at < 0 ? line : line.slice(0, at);
  const plain = label.replace(/^[-*•·\s]+|\*+$/g, '');
  return {
    label: plain.length > LONGEST_LABEL ? '' : plain,
    value:
      at < 0
        ? ''
        : line
            .slice(at + 1)
            .replace(/^\*+/, '')
            .trim(),
  };
}

const knownEntry = (kind: 'name' | 'size', label: string, value: string): Entry =>
  kind === 'name' ? { kind, files: fileNames(value) } : { kind, label, value };

function otherEntry(line: string, label: string, value: string): Entry | null {
  const files = fileNames(line);
  if (files.length > 0) return isTerse(withoutFileNames(line), 0) ? { kind: 'name', files } : null;
  return label !== '' && value !== '' ? { kind: 'other' } : null;
}

function sizesOfList(list: readonly Entry[]): LabelledSize[] {
  const isNameFirst = list.find(({ kind }) => kind !== 'other')?.kind === 'name';
  const found: LabelledSize[] = [];
  let files: readonly string[] = [];
  for (const entry of isNameFirst ? list : list.toReversed()) {
    if (entry.kind === 'name') files = entry.files;
    else if (entry.kind === 'size' && files.length > 0)
      found.push({ files, label: entry.label, value: entry.value });
  }
  return isNameFirst ? found : found.toReversed();
}
