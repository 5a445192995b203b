import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentReader } from '../../src/installer/language/environment.js';
import {
  type ConditionContext,
  evaluateCondition,
  InstallState,
  parseCondition,
} from '../../src/msi/condition.js';
import { describeCorpus, expectedDir } from '../support/corpus.js';
import { runs } from '../support/thorough.js';

const context = (properties: Record<string, string> = {}): ConditionContext => ({
  property: (name) => (Object.hasOwn(properties, name) ? properties[name]! : null),
});

const result = (text: string, where: ConditionContext = context()): 'none' | boolean => {
  const condition = parseCondition(text);
  return condition.kind === 'none' ? 'none' : evaluateCondition(condition, where);
};

type Row = [condition: string, expected: boolean, properties?: Record<string, string>];

/**
 * What Windows answers, after the tests that Wine's developers wrote to pass there (dlls/msi/tests/package.c,
 * test_condition).
 */
const windows: Row[] = [
  ['1', true],
  ['0', false],
  ['-1', true],
  ['0 = 0', true],
  ['0 <> 0', false],
  ['0 = 1', false],
  ['0 > 1', false],
  ['0 ~> 1', false],
  ['1 > 1', false],
  ['1 ~> 1', false],
  ['0 >= 1', false],
  ['0 ~>= 1', false],
  ['1 >= 1', true],
  ['1 ~>= 1', true],
  ['0 < 1', true],
  ['0 ~< 1', true],
  ['1 < 1', false],
  ['1 ~< 1', false],
  ['0 <= 1', true],
  ['0 ~<= 1', true],
  ['1 <= 1', true],
  ['1 ~<= 1', true],
  ['LicView <> "1"', true],
  ['LicView <> "0"', true],
  ['LicView <> LicView', false],
  ['not 0', true],
  ['not LicView', true],
  ['"Testing" ~<< "Testing"', true],
  ['LicView ~<< "Testing"', false],
  ['Not LicView ~<< "Testing"', true],
  ['not "A"', false],
  ['"0"', true],
  ['1 and 2', true],
  ['not 0 and 3', true],
  ['not 0 and 0', false],
  ['not 0 or 1', true],
  ['(0)', false],
  ['(((((1)))))', true],
  [' "A" < "B" ', true],
  [' "A" > "B" ', false],
  [' "1" > "12" ', false],
  [' "100" < "21" ', true],
  [' "A" = "a" ', false],
  [' "A" ~= "a" ', true],
  [' "A" ~= 1 ', false],
  [' "A" = 1 ', false],
  [' 1 ~= 1 ', true],
  [' 1 ~= "1" ', false],
  [' 1 = "1" ', false],
  [' 0 = "1" ', false],
  [' 0 < "100" ', false],
  [' 100 > "0" ', false],
  ['1 XOR 1', false],
  ['1 IMP 1', true],
  ['1 IMP 0', false],
  ['0 IMP 0', true],
  ['0 EQV 0', true],
  ['0 EQV 1', false],
  ['1 IMP 1 OR 0', true],
  ['"ASFD" >< "S" ', true],
  ['"ASFD" ~>< "s" ', true],
  ['"ASFD" ~>< "" ', true],
  ['"ASFD" ~>< "sss" ', false],
  ['mm = 5', true, { mm: '5' }],
  ['mm < 6', true, { mm: '5' }],
  ['mm <= 5', true, { mm: '5' }],
  ['mm > 4', true, { mm: '5' }],
  ['mm < 12', true, { mm: '5' }],
  ['mm = "5"', true, { mm: '5' }],
  ['0 = ""', false],
  ['0 AND ""', false],
  ['1 AND ""', false],
  ['1 AND "1"', true],
  ['3 >< 1', true],
  ['3 >< 4', false],
  ['NOT 0 AND 0', false],
  ['NOT 0 AND 1', true],
  ['NOT 1 OR 0', false],
  ['0 AND 1 OR 1', true],
  ['0 AND 0 OR 1', true],
  ['NOT 0 AND 1 OR 0', true],
  ['_1 = _1', true],
  ['NOT ( 1 AND 1 )', false],
  ['NOT A AND (BBBBBBBBBB=2 OR CCC=1) AND Ddddddddd', false],
  ['Installed<>""', false],
  ['NOT 1 AND 0', false],
  ['bandalmael=0', false],
  ['bandalmael<>0', true],
  ['bandalmael<0', false],
  ['bandalmael>0', false],
  ['bandalmael>=0', false],
  ['bandalmael<=0', false],
  ['bandalmael~<>0', true],
  ['bandalmael=0', true, { bandalmael: '0' }],
  ['bandalmael=0', false, { bandalmael: '' }],
  ['bandalmael=0', false, { bandalmael: 'asdf' }],
  ['bandalmael=0', false, { bandalmael: '0asdf' }],
  ['bandalmael=0', false, { bandalmael: '0 ' }],
  ['bandalmael=0', true, { bandalmael: '-0' }],
  ['bandalmael=0', true, { bandalmael: '0000000000000' }],
  ['bandalmael=0', false, { bandalmael: '--0' }],
  ['bandalmael=0', false, { bandalmael: '0x00' }],
  ['bandalmael=0', false, { bandalmael: '-' }],
  ['bandalmael=0', false, { bandalmael: '+0' }],
  ['bandalmael=0', false, { bandalmael: '0.0' }],
  ['bandalmael<>0', true, { bandalmael: '0.0' }],
  ['one >< two', false, { one: 'hi', two: 'hithere' }],
  ['one >< two', true, { one: 'hithere', two: 'hi' }],
  ['one >< two', false, { one: 'hello', two: 'hi' }],
  ['one >< two', true, { one: 'hellohithere', two: 'hi' }],
  ['one >< two', false, { one: '', two: 'hi' }],
  ['one >< two', true, { one: 'hi', two: '' }],
  ['one >< two', false, { one: '', two: '' }],
  ['one >< two', false, { one: '1234', two: '1' }],
  ['one >< two', true, { one: 'one 1234', two: '1' }],
  ['one << two', true, { one: 'hithere', two: 'hi' }],
  ['one << two', false, { one: 'hi', two: 'hithere' }],
  ['one << two', true, { one: 'hi', two: 'hi' }],
  ['one << two', false, { one: 'abcdhithere', two: 'hi' }],
  ['one << two', false, { one: '', two: 'hi' }],
  ['one << two', true, { one: 'hithere', two: '' }],
  ['one << two', false, { one: '', two: '' }],
  ['one << two', false, { one: '1234', two: '1' }],
  ['one << two', true, { one: '1234 one', two: '1' }],
  ['one >> two', true, { one: 'hithere', two: 'there' }],
  ['one >> two', false, { one: 'hithere', two: 'hi' }],
  ['one >> two', false, { one: 'there', two: 'hithere' }],
  ['one >> two', true, { one: 'there', two: 'there' }],
  ['one >> two', false, { one: 'abcdhithere', two: 'hi' }],
  ['one >> two', false, { one: '', two: 'there' }],
  ['one >> two', true, { one: 'there', two: '' }],
  ['one >> two', false, { one: '', two: '' }],
  ['one >> two', false, { one: '1234', two: '4' }],
  ['one >> two', true, { one: 'one 1234', two: '4' }],
  ['Net < "1.1.4322"', true],
  ['Net > "1.1.4322"', false],
  ['Net >= "1.1.4322"', false],
  ['Net <= "1.1.4322"', true],
  ['Net <> "1.1.4322"', true],
  ['Net ~< "1.1.4322"', true],
  ...[
    'abcd',
    'a1.1.4322',
    '1.1.4322a',
    '0000001.1.4322',
    '1.1.4322.1',
    '1.1.4322.1.1',
    '1.1',
    '1',
    '0',
    '-1',
  ].map((text): Row => [`Net < "${text}"`, true]),
  ...['a', '!', '/', ' ', 'azAZ_', 'a[a]', 'a[a]a', '[a]', '[a]a', '{a}', '{a', '[a', 'a{', 'a]', 'A'].map(
    (text): Row => [`Net < "${text}"`, true],
  ),
  ['"2" < "1.1"', false],
  ['"2" < "12.1"', false],
  ['"02.1" < "2.11"', true],
  ['"02.1.1" < "2.1"', true],
  ['Net < "1.1.4322"', false, { Net: '1.1.4322' }],
  ['Net < "1.1.14322"', false, { Net: '1.1.4322' }],
  ['Net < "1.1.5"', true, { Net: '1.1.4322' }],
  ['Net < "1.1"', false, { Net: '1.1.4322' }],
  ['Net < "1"', false, { Net: '1.1.4322' }],
  ['one < "1"', false, { one: '1' }],
  ['X ="5.0"', true, { X: '5.0' }],
  ['X ="5.1"', false, { X: '5.0' }],
  ['X ="6.0"', false, { X: '5.0' }],
  ['X ="5.0" or X ="5.1" or X ="6.0"', true, { X: '5.0' }],
  ['(X ="5.0" or X ="5.1" or X ="6.0")', true, { X: '5.0' }],
  ['&nofeature', false],
  ['2 <= X', true, { A: '2', X: '50' }],
  ['A <= X', true, { A: '2', X: '50' }],
  ['A <= 50', true, { A: '2', X: '50' }],
  ['2 <= X', false, { A: '2', X: '50val' }],
  ['A <= X', true, { A: '2', X: '50val' }],
  ['7 <= X', true, { A: '7', X: '50' }],
  ['A <= X', true, { A: '7', X: '50' }],
  ['A <= 50', true, { A: '7', X: '50' }],
  ['A <= X', false, { A: '7', X: '50val' }],
  ['"a\u030a" < "\u00e5"', true],
  ['"a\u030a" > "\u00e5"', false],
  ['"a\u030a" <> "\u00e5"', true],
  ['"a\u030a" = "\u00e5"', false],
];

/** The documentation (Msi/conditional-statement-syntax and its examples), and what follows from it. */
const documented: Row[] = [
  // Logical operators, from the one that binds most to the one that binds least.
  ['1 OR 1 AND 0', true],
  ['(1 OR 1) AND 0', false],
  ['1 XOR 1 OR 1', false],
  ['(1 XOR 1) OR 1', true],
  ['0 EQV 0 XOR 1', false],
  ['(0 EQV 1) XOR 1', true],
  ['0 IMP 0 EQV 0', true],
  ['1 EQV 1 IMP 0', false],
  ['1 EQV (1 IMP 0)', false],
  ['0 EQV 0 IMP 0', false],
  ['0 EQV (0 IMP 0)', false],
  ['NOT NOT 1', true],
  ['NOT NOT NOT 1', false],
  ['not 1 = 2', true],
  ['NOT(1=1)', false],
  // Imp from the left, as in BASIC.
  ['0 IMP 0 IMP 0', false],
  ['0 IMP (0 IMP 0)', true],
  ['1 XOR 1 XOR 1', true],
  ['0 eqv 0 eqv 0', false],
  ['1 aNd 1', true],
  // A number against text that is none: unequal, and nothing else.
  ['1 <> "one"', true],
  ['1 < "one"', false],
  ['1 >= "one"', false],
  ['one <> 1', true, { one: 'x' }],
  ['1 >< one', false, { one: 'x' }],
  // Bitwise operators on integers.
  ['flags >< 4', true, { flags: '12' }],
  ['flags >< 3', false, { flags: '12' }],
  ['65536 << 1', true],
  ['65537 << 1', true],
  ['131073 << 1', false],
  ['65537 >> 1', true],
  ['131074 >> 2', true],
  ['131074 >> 1', false],
  ['-1 << 65535', true],
  ['-1 >> 65535', true],
  // 32 bits.
  ['2147483647 > 32767', true],
  ['-2147483647 < -32767', true],
  ['big = 2147483647', true, { big: '2147483647' }],
  ['big <> 1', true, { big: '4294967297' }],
  ['big = 1', false, { big: '4294967297' }],
  // Symbols.
  ['MyProperty', true, { MyProperty: '0' }],
  ['MyProperty', false, { MyProperty: '' }],
  ['myproperty', false, { MyProperty: '1' }],
  ['constructor', false],
  ['NOT SERVERNAME><QUOTES', true, { SERVERNAME: 'server', QUOTES: '"' }],
  ['NOT SERVERNAME><QUOTES', false, { SERVERNAME: '"server"', QUOTES: '"' }],
  [
    'PATCH AND PATCH >< MEDIASRCPROPNAME',
    true,
    { PATCH: 'C:\\a.msp;C:\\b.msp', MEDIASRCPROPNAME: 'C:\\b.msp' },
  ],
  ['VersionNT>=501AND NOT Installed', true, { VersionNT: '601' }],
  ['VersionNT >= 600 AND\r\n\tMsiNTProductType <> 1', true, { VersionNT: '601', MsiNTProductType: '3' }],
  // Case is folded letter by letter.
  ['"stra\u00dfe" ~= "STRASSE"', false],
  ['"\u00c4\u00f6" ~= "\u00e4\u00d6"', true],
  ['"_" ~< "a"', false],
  ['"_" < "a"', true],
];

describe('evaluateCondition', () => {
  it.each(windows)('%s is %s on Windows %j', (text, expected, properties) => {
    expect(result(text, context(properties))).toBe(expected);
  });

  it.each(documented)('%s is %s %j', (text, expected, properties) => {
    expect(result(text, context(properties))).toBe(expected);
  });

  it.each(['', ' ', '\t\r\n'])('takes %j for no condition, which is true', (text) => {
    expect(result(text)).toBe('none');
    expect(evaluateCondition(parseCondition(text), context())).toBe(true);
  });

  it('looks environment variables up in any case, and numbers in them count', () => {
    const where = { ...context(), environment: environmentReader({ Processors: '4', Path: 'C:\\bin' }) };
    expect(result('%PROCESSORS >= 2 AND %path ~>< "BIN" AND NOT %NOTHING', where)).toBe(true);
    expect(result('%PROCESSORS')).toBe(false);
  });

  it('asks for states by their prefixes', () => {
    const state = (states: Record<string, number>) => (key: string) =>
      Object.hasOwn(states, key) ? states[key]! : null;
    const where: ConditionContext = {
      ...context({ Main: 'a property' }),
      featureAction: state({ Main: InstallState.local, Help: InstallState.unknown }),
      featureState: state({ Main: InstallState.absent }),
      componentAction: state({ Main: InstallState.source }),
      componentState: state({ Main: InstallState.local }),
    };
    const rows: [string, boolean][] = [
      ['(&Main=3) AND NOT(!Main=3)', true],
      ['(&Main=2) AND (!Main=3)', false],
      ['(?Main=3) AND ($Main=2 OR $Main=4)', true],
      ['?Main=$Main', false],
      ['&Main', true],
      ['&Help = -1', true],
      ['&Nothing = -1', false],
      ['&Nothing <> 3', true],
      ['&And = 3', false],
      ['Main = "a property"', true],
    ];
    for (const [text, expected] of rows) expect(result(text, where), text).toBe(expected);
  });

  it('knows no state before costing', () => {
    expect(result('&Main = 3 OR $Main = 3 OR ?Main = 3 OR !Main = 3')).toBe(false);
  });

  it('agrees with a truth table of its own for every row of operators', () => {
    const bit = fc.constantFrom('0', '1');
    const operator = fc.constantFrom<string>('AND', 'OR', 'XOR', 'EQV', 'IMP');
    const functions: Record<string, (a: boolean, b: boolean) => boolean> = {
      AND: (a, b) => a && b,
      OR: (a, b) => a || b,
      XOR: (a, b) => a !== b,
      EQV: (a, b) => a === b,
      IMP: (a, b) => !a || b,
    };
    fc.assert(
      fc.property(bit, fc.array(fc.tuple(operator, bit), { maxLength: 12 }), (first, others) => {
        // Reduces the operators one kind after the other, on a flat list.
        const terms = [first === '1', ...others.map(([, value]) => value === '1')];
        const operators = others.map(([name]) => name);
        for (const name of ['AND', 'OR', 'XOR', 'EQV', 'IMP']) {
          for (let at = operators.indexOf(name); at >= 0; at = operators.indexOf(name)) {
            operators.splice(at, 1);
            terms.splice(at, 2, functions[name]!(terms[at]!, terms[at + 1]!));
          }
        }
        expect(result(`${first} ${others.flat().join(' ')}`)).toBe(terms[0]);
      }),
      { seed: 3, numRuns: runs(1000) },
    );
  });
});

describeCorpus('conditions of the corpus', () => {
  it('parse, in every table that has some', () => {
    const found = readdirSync(expectedDir, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.idt'),
    );
    let count = 0;
    const refused: string[] = [];
    for (const path of found) {
      const file = join(expectedDir, path);
      if (!existsSync(file)) continue;
      const [head, , , ...rows] = readFileSync(file, 'utf8').split(/\r?\n/);
      const column = head!.split('\t').indexOf('Condition');
      if (column < 0) continue;
      for (const row of rows) {
        // The export writes line ends inside cells as control characters.
        const text = (row.split('\t')[column] ?? '').replaceAll(/[\x10\x11\x19]/g, ' ');
        if (text.trim() === '') continue;
        count++;
        try {
          evaluateCondition(parseCondition(text), context());
        } catch (error) {
          refused.push(`${path}: ${text}: ${(error as Error).message}`);
        }
      }
    }
    expect(refused).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });
});
