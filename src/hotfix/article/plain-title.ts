import { rowText } from './row-text.js';

/** Entities of HTML that stand in Markdown; others stay as they are. */
const entities: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  ndash: '–',
  mdash: '—',
  reg: '®',
  trade: '™',
  copy: '©',
};

/** A title without the entities, emphasis and links that Markdown has for it. */
export function plainTitle(text: string): string {
  if (!/[&*_`[<\\]/.test(text)) return text.trim();
  const decoded = text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi,
    (all, decimal, hex, name) => {
      if (name !== undefined) return Object.hasOwn(entities, name) ? entities[name]! : all;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
  const shown = withoutEmphasis(withoutEmphasis(decoded.replace(/\*\*/g, '')));
  return (/[`[<\\]/.test(shown) ? rowText(shown).text : shown).replace(/\s+/g, ' ').trim();
}

/** Marks of emphasis that stand around words, not those within a name. */
function withoutEmphasis(text: string): string {
  return text.replace(/(?<![\p{L}\d_*])([_*]{1,2})(?=\S)([^_*]{1,500})(?<=\S)\1(?![\p{L}\d_*])/gu, '$2');
}
