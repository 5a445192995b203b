import type { RowText } from './row-text.js';

export interface SizeMatch {
  end: number;
  value: number;
  /** The mark between groups of three digits; empty where there are none. */
  grouping: string;
  cost: number;
}

export interface VersionMatch {
  end: number;
  value: string;
  cost: number;
}

/** Folded like the text that is searched: `байт` then has no mark on its third letter. */
const units =
  / ?(?:bytes|byte|octets|octet|bajtow|bajty|bajt|bytow|byty|bytu|баитов|баита|баит|tavua|bayt|byte|字节|位元組|バイト|바이트)(?![a-z])/y;

const decimals = /[.,]00(?!\d)/y;
const firstGroup = /\d{1,3}/y;
const digitsHere = /\d{1,12}/y;

/**
 * The sizes in bytes that begin at a place, longest first, with every possible end, because a version or a day may
 * follow without a blank. Groups are of three digits with one mark throughout; decimals may follow that are zero.
 */
export function sizesAt({ folded }: RowText, start: number): SizeMatch[] {
  const found: SizeMatch[] = [];
  const add = (end: number, digits: string, grouping: string, cost: number) => {
    const value = Number(digits);
    if (digits.length > 12 || (digits.length > 1 && digits[0] === '0')) return;
    found.push({ end: withUnit(folded, end), value, grouping, cost });
    // Spreadsheets write whole numbers with decimals; their mark is not the one between groups.
    const mark = match(decimals, folded, end)?.[0];
    if (mark !== undefined && mark !== grouping)
      found.push({ end: withUnit(folded, end + 3), value, grouping, cost });
  };
  const lead = match(firstGroup, folded, start);
  if (lead) {
    for (const mark of [',', '.', ' ', "'", ', ', '. ']) {
      const groups = match(groupPatterns[mark]!, folded, start + lead.length);
      if (!groups) continue;
      const size = mark.length + 3;
      for (let end = groups.length; end > 0; end -= size) {
        const digits = (lead + groups.slice(0, end)).replace(/\D/g, '');
        add(start + lead.length + end, digits, mark.trim() === '' ? ' ' : mark[0]!, mark.length > 1 ? 1 : 0);
      }
    }
  }
  const plain = match(digitsHere, folded, start) ?? '';
  for (let length = plain.length; length > 0; length--) add(start + length, plain.slice(0, length), '', 1);
  return found.sort((a, b) => b.end - a.end);
}

/** A size and nothing else, as most cells have it. Its other endings are not worth a look. */
const plainSize = /^(?:0|[1-9]\d{0,11}|[1-9]\d{0,2}(?:,\d{3}){1,3})$/;

/** The size that a text is, if it is nothing else; null for a text that {@link sizesAt} has to be asked about. */
export function plainSizeOf(text: string): number | null {
  return plainSize.test(text) ? Number(text.replaceAll(',', '')) : null;
}

/** One group more than a size of twelve digits has, to detect a longer number. */
const groupPatterns: Readonly<Record<string, RegExp>> = {
  ',': /(?:,\d{3}){1,4}/y,
  '.': /(?:\.\d{3}){1,4}/y,
  ' ': /(?: \d{3}){1,4}/y,
  "'": /(?:'\d{3}){1,4}/y,
  ', ': /(?:, \d{3}){1,4}/y,
  '. ': /(?:\. \d{3}){1,4}/y,
};

function withUnit(folded: string, end: number): number {
  return end + (match(units, folded, end)?.length ?? 0);
}

const plainVersion = /^\d{1,5}(?:\.\d{1,5}){3}$/;

/** Whether a text is a version of four numbers and nothing else, as most cells are; {@link versionsAt} knows the others. */
export function isPlainVersion(text: string): boolean {
  return plainVersion.test(text) && text.split('.').every((part) => Number(part) <= 0xffff);
}

/**
 * The versions that begin at a place, longest first: two to five numbers of at most 65535 with full stops or commas
 * between, every way to end the last one.
 */
export function versionsAt({ folded, text }: RowText, start: number): VersionMatch[] {
  const found: VersionMatch[] = [];
  for (const [pattern, mark] of versionPatterns) {
    const all = match(pattern, folded, start);
    if (!all) continue;
    for (let end = all.length; end > 1; end--) {
      const parts = all.slice(0, end).split(mark);
      const last = parts.at(-1)!.trim();
      if (parts.length < 2) break;
      if (last === '' || parts.length > 5 || parts.some((part) => Number(part) > 0xffff)) continue;
      const odd = last.length > 1 && last[0] === '0' ? 1 : 0;
      const cost = [0, 0, 4, 1, 0, 4][parts.length]! + odd + (mark === ',' ? 1 : 0);
      found.push({ end: start + end, value: text.slice(start, start + end), cost });
    }
  }
  return found.sort((a, b) => b.end - a.end);
}

const versionPatterns = [
  [/\d{1,5}(?:\.\d{1,12}){1,5}/y, '.'],
  [/\d{1,5}(?:, ?\d{1,12}){1,5}/y, ','],
] as const;

function match(sticky: RegExp, text: string, place: number): string | null {
  sticky.lastIndex = place;
  return sticky.exec(text)?.[0] ?? null;
}
