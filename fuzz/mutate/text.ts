import type { Random } from '../random.js';

/** Pieces that mean something somewhere: operators, markup, names that are reserved, letters with odd cases. */
export const tokens: readonly string[] = [
  ...'()[]{}"\'\\/%$&!?~=<>|;:-*+.,_ '.split(''),
  ...[
    '<>',
    ' AND ',
    ' OR ',
    ' NOT ',
    ' XOR ',
    ' EQV ',
    ' IMP ',
    ' LIKE ',
    ' IS NULL',
    '><',
    '<<',
    '>>',
    '~=',
  ],
  ...[
    '\0',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\u0085',
    '\u2028',
    '\ufeff',
    '..',
    '../',
    '..\\',
    '**',
    '*?*',
    '{a,b}',
    '!(a)',
  ],
  ...['0', '1', '99999999999', '-2147483648', '2147483647', '4294967296', '1e999', '0x80092024', 'NaN'],
  ...['__proto__', 'constructor', 'toString', 'null', 'true', '[]', '{}'],
  ...['ÿ', '\ud800', '\udc00', '🙂', '\u202e', 'İ', 'ß', 'ﬀ', '\u0301'],
  ...['[~]', '{{', '}}', '[%', '[#', '[$', '[!', '[\\', '[TARGETDIR]', '[SourceDir]'],
  ...['<![LOG[', ']LOG]!>', ' date="', ' time="', ' component="', '13:37:02.123+420', '10-25-2010'],
  ...[
    '<step',
    '</step>',
    '<group',
    '</group>',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '&b;',
    '&#x110000;',
    '&amp;',
  ],
  ...['<![CDATA[', ']]>', '<!--', '-->', '<?x', '?>', 'xmlns="', '<a>', '</a>', '<div>', '<p>'],
  ...['<table><tr><td colspan=99999999>', '</td>', '</tr>', '</table>', '<td rowspan="4294967296">', '<th>'],
  ...['1,234', '12:34', '2010-01-25', '25-Jan-2010', 'x86', 'x64', 'ia64', '4.0.6487.2111', 'Not applicable'],
  ...['con', 'NUL.txt', 'CLOCK$', 'a.', 'a ', '/etc/x', 'C:\\x', '\\\\server\\share', 'KB977203'],
  ...[' /a ', ' /qn ', ' /l*v ', ' /p ', ' TARGETDIR=', ' TRANSFORMS='],
];

const LIMIT = 400_000;

/** One to six changes; a few of them repeat something hundreds or thousands of times. */
export function mutateText(random: Random, source: string, others: readonly string[] = [source]): string {
  let text = source;
  const rounds = 1 + random.below(6);
  for (let i = 0; i < rounds; i++) {
    text = change(random, text, others);
    if (text.length > LIMIT) text = text.slice(0, LIMIT);
  }
  return text;
}

function change(random: Random, text: string, others: readonly string[]): string {
  const at = random.below(text.length + 1);
  const count = random.below(random.chance(0.2) ? 200 : 12);
  const before = text.slice(0, at);
  const after = text.slice(at);
  switch (random.below(9)) {
    case 0:
      return before + after.slice(count);
    case 1:
    case 2:
      return before + random.pick(tokens) + after;
    case 3: {
      const times = 1 + random.below(random.chance(0.1) ? 400 : 5);
      return before + after.slice(0, count).repeat(times) + after.slice(count);
    }
    case 4: {
      const other = random.pick(others);
      const from = random.below(other.length + 1);
      return before + other.slice(from, from + random.below(300)) + after.slice(count);
    }
    case 5:
      return before + String.fromCharCode(random.below(random.chance(0.3) ? 65536 : 128)) + after.slice(1);
    case 6:
      return before + random.pick(tokens).repeat(random.chance(0.1) ? 3000 : 1 + random.below(30)) + after;
    case 7: {
      const from = random.below(text.length + 1);
      return before + text.slice(from, from + count) + after;
    }
    default: {
      // A run of one character, and of two in turn: what regular expressions and nested loops are slow with.
      const pair = random.pick(tokens) + (random.chance(0.5) ? random.pick(tokens) : '');
      return before + pair.repeat(random.pick([10, 100, 2000, 20_000]) / (pair.length || 1)) + after;
    }
  }
}
