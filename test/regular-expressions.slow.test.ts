import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { type Found, findRegularExpressions, inSource } from './support/regular-expressions/find.js';
import { superlinearGrowth } from './support/regular-expressions/growth.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const all = findRegularExpressions(join(repository, 'src'));

/** Expressions whose work may grow faster than what they are given, and why that does no harm. */
const exempt: Record<string, string> = {
  'core/plural.ts /\\B(?=(\\d{3})+$)/g': 'a number of JavaScript in digits: 309 at most',
  'msi/where-tokens.ts new RegExp(': 'sticky, and where it fails once the reading of the condition ends',
  'core/linear-pattern.ts new RegExp(source, flags)':
    'made to see whether it can be; no text is held against it',
  'core/linear-pattern.ts new RegExp(`^(?:${source})$`, flags)': 'one character, held against one character',
};

/** Expressions that are put together when the program runs: what makes them do so. */
const made: Record<string, () => Promise<unknown>> = {
  "cli/context.ts new RegExp(`(\\u001b\\\\[(?:0|${Object.values(colors).join('|')})m)`)": () =>
    import('../src/cli/context.js'),
  'hotfix/article/hash-words.ts new RegExp(': () => import('../src/hotfix/article/hash-words.js'),
  'hotfix/article/read-edition.ts new RegExp(': () => import('../src/hotfix/article/read-edition.js'),
  'hotfix/article/rules/file-topics.ts new RegExp(': () =>
    import('../src/hotfix/article/rules/file-topics.js'),
  'hotfix/article/table-notes.ts new RegExp(': () => import('../src/hotfix/article/table-notes.js'),
  'hotfix/verify/platform.ts new RegExp(': () => import('../src/hotfix/verify/platform.js'),
  'hotfix/verify/table-heading.ts new RegExp(': () => import('../src/hotfix/verify/table-heading.js'),
};

const keyOf = ({ file, text }: Found): string => `${file} ${text}`;
/** Longer expressions are named by their beginning. */
const isIn = (list: object, found: Found): boolean =>
  Object.keys(list).some((key) => keyOf(found).startsWith(key));

describe('regular expressions over input', () => {
  it('are found', () => {
    expect(all.length).toBeGreaterThan(300);
    expect(
      inSource('a.ts', "const a = /x+$/gi;\nconst b = new RegExp(`a${'b'}`, 'u'); RegExp('c');"),
    ).toEqual([
      { file: 'a.ts', line: 1, text: '/x+$/gi', pattern: /x+$/gi },
      { file: 'a.ts', line: 2, text: "new RegExp(`a${'b'}`, 'u')", pattern: null },
      { file: 'a.ts', line: 2, text: "RegExp('c')", pattern: null },
    ]);
  });

  it('grow no faster than their input', () => {
    const tooFast = all
      .filter((found) => found.pattern !== null && !isIn(exempt, found))
      .flatMap((found) => report(found, found.pattern!));
    expect(tooFast).toEqual([]);
  });

  it('grow no faster when they are put together as the program runs', async () => {
    const unknown = all.filter(
      (found) => found.pattern === null && !isIn(made, found) && !isIn(exempt, found),
    );
    expect(unknown.map(({ file, line, text }) => `src/${file}:${line}: ${text}`)).toEqual([]);
    for (const [key, make] of Object.entries(made)) {
      const patterns = await recorded(key.split(' ')[0]!, make);
      expect(patterns, key).not.toEqual([]);
      expect(
        patterns.flatMap((pattern) => report({ file: key, line: 0, text: String(pattern) }, pattern)),
      ).toEqual([]);
    }
  });

  it('are exempt only where they are there and grow faster', () => {
    const keys = all.map(keyOf);
    const named = [...Object.keys(exempt), ...Object.keys(made)];
    expect(named.filter((key) => !keys.some((one) => one.startsWith(key)))).toEqual([]);
    const linear = all.filter(
      (found) => isIn(exempt, found) && found.pattern !== null && superlinearGrowth(found.pattern) === null,
    );
    expect(linear.map(keyOf)).toEqual([]);
  });
});

describe('growth', () => {
  it.each([
    /\s+$/,
    /[. ]+$/,
    /a+b/,
    /^(a+)+$/,
    /^(?:a|a)*$/,
    /^(?:a?){40}$/,
    /^(?:a{0,100}){20}$/,
    /\s*,\s*/,
    /\s*\(.*\)$/,
    /^\s*([^=]+?)\s*=\s*"/,
    /^\s*(\{[^}]*\})?\s*([\d.]*)\s*$/,
    /^\w+\s*=\s*(.*?)\s*$/s,
    /<[^>]*>/,
    /x[^y]*z/,
    /^[^-]*?-.*?-.*?-.*?\.cab$/,
    /^-?[^/]*-[^/]*-[^/]*\.cab$/,
    /(?=.*x)a/g,
    /(?<=a.*)b/g,
    /\p{L}+\d/u,
    /[a-z]+@/iy,
    /(?:ab|a|b)*c/,
    /<!--.*?-->/s,
  ])('of %s is found', (pattern) => {
    expect(superlinearGrowth(pattern)).not.toBeNull();
  });

  it.each([
    /^\s+/,
    /(?<!\s)\s+$/,
    /^[^=]*=/,
    /\s+/g,
    /"[^"]*"/y,
    /^(?:[a-z]+ )*$/,
    /\d{1,20}x/,
    /(?:^|\/)update\.exe$/i,
    /[<>:"|?*]/g,
    /^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i,
    /(['"])[a-z]{0,9}\1/,
  ])('of %s is none', (pattern) => {
    expect(superlinearGrowth(pattern)).toBeNull();
  });
});

function report({ file, line, text }: Pick<Found, 'file' | 'line' | 'text'>, pattern: RegExp): string[] {
  const growth = superlinearGrowth(pattern);
  if (growth === null) return [];
  const [short, long] = growth.steps;
  const input = [growth.prefix, growth.pump, growth.suffix].map((part) => JSON.stringify(part));
  return [
    `src/${file}:${line}: ${text} takes ${short} steps, and ${long} for four times the input: ${input[0]}, runs of ${input[1]}, ${input[2]}`,
  ];
}

/** The expressions that a source file makes while something runs; no module has been loaded before. */
async function recorded(file: string, body: () => Promise<unknown>): Promise<RegExp[]> {
  const original = globalThis.RegExp;
  const patterns: RegExp[] = [];
  vi.resetModules();
  globalThis.RegExp = new Proxy(original, {
    construct(target, given: [string, string?]) {
      const pattern = new target(...given);
      if (new Error().stack?.replaceAll('\\', '/').includes(`/src/${file}`)) patterns.push(pattern);
      return pattern;
    },
  });
  try {
    await body();
  } finally {
    globalThis.RegExp = original;
  }
  return patterns;
}
