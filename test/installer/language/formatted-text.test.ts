import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import { environmentReader } from '../../../src/installer/language/environment.js';
import {
  type FormatContext,
  formatRecord,
  formatText,
} from '../../../src/installer/language/formatted-text.js';
import { itThorough, runs } from '../../support/thorough.js';

const own = (values: Record<string, string>) => (name: string) =>
  Object.hasOwn(values, name) && values[name] !== '' ? values[name]! : null;

const context = (properties: Record<string, string> = {}): FormatContext => ({ property: own(properties) });

type Fields = Record<number, string | number>;

const record = (template: string, fields: Fields, size = 12): (string | number | null)[] => [
  template,
  ...Array.from({ length: size }, (_, index) => fields[index + 1] ?? null),
];

/**
 * What Windows answers to MsiFormatRecord without a package, after the tests that Wine's developers wrote to pass
 * there (dlls/msi/tests/format.c, test_formatrecord): fields are put in, everything else stays.
 */
const recordOnly: [template: string, fields: Fields, expected: string][] = [
  ['%1', {}, '%1'],
  ['[1]', {}, ''],
  ['[1]', { 1: 'boo hoo' }, 'boo hoo'],
  ['[1] [2]', { 1: 'boo', 2: 'hoo' }, 'boo hoo'],
  ['[1]', { 1: 123456 }, '123456'],
  ['[1] [2]', { 1: 100, 2: -100 }, '100 -100'],
  ['[100]', {}, ''],
  ['[0]', {}, '[0]'],
  ['[01]', { 1: 'hoo' }, 'hoo'],
  ['[ 1]', { 1: 'hoo' }, '[ 1]'],
  ['[01.]', { 1: 'hoo' }, '[01.]'],
  ['[-1]', { 1: 'hoo' }, '[-1]'],
  ['[]', {}, '[]'],
  ['[~]', {}, '[~]'],
  ['[foo]', { 1: 'hoo' }, '[foo]'],
  ['[%FOO]', {}, '[%FOO]'],
  ['[1] [2] [property]', { 1: 'boo', 2: 'hoo' }, 'boo hoo [property]'],
  ['[1] [~] [2]', { 1: 'boo', 2: 'hoo' }, 'boo [~] hoo'],
  ['\\[1]', { 1: '2' }, '\\2'],
  ['[1]}', { 1: 'hoo' }, 'hoo}'],
  ['a[1]b]', { 1: '2' }, 'a2b]'],
  [']a[1]b', { 1: '2' }, ']a2b'],
  // From the inside out, and values are not looked at again.
  ['[[1]] [2]', { 1: '2', 2: 'hey' }, 'hey hey'],
  ['[[1]] [2]', { 1: '[2]', 2: 'hey' }, '[[2]] hey'],
  ['[[[3]]] [2]', { 1: '2', 2: 'hey', 3: '1' }, 'hey hey'],
  ['[[3][1]] [2]', { 1: '2', 2: 'hey', 3: '1', 12: 'big' }, 'big hey'],
  ['[[3][4][1]] [2]', { 1: '2', 2: 'hey', 3: '1', 12: 'big' }, 'big hey'],
  ['[[3][[4]][1]] [2]', { 1: '2', 2: 'hey', 3: '1', 12: 'big' }, '[1[]2] hey'],
  ['[1]', { 1: '[2]', 2: 'foo' }, '[2]'],
  // A bracket that is never closed.
  ['[[[3][[4]][1]] [2]', { 1: '2', 2: 'hey', 3: '1', 12: 'big' }, '[[[3][[4]][1]] [2]'],
  ['[[3][[4]][1]] [2]]', { 1: '2', 2: 'hey', 3: '1', 12: 'big' }, '[1[]2] hey]'],
  ['[a[1]b', { 1: '2' }, '[a[1]b'],
  // Braces.
  ['{[3][1]} [2]', { 1: '2', 2: 'hey', 3: '1', 12: 'big' }, '12 hey'],
  ['[{[3][1]}] [2]', { 1: '2', 2: 'hey', 3: '1', 12: 'big' }, '[12] hey'],
  ['{test} [2]', { 2: 'hey' }, '{test} hey'],
  ['{[test]} [2]', { 2: 'hey' }, '{[test]} hey'],
  ['{[1][2][3][4]} [2]', { 1: '2', 2: 'hey', 3: '1' }, ' hey'],
  ['{[1][2][3][dummy]} [2]', { 1: '2', 2: 'hey', 3: '1' }, '{2hey1[dummy]} hey'],
  ['{[1][2][3][4][dummy]} [2]', { 1: '2', 2: 'hey', 3: '1' }, '{2hey1[dummy]} hey'],
  ['{[1] [2]}', { 1: 'boo', 2: 'hoo' }, 'boo hoo'],
  ['{boo [1]}', { 1: 'hoo' }, 'boo hoo'],
  ['a{b[1]c}d', {}, 'ad'],
  ['{a[0]b}', {}, 'a{a[0]b}b'],
  ['\\{[1]}', { 1: '2' }, '\\2'],
  ['{[1][-1][1]}', { 1: 'foo' }, '{foo[-1]foo}'],
  ['{}', {}, ''],
  ['{ }', {}, '{ }'],
  ['{[]}', {}, '{[]}'],
  ['{foo}', {}, '{foo}'],
  ['{\\x}', {}, '{\\x}'],
  ['{abcd}', {}, '{abcd}'],
  ['{a{b}c}', {}, '{a{b}c}'],
  ['{a{b}}', {}, '{a{b}}'],
  ['{a[one]bc[two]de[one]f}', {}, '{a[one]bc[two]de[one]f}'],
  ['{abc{d[one]ef}', {}, '{abc{d[one]ef}'],
  ['{abc{d[one]ef}}', {}, '{abc{d[one]ef}}'],
  ['[1] {[noprop] [twoprop]} {abcdef}', { 1: 'one' }, 'one {[noprop] [twoprop]} {abcdef}'],
  ['[1] {[one]} {abcdef}', { 1: 'one' }, 'one {[one]} {abcdef}'],
  // The first } ends what a { began.
  ['{ {[1]}}', { 1: 'hoo' }, ' {hoo}'],
  ['{ {[1]}', { 1: 'hoo' }, ' {hoo'],
  ['0{1{2{3{4[1]5}6}7}8}9', { 1: 'hoo' }, '01{2{3{4hoo56}7}8}9'],
  ['0{1{2[1]3}4', { 1: 'hoo' }, '01{2hoo34'],
  ['{[1.} [1]', { 1: 'hoo' }, '{[1.} hoo'],
  ['{[{[1]}]}', { 1: '2', 2: 'foo' }, '{[{[1]}]}'],
  ['{[1][}', { 1: '2' }, '2['],
  ['{[1]{{boo} }}', { 1: 'hoo' }, 'hoo{{boo }}'],
  ['{[1{{boo}}]}', { 1: 'hoo' }, '{[1{{boo}}]}'],
  ['{[1{{bo}o}}]}', { 1: 'hoo' }, '{[1{{bo}o}}]}'],
  ['{[1{{b{o}o}}]}', { 1: 'hoo' }, '{[1{{b{o}o}}]}'],
  // Braces within brackets end the brackets.
  ['[[1]{}]', { 1: '2' }, '[[1]]'],
  ['[[1]{}[1]]', { 1: '2' }, '[[1]2]'],
  ['[a[1]b[1]c{}d[1]e]', { 1: '2' }, '[a[1]b[1]cd2e]'],
  ['[{{boo}}1]', { 1: 'hoo' }, '[1]'],
  ['[1{{boo}}]', { 1: 'hoo' }, '[1]'],
  // Doubled braces hide everything up to the first }}.
  ['{{[1]}}', { 1: 'hoo' }, ''],
  ['{{ [1]}}', { 1: 'hoo' }, ''],
  ['{{[1] }}', { 1: 'hoo' }, ''],
  ['{{a}{b}{c }{ d}{any text}}', {}, ''],
  ['{{a} {b}}', {}, ''],
  ['{{a} b}}', {}, ''],
  ['{{a b}}', {}, ''],
  [' {{a}}}', {}, ' }'],
  ['{{ almost {{ any }} text }}', {}, ' text }}'],
  ['{{ } { hidden ][ [ }}', {}, ''],
  ['{{test}} [01', { 1: 'hoo' }, ' [01'],
  ['{{[1][2]}[3]{[4][dummy]}}', { 1: '2', 2: 'hey', 3: '1' }, ''],
  ['{{[1]}} {[4]}{[1][2]}', { 1: '1', 2: '2', 3: '3' }, ' 12'],
  ['{{{[1]}} {[4]}{[1][2]}', { 1: '1', 2: '2', 3: '3' }, ' 12'],
  ['{abc}{{def}hi{j[one]k}}', {}, '{abc}'],
  ['{{def}hi{j[one]k}}', {}, ''],
  ['{{def}hi{jk}}', {}, ''],
  ['{{{def}}hi{jk}}', {}, 'hi{jk}}'],
  ['{{def}hi{{jk}}}', {}, '}'],
  ['{{def}{jk}}', {}, ''],
  ['{{def}}', {}, ''],
  ['{{{{}}}}', {}, '}}'],
  // Doubled braces without an end: braces are text from there on.
  ['{{[1]} }', { 1: 'hoo' }, '{{hoo} }'],
  ['{{a} }', {}, '{{a} }'],
  ['{{b}c}', {}, '{{b}c}'],
  ['{{[1]}', { 1: 'hoo' }, '{{hoo}'],
  ['{{ {[1]}', { 1: 'hoo' }, '{{ {hoo}'],
  ['{{ {{[1]}', { 1: 'hoo' }, '{{ {{hoo}'],
  ['{{ {{a}', {}, '{{ {{a}'],
  ['{{[1][2]}[3][4][dummy]}', { 1: '2', 2: 'hey', 3: '1' }, '{{2hey}1[dummy]}'],
  ['{{[1][2]}[3]} {[1][2]}', { 1: '1', 2: '2', 3: '3' }, '{{12}3} {12}'],
  ['{[1][2]} {{[1][2]}[3]} {[1][2]}', { 1: '1', 2: '2', 3: '3' }, '12 {{12}3} {12}'],
  ['{[4]}{[1][2]} {{[1][2]}[3]} {[1][2]}', { 1: '1', 2: '2', 3: '3' }, '12 {{12}3} {12}'],
  ['{blah} {[4]}{[1][2]} {{[1][2]}[3]} {[1][2]}', { 1: '1', 2: '2', 3: '3' }, '{blah} 12 {{12}3} {12}'],
  ['{{[1]}[2]} {[4]}{[1][2]}', { 1: '1', 2: '2', 3: '3' }, '{{1}2} {}{12}'],
  // Escapes need a package.
  ['[1] [2] [\\3asdf]', { 1: 'boo', 2: 'hoo' }, 'boo hoo [\\3asdf]'],
  ['[1] [2] [\\x]', { 1: 'boo', 2: 'hoo' }, 'boo hoo [\\x]'],
  ['[abc\\x]', {}, '[abc\\x]'],
  ['[\\[]', { 1: 'hoo' }, '[\\[]'],
  ['[\\[]Bracket Text[\\]]', {}, '[\\[]Bracket Text[\\]]'],
];

/** The same with a package, test_formatrecord_package. */
const withPackage: [
  template: string,
  fields: Fields,
  properties: Record<string, string>,
  expected: string,
][] = [
  ['[1] [2] [\\3asdf]', { 1: 'boo', 2: 'hoo' }, {}, 'boo hoo 3'],
  ['[1] [2] [\\x]', { 1: 'boo', 2: 'hoo' }, {}, 'boo hoo x'],
  ['[\\x]', {}, {}, 'x'],
  ['{\\x}', {}, {}, '{\\x}'],
  ['[abc\\x]', {}, {}, ''],
  ['[abc\\xdef]', {}, {}, ''],
  ['\\x', {}, {}, '\\x'],
  ['[\\[', {}, {}, '[\\['],
  ['[\\[]', {}, {}, '['],
  ['[[]', {}, {}, '[[]'],
  ['[\\[]]', {}, {}, '[]'],
  ['[\\[a]', {}, {}, '['],
  ['[\\a[]', {}, {}, 'a'],
  ['[prop]', {}, { prop: 'val' }, 'val'],
  ['[prop] [pro\\pblah] [prop]', {}, { prop: 'val' }, 'val  val'],
  ['[\\b]', {}, { b: 'ball' }, 'b'],
  ['[\\c]', {}, {}, 'c'],
  ['[\\[]prop]', {}, { prop: 'val' }, '[prop]'],
  ['[\\a]prop]', {}, { prop: 'val' }, 'aprop]'],
  ['[\\[]Bracket Text[\\]]', {}, {}, '[Bracket Text]'],
  ['[1] [~] [2]', { 1: 'boo', 2: 'hoo' }, {}, 'boo \0 hoo'],
  ['[1] [~abc] [2]', { 1: 'boo', 2: 'hoo' }, {}, 'boo  hoo'],
  ['[1] [dummy] [2]', { 1: 'boo', 2: 'hoo' }, { dummy: 'Bork' }, 'boo Bork hoo'],
  ['[1] [invalid] [2]', { 1: 'boo', 2: 'hoo' }, {}, 'boo  hoo'],
  [
    '[dummy[1]] [dummy[2]] [[1]dummy[3]]',
    { 1: 'a', 2: 'b', 3: 'c' },
    { dummya: 'foo', dummyb: 'baa', adummyc: 'whoa' },
    'foo baa whoa',
  ],
  ['[dummya] [[dummya]] [dummyb]', { 1: 'aaa', 2: 'bbb' }, { dummya: '1', dummyb: '[2]' }, '1 [1] [2]'],
  [
    '[dummyc] [[dummyc]] [dummy[dummyb]]',
    {},
    { dummya: '1', dummyb: 'a', dummyc: '\\blath', dummyd: '[\\blath]' },
    '\\blath b 1',
  ],
  ['[1] [2] [[\\3asdf]]', { 1: 'boo', 2: 'hoo', 3: 'yeah' }, {}, 'boo hoo [3]'],
  ['[1] [2] [[3]]', { 1: 'boo', 2: 'hoo', 3: '\\help' }, {}, 'boo hoo h'],
  ['[PropC]', {}, { PropA: 'surprise', PropB: '[PropA]', PropC: '[PropB]' }, '[PropB]'],
  ['[PropC]', {}, { PropA: 'surprise', PropB: 'PropA', PropC: 'PropB' }, 'PropB'],
  ['[[PropC]]', {}, { PropA: 'surprise', PropB: '[PropA]', PropC: '[PropB]' }, ''],
  ['[[PropC]]', {}, { PropA: 'surprise', PropB: '[PropA]', PropC: 'PropB' }, '[PropA]'],
  ['[[PropC]]', {}, { PropA: 'surprise', PropB: 'PropA', PropC: 'PropB' }, 'PropA'],
  ['[[[PropC]]]', {}, { PropA: 'surprise', PropB: 'PropA', PropC: 'PropB' }, 'surprise'],
  ['{abcd}', {}, {}, '{abcd}'],
  ['{a[one]bc[two]de[one]f}', {}, { one: 'mercury', two: 'venus' }, 'amercurybcvenusdemercuryf'],
  ['{a[one]bc[bad]de[two]f}', {}, { one: 'mercury', two: 'venus', bad: '' }, ''],
  ['{[bad]}', {}, { bad: '' }, ''],
  ['{abc{d[one]ef}', {}, { one: 'mercury' }, 'abc{dmercuryef'],
  ['{abc{d[one]ef}}', {}, { one: 'mercury' }, 'abc{dmercuryef}'],
  ['{abc}{{def}hi{j[one]k}}', {}, { one: 'mercury' }, '{abc}'],
  ['{{def}hi{j[one]k}}', {}, { one: 'mercury' }, ''],
  ['[1] {[noprop] [twoprop]} {abcdef}', { 1: 'one' }, { one: 'mercury' }, 'one  {abcdef}'],
  ['[1] {[noprop] [one]} {abcdef}', { 1: 'one' }, { one: 'mercury' }, 'one  {abcdef}'],
  ['[1] {[one]} {abcdef}', { 1: 'one' }, { one: 'mercury' }, 'one mercury {abcdef}'],
  // An empty template lists the fields; references in them count.
  [
    '',
    { 1: '[2]', 2: 'stuff', 3: 'prop', 4: '[prop]', 5: '[noprop]' },
    { prop: 'val' },
    '1: [2] 2: stuff 3: prop 4: val 5:  6:  7:  8:  9:  10:  11:  12:  ',
  ],
];

describe('formatRecord', () => {
  it.each(recordOnly)('%s with %j', (template, fields, expected) => {
    expect(formatRecord(record(template, fields), null).text).toBe(expected);
  });

  it.each(withPackage)('%s with %j and %j', (template, fields, properties, expected) => {
    expect(formatRecord(record(template, fields), context(properties)).text).toBe(expected);
  });

  it('lists the fields where there is no template', () => {
    expect(formatRecord(record('', {}, 4), null).text).toBe('1:  2:  3:  4:  ');
    expect(formatRecord([null, 'boo', 'hoo', null], null).text).toBe('1: boo 2: hoo 3:  ');
    expect(formatRecord([], null).text).toBe('');
    expect(formatRecord([null], context()).text).toBe('');
  });
});

/** The documentation's words (Msi/formatted), one after the other. */
const documented: [
  template: string,
  properties: Record<string, string>,
  expected: string,
  missing: string[],
][] = [
  ['[ and { without a pair', {}, '[ and { without a pair', []],
  ['] and } too', {}, '] and } too', []],
  [
    'System does not meet installation requirements. [ERRORTXT]',
    {},
    'System does not meet installation requirements. ',
    ['ERRORTXT'],
  ],
  [
    'System does not meet installation requirements. [ERRORTXT]',
    { ERRORTXT: 'Please contact your support personnel.' },
    'System does not meet installation requirements. Please contact your support personnel.',
    [],
  ],
  ['[[PropertyA]]', { PropertyA: 'PropertyB', PropertyB: 'value' }, 'value', []],
  ['[[PropertyA]]', { PropertyA: 'PropertyB' }, '', ['PropertyB']],
  ['[propertya]', { PropertyA: 'x' }, '', ['propertya']],
  ['[\\[]Bracket Text[\\]]', {}, '[Bracket Text]', []],
  ['[\\xyz]', {}, 'x', []],
  ['[\\\u{1f600}x]', {}, '\u{1f600}', []],
  ['[\\{]a[\\}] {b [A] [\\}] c}', { A: '1' }, '{a} b 1 } c', []],
  ['{plain}', {}, '{plain}', []],
  ['a[~]b', {}, 'a\0b', []],
  ['[~]', {}, '\0', []],
  ['[A][B][A]', {}, '', ['A', 'B']],
  ['[]', {}, '', ['']],
  ['[1] {[2]}', {}, '[1] {[2]}', []],
  ['[constructor]', {}, '', ['constructor']],
];

describe('formatText', () => {
  it.each(documented)('%s with %j', (template, properties, expected, missing) => {
    expect(formatText(template, context(properties))).toEqual({ text: expected, missing });
  });

  it('asks for files, components and the environment by their prefixes', () => {
    const where: FormatContext = {
      ...context({ key: 'temporal', folder: 'C:\\' }),
      environment: environmentReader({ crazyvar: 'crazyval' }),
      filePath: own({ temporal: 'C:\\I am a really long directory\\temporal.txt' }),
      componentFolder: own({ temporal: 'C:\\I am a really long directory\\' }),
    };
    const rows: [string, string, string[]][] = [
      ['[%CRAZYVAR]', 'crazyval', []],
      ['[%idontexist]', '', ['%idontexist']],
      ['[#temporal]', 'C:\\I am a really long directory\\temporal.txt', []],
      ['[!temporal]', 'C:\\I am a really long directory\\temporal.txt', []],
      ['[$temporal]', 'C:\\I am a really long directory\\', []],
      ['[#[key]]', 'C:\\I am a really long directory\\temporal.txt', []],
      ['[$frontal] [#frontal]', ' ', ['$frontal', '#frontal']],
      ['{[folder]x [#frontal]}', '', ['#frontal']],
      [
        '"[folder]x.exe" /f "[#temporal]"',
        '"C:\\x.exe" /f "C:\\I am a really long directory\\temporal.txt"',
        [],
      ],
    ];
    for (const [template, text, missing] of rows)
      expect(formatText(template, where)).toEqual({ text, missing });
    const short = { ...where, shortFilePath: own({ temporal: 'C:\\IAMARE~1\\TEMPORAL.TXT' }) };
    expect(formatText('[!temporal]', short).text).toBe('C:\\IAMARE~1\\TEMPORAL.TXT');
    expect(formatText('[#temporal][$temporal][%x]', context()).missing).toEqual([
      '#temporal',
      '$temporal',
      '%x',
    ]);
  });

  itThorough('answers whatever it is given, and in time', () => {
    const part = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '{{',
      '}}',
      '[\\',
      'A',
      '1',
      '[A]',
      '[B]',
      '~',
      '#',
      ' ',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 25 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        (parts, noise) => {
          for (const template of [parts.join(''), noise]) {
            const { text } = formatText(template, context({ A: 'B', B: '[A]{' }));
            expect(typeof text).toBe('string');
            // Text without brackets and braces is nobody's business.
            if (!/[[\]{}]/.test(template)) expect(text).toBe(template);
            expect(formatRecord([template, 'x'], null).text.length).toBeGreaterThanOrEqual(0);
          }
        },
      ),
      { seed: 5, numRuns: runs(3000) },
    );
    const started = performance.now();
    for (const piece of [
      '[',
      ']',
      '{',
      '}',
      '{{',
      '}}',
      '[A',
      '[[A]',
      '{[',
      '[{',
      '[\\',
      '[\\}',
      '{[\\}',
      '[A]',
      '{[A]}',
      '[[A]{}',
    ]) {
      formatText(piece.repeat(50_000), context());
      formatText(`${piece.repeat(50_000)}${piece.includes('[') ? ']' : '}'}`, context());
    }
    formatText('['.repeat(50_000) + ']'.repeat(50_000), context());
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('does not grow without end', () => {
    const where = context({ A: 'x'.repeat(1 << 20) });
    expect(() => formatText('[A]'.repeat(17), where)).toThrow(HotfixkitError);
    expect(() => formatText('[A]'.repeat(17), where)).toThrow(/grows without limit/);
    expect(formatText('[A]'.repeat(16), where).text.length).toBe(1 << 24);
  });
});
