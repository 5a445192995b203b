export interface TextColumn {
  title: string;
  align?: 'left' | 'right';
}

/** Width on a terminal: combining marks take none, East Asian wide characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) continue;
    width += isWide(code) ? 2 : 1;
  }
  return width;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

/** What a terminal would act on, made visible: names from packages are not trusted. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

/** Lines of aligned columns, two blanks between them; the last column is not padded. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
  const cells = [columns.map((column) => column.title), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_, i) =>
    cells.reduce((most, row) => Math.max(most, displayWidth(row[i] ?? '')), 0),
  );
  return cells.map((row) =>
    columns
      .map((column, i) => {
        const cell = row[i] ?? '';
        const padding = ' '.repeat(widths[i]! - displayWidth(cell));
        if (column.align === 'right') return padding + cell;
        return i === columns.length - 1 ? cell : cell + padding;
      })
      .join('  ')
      .trimEnd(),
  );
}
