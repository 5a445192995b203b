import { withoutTail } from '../../core/text-scan.js';
import { fileNames, hasName, onlyName, withoutFileNames } from './file-names.js';
import type { Found } from './found-hash.js';
import { afterHashWord, beginsWithHashWord, hasChecksumWord, hasHashWord } from './hash-words.js';
import { PICTURE } from './picture-text.js';
import {
  type Hash,
  hashesOfTokens,
  hashOfText,
  hasShortenedHash,
  isLikeChecksum,
  isLikeHash,
  LEAST_ALONE,
  LEAST_DIGITS,
  mayBeHash,
  plainHashes,
  takePlainHashes,
  withoutHashes,
} from './read-hash.js';

const LONGEST_LINE = 2000;
const LONGEST_HEADING = 150;
/** Headings of columns are words, and no sentence. */
const isHeadingLine = /^[^.!?。！？]*$/;
/** Lines between a hash and the line that names its file: `Algorithm : SHA256`, the hashes of other algorithms. */
const NEAR = 6;
/** Words beside a name in a line that is about that file alone: `SHA256 hash of file`. */
const MOST_WORDS = 4;
/** The end of each block of hashes that certutil writes. */
const isEnd = /^\s*certutil\s*:/i;

/**
 * The hashes in lines that follow each other. A hash is in a line that names a file or has a word for a hash, below such a line, or
 * above one that names a file, as `Get-FileHash | Format-List` has it.
 *
 * @param above the headings above the lines
 */
export function hashesOfLines(lines: readonly string[], above: readonly string[] = []): Found {
  return new HashLines(lines, above).read();
}

class HashLines {
  readonly #lines: readonly string[];
  readonly #above: readonly string[];
  readonly #found: Found = { hashes: [], unread: [] };
  /** Where the name stands of a hash between two lines that name files, as the first hash has it. */
  #side: 'above' | 'below' | null = null;
  /** A line of headings that has a word for a hash; it holds for the rows below it. */
  #heading = '';

  constructor(lines: readonly string[], above: readonly string[]) {
    this.#lines = lines;
    this.#above = above;
  }

  read(): Found {
    for (let i = 0; i < this.#lines.length; i++) {
      const text = this.#lines[i]!;
      const joined = this.#joined(i);
      if (joined !== null) i++;
      this.#line(joined ?? text, i, joined === null ? i : i - 1);
      if (hasName(text)) continue;
      const isHeading = text.length <= LONGEST_HEADING && isHeadingLine.test(text) && hasHashWord(text);
      this.#heading = isHeading ? text : '';
    }
    return this.#found;
  }

  /** A hash that is broken into two lines. */
  #joined(i: number): string | null {
    const [text, below = ''] = [this.#lines[i]!, this.#lines[i + 1]];
    if (!/[\da-f]{16}\s*$/i.test(text) || !/^\s*[\da-f]{8,112}\s*$/i.test(below)) return null;
    const digits = text.trimEnd().slice(withoutTail(text.trimEnd(), HEX).length);
    const isOne = hashOfText(digits + below.trim()) !== null && hashOfText(below) === null;
    const isStated = hashOfText(digits + below.trim()) !== null && this.#states(i, digits + below.trim());
    return isOne || isStated ? text.trimEnd() + below.trim() : null;
  }

  /** Whether a line or the one above names the algorithm of a hash of so many digits. */
  #states(i: number, digits: string): boolean {
    const text = `${this.#lines[i - 1] ?? ''} ${this.#lines[i]!}`.slice(0, LONGEST_LINE);
    const [, bits] = /sha[-_ ]?(?:2[-_ ])?(1|256|384|512)(?!\d)/i.exec(text) ?? [];
    return digits.length * 4 === (bits === '1' ? 160 : Number(bits));
  }

  /** @param end the last line of a hash, which begins at `start` */
  #line(text: string, end: number, start: number): void {
    const plain = takePlainHashes(text);
    if (plain === null && (text.length > LONGEST_LINE || !mayHaveHash(text))) return;
    const isWorded = hasHashWord(text);
    const isBelowWord = beginsWithHashWord(this.#previous(start));
    const isMeant = isWorded || isBelowWord || this.#heading !== '';
    if (plain !== null) {
      const file = this.#fileOf(text, start, end);
      if (!isMeant && file === null && isInPath.test(text)) return;
      this.#add(plain.hashes, file, text);
      const rest = withoutFileNames(plain.rest);
      this.#unread(isLikeHash(withoutAddresses(rest), LEAST_ALONE), text);
      return;
    }
    if (!isMeant && !mayBeHash(text)) return;
    const isChecksum = hasChecksumWord(text) || hasChecksumWord(this.#heading);
    const rest = withoutFileNames(isChecksum ? text : text.replace(errorCodes, ' '));
    const cut = isWorded ? rest.slice(afterHashWord(rest)) : rest;
    const whole = isMeant || hasName(text) ? hashOfText(cut.replace(/^[\s:=(-]+/, '')) : null;
    const tokens = hashesOfTokens(rest, isMeant);
    const hashes = whole === null ? tokens.hashes : [whole];
    if (hashes.length > 0 && (isMeant || hasName(text) || this.#fileOf(text, start, end) !== null)) {
      this.#add(hashes, this.#fileOf(text, start, end), text);
      return;
    }
    this.#unread(this.#isMeantAsHash({ text, rest, cut, isWorded, isMeant, isChecksum, start, end }), text);
  }

  #isMeantAsHash({ text, rest, cut, isWorded, isMeant, isChecksum, start, end }: Line): boolean {
    if (isMeant && isLikeHash(cut, LEAST_DIGITS)) return true;
    if (isWorded && cut.includes(PICTURE)) return true;
    const isNamed = hasName(text);
    // Behind a colon, a few digits are meant as one: a part of it, or of another kind.
    const isStated = isWorded && /[:=]\s*$/.test(rest.slice(0, rest.length - cut.length));
    const isAbout = isNamed || this.#fileOf(text, start, end) !== null;
    if (isStated && isAbout && isLikeHash(cut, LEAST_STATED)) return true;
    if (isMeant && isNamed && hasChecksum(rest, isChecksum)) return true;
    if (isMeant && !isNamed && !isWorded && isLikeChecksum(text) && isAbout) return true;
    const plainRest = withoutAddresses(rest);
    return isAbout && (hasShortenedHash(plainRest) || isLikeHash(plainRest, LEAST_ALONE));
  }

  #add(hashes: readonly Hash[], file: string | null, text: string): void {
    const cells = text.length > LONGEST_LINE ? [] : [withoutHashes(text)];
    for (const hash of hashes)
      this.#found.hashes.push({ ...hash, file, beside: { cells, kinds: [], above: this.#above } });
  }

  #unread(is: boolean, text: string): void {
    if (is) this.#found.unread.push(text);
  }

  #previous(i: number): string {
    for (let at = i - 1; at >= 0 && at >= i - NEAR; at--) {
      const text = this.#lines[at]!;
      if (text.trim() !== '') return text;
    }
    return '';
  }

  /** The file of a hash: the only one in its line, else the one that a line near it is about. */
  #fileOf(text: string, start: number, end: number): string | null {
    if (hasName(text)) return onlyName([text]);
    const above = this.#near(start, -1);
    const below = this.#near(end, 1);
    if (above === null || below === null) {
      if ((above ?? below) !== null) this.#side ??= above === null ? 'below' : 'above';
      return above ?? below;
    }
    if (above === below) return above;
    const isList = /^\s*hash\s*:/i.test(text) && /^\s*path\s*:/i.test(this.#lines[end + 1] ?? '');
    return this.#side === 'below' || isList ? below : above;
  }

  /** The file that the nearest line in a direction is about; null where lines about something else are between. */
  #near(from: number, step: -1 | 1): string | null {
    for (let k = 1; k <= NEAR; k++) {
      const text = this.#lines[from + k * step];
      if (text === undefined || text.trim() === '' || text.length > LONGEST_LINE || isEnd.test(text))
        return null;
      if (hasName(text)) return isAboutFile(text) && plainHashes(text).length === 0 ? onlyName([text]) : null;
      if (!hasHashWord(text) && plainHashes(text).length === 0 && hashOfText(text) === null) return null;
    }
    return null;
  }
}

interface Line {
  text: string;
  /** Without names. */
  rest: string;
  /** Behind the last word for a hash. */
  cut: string;
  isWorded: boolean;
  isMeant: boolean;
  /** Numbers alone may be a checksum. */
  isChecksum: boolean;
  start: number;
  end: number;
}

/** Fewest digits behind a colon that may be meant as a hash. */
const LEAST_STATED = 4;

/** A key of the registry or a path, which may have digits. */
const isInPath = /[\\/][\da-f]{32,128}(?![\da-f])/i;

/** What Windows calls errors by: `0x80070005`. */
const errorCodes = /\b0x[8c][\da-f]{7}\b/gi;

const HEX = '0123456789abcdefABCDEF';

/** A quick look: a few hexadecimal digits or a token of many characters. */
const mayHaveHash = (text: string): boolean =>
  /[\da-f]{4}|[\w+/]{22}|[^\x00-\x7f]|(?:[\da-f]{2}[\s:-]){4}/i.test(text);

/** Whether a line is about one file: it has few words besides. */
function isAboutFile(text: string): boolean {
  if (fileNames(text).length === 0) return false;
  const parts = withoutFileNames(text).split(/\s+/);
  const rest = parts.filter((part) => !/[\\/]/.test(part)).join(' ');
  return (rest.match(/\p{L}{2,}/gu)?.length ?? 0) <= MOST_WORDS;
}

const base64 = /^[A-Za-z\d+][A-Za-z\d+/]{21,89}={0,2}$/;

/** A text without addresses and paths, of which base64 may have the marks. */
const withoutAddresses = (text: string): string =>
  text
    .split(/\s+/)
    .filter((part) => !/[\\/]/.test(part) || base64.test(part))
    .join(' ');

/** Whether a line beside the name of a file has short digits of a checksum. */
function hasChecksum(text: string, isChecksum: boolean): boolean {
  for (const token of text.split(/[\s,;|()[\]{}<>"'=]+/)) {
    const plain = withoutTail(token, '.:');
    if (isLikeChecksum(plain) && (isChecksum || (/[a-f]/i.test(plain) && /\d/.test(plain)))) return true;
  }
  return false;
}
