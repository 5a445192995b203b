import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/cli/command.js';
import {
  type ArgumentDefinition,
  type ArgumentValues,
  argumentUsage,
  defineCommand,
  listed,
  longFlag,
  type OptionsOf,
  optionUsage,
} from '../../src/cli/definition.js';
import { definitions } from '../../src/cli/definitions/index.js';
import {
  ComponentConditions,
  DisableMedia,
  ElevationBits,
  FileMismatches,
  LaunchConditions,
  MissingSequences,
  SavedProperties,
} from '../../src/installer/command-line/sequence-options.js';
import { TableFormats } from '../../src/msi/export-table.js';
import { FlushModes } from '../../src/node/flush-steps.js';
import { Conflicts } from '../../src/package/extract/extract-plan.js';
import { Layouts } from '../../src/package/install/layout.js';
import { Overwrites } from '../../src/package/node/extract.js';

const brew = defineCommand({
  name: 'brew',
  group: 'Tests',
  summary: 'Tea',
  arguments: {
    leaf: { takes: ['green', 'black'], help: 'the kind' },
    pot: { takes: 'file', optional: true, help: 'the pot' },
    cup: { takes: 'file', optional: true, repeats: true, help: 'the cups' },
  },
  options: {
    dryRun: { help: 'no water' },
    output: { short: 'o', takes: 'folder', value: 'dir', needed: true, help: 'the table' },
    sugar: { takes: 'number', value: 'lumps', help: 'how much' },
    milk: { takes: ['none', 'some'], value: 'how', default: 'none', help: 'whether' },
    only: { takes: 'text', value: 'guest', repeats: true, help: 'for whom' },
  },
  examples: ['hotfixkit brew green'],
});

type Options = OptionsOf<typeof brew>;
type Arguments = ArgumentValues<(typeof brew)['arguments']>;

/** Compiles only where both types are one and the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => undefined;

describe('a definition', () => {
  // What these check is checked by the compiler: `npm run typecheck`.
  it('gives each option the type of what it takes', () => {
    same<Options['dryRun'], boolean>(true);
    same<Options['output'], string>(true);
    same<Options['sugar'], number | undefined>(true);
    same<Options['milk'], 'none' | 'some'>(true);
    same<Options['only'], readonly string[]>(true);
    same<keyof Options, 'dryRun' | 'output' | 'sugar' | 'milk' | 'only'>(true);
  });

  it('gives each argument its type', () => {
    same<Arguments['leaf'], 'green' | 'black'>(true);
    same<Arguments['pot'], string | undefined>(true);
    same<Arguments['cup'], readonly string[]>(true);
  });

  it('lets no mistyped name of an option or argument compile', () => {
    const command: Command<typeof brew> = {
      run(_context, args, options) {
        // @ts-expect-error It is `dryRun`.
        if (options.dryrun) return 1;
        // @ts-expect-error There is no such choice.
        if (options.milk === 'much') return 1;
        // @ts-expect-error A flag is no text.
        if (options.dryRun.length > 0) return 1;
        // @ts-expect-error It is `leaf`.
        return args.leave === undefined ? 0 : 1;
      },
    };
    const extract: Command<(typeof definitions)['extract']> = {
      // @ts-expect-error It is `dryRun`.
      run: (_context, _args, { dryRunn }) => (dryRunn ? 1 : 0),
    };
    expect([command, extract]).toHaveLength(2);
  });
});

describe('every definition', () => {
  it.each(Object.entries(definitions))('%s is sound', (name, definition) => {
    expect(definition.name).toBe(name);
    const args = Object.values<ArgumentDefinition>(definition.arguments);
    // Only the last argument can repeat, and none that is needed stands behind one that is not.
    expect(args.slice(0, -1).filter(({ repeats }) => repeats)).toEqual([]);
    const firstOptional = args.findIndex(({ optional }) => optional);
    if (firstOptional >= 0) expect(args.slice(firstOptional).filter(({ optional }) => !optional)).toEqual([]);
    for (const example of definition.examples) expect(example).toMatch(new RegExp(`^hotfixkit ${name}( |$)`));
  });

  it('has names of its own', () => {
    const names = Object.values(definitions).flatMap((one) => [
      one.name,
      ...('alias' in one ? [one.alias] : []),
    ]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('choices', () => {
  const { extract, list, tables, msiexec } = definitions;
  // Definitions load nothing else, so they repeat what the library takes.
  it.each([
    [extract.options.layout.takes, Layouts],
    [list.options.layout.takes, Layouts.filter((layout) => layout !== 'flat')],
    [extract.options.overwrite.takes, Overwrites],
    [extract.options.onConflict.takes, Conflicts],
    [extract.options.flush.takes, FlushModes],
    [msiexec.options.flush.takes, FlushModes],
    [tables.options.format.takes, TableFormats],
    [msiexec.options.componentConditions.takes, ComponentConditions],
    [msiexec.options.launchConditions.takes, LaunchConditions],
    [msiexec.options.missingSequence.takes, MissingSequences],
    [msiexec.options.savedProperties.takes, SavedProperties],
    [msiexec.options.elevationBit.takes, ElevationBits],
    [msiexec.options.disableMedia.takes, DisableMedia],
    [msiexec.options.fileMismatch.takes, FileMismatches],
  ])('%j are those of the library', (choices, own) => {
    expect(choices).toEqual(own);
  });
});

describe('usage', () => {
  it('of options and arguments', () => {
    expect(longFlag('dryRun')).toBe('--dry-run');
    expect(optionUsage('dryRun', brew.options.dryRun)).toBe('--dry-run');
    expect(optionUsage('output', brew.options.output)).toBe('-o, --output <dir>');
    expect(Object.entries(brew.arguments).map(([name, one]) => argumentUsage(name, one))).toEqual([
      '<leaf>',
      '[pot]',
      '[cup...]',
    ]);
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [['a', 'b', 'c'], 'a, b or c'],
  ])('lists %j', (words, expected) => {
    expect(listed(words, 'or')).toBe(expected);
  });
});
