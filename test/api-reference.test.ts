import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleFolder, runModule } from './support/examples.js';
import { writeTree } from './support/package-folder.js';
import { tempFolder } from './support/temp-folder.js';
import { itThorough } from './support/thorough.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(repository, 'docs/api');
const script = '../scripts/api-reference.js';

interface Api {
  entries: { name: string; names: { name: string }[] }[];
  problems: string[];
  examples: { name: string; code: string }[];
}

interface Generator {
  readPublicApi(folder?: string): Api;
  renderReference(api: Api): Map<string, string>;
}

describe('API reference', () => {
  let generator: Generator;
  let api: Api;
  let pages: Map<string, string>;
  beforeAll(async () => {
    generator = (await import(script)) as Generator;
    api = generator.readPublicApi();
    pages = generator.renderReference(api);
  });

  it('has a page for each entry of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      exports: object;
    };
    const entries = Object.keys(exports).filter((path) => !/json$|\*$/.test(path));
    expect(api.entries).toHaveLength(entries.length);
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  });

  it('is what the sources say; `npm run docs` writes it anew', () => {
    for (const [name, text] of pages) {
      expect(readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n'), name).toBe(text);
    }
  });

  it('describes every public name', () => {
    expect(api.problems).toEqual([]);
  });

  describe('of a small package', () => {
    const documented =
      '/** Adds.\n *\n * @example\n * add(1, 2);\n */\nexport function add(a: number, b = 0): number { return a + b; }';
    const read = (source: string) => {
      const home = tempFolder();
      writeTree(home, {
        'package.json': JSON.stringify({ exports: { '.': { types: './dist/api/index.d.ts' } } }),
        'src/api/index.ts': `/**\n * Sums.\n *\n * @module\n */\n\nexport { type Code } from '../core/errors.js';\nexport * from '../core/sums.js';\n`,
        'src/core/errors.ts':
          "/** Codes. */\nexport type Code = 'BAD_SUM';\nexport const codes = {\n  BAD_SUM: 'input',\n};\n",
        'src/core/sums.ts': source,
      });
      return generator.readPublicApi(home);
    };

    it('shows signatures as a caller sees them', () => {
      const page = generator.renderReference(read(documented)).get('main.md');
      expect(page).toContain('# hotfixkit\n\nSums.\n');
      expect(page).toContain('function add(a: number, b?: number): number;');
      expect(page).toContain('Example:\n\n```ts\nadd(1, 2);\n```');
    });

    it('leaves out what is private, and bodies', () => {
      const page = generator
        .renderReference(
          read(
            '/** A sum. */\nexport class Sum {\n  #all = 0;\n  private last = 0;\n  /** The sum. */\n  get all(): number { return this.#all; }\n  /** Adds. */\n  add(n: number): void { this.#all += n; this.last = n; }\n}',
          ),
        )
        .get('main.md');
      expect(page).toContain(
        'class Sum {\n  /** The sum. */\n  get all(): number;\n  /** Adds. */\n  add(n: number): void;\n}',
      );
    });

    it.each([
      ['nothing', documented, []],
      ['a missing comment', 'export const one = 1;', ['main: one has no doc comment']],
      ['a missing example', '/** Adds. */\nexport function add(): void {}', ['main: add has no @example']],
      [
        'a method without a comment',
        '/** A sum. */\nexport class Sum {\n  add(): void {}\n}',
        ['main: Sum.add has no doc comment'],
      ],
      [
        'a getter without a type',
        '/** A sum. */\nexport class Sum {\n  /** All. */\n  get all() { return 1; }\n}',
        ['main: Sum.all has no written type'],
      ],
      [
        'a link to a name that is not public',
        '/** See {@link hidden}. */\nexport const one = 1;',
        ['main: one links to hidden, which is not public'],
      ],
      [
        'a code that does not exist',
        `/** Adds.\n *\n * @throws \`BAD_SUM\`, \`NO_SUM\`\n * @example\n * add();\n */\nexport function add(): void {}`,
        ['main: add throws NO_SUM, which is no code'],
      ],
    ])('reports %s', (_, source, problems) => {
      expect(read(source).problems).toEqual(problems);
    });
  });

  describe('examples', () => {
    let home: string;
    beforeAll(async () => {
      home = await exampleFolder();
    });
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    itThorough('run as they are, and print something', async () => {
      expect(api.examples.length).toBeGreaterThan(25);
      for (const { name, code } of api.examples) {
        const printed = await runModule(code, home).catch((error: unknown) => {
          throw new Error(`the example of ${name} failed`, { cause: error });
        });
        expect(printed, name).not.toEqual([]);
      }
    });
  });
});
