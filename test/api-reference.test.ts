import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleFolder, runModule } from './support/examples.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(repository, 'docs/api');
const script = '../scripts/api-reference.js';

interface Api {
  entries: { name: string; names: { name: string }[] }[];
  problems: string[];
  examples: { name: string; code: string }[];
}

describe('API reference', () => {
  let api: Api;
  let pages: Map<string, string>;
  beforeAll(async () => {
    const { readPublicApi, renderReference } = (await import(script)) as {
      readPublicApi: () => Api;
      renderReference: (api: Api) => Map<string, string>;
    };
    api = readPublicApi();
    pages = renderReference(api);
  });

  it('has a page for each entry of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      exports: object;
    };
    const entries = Object.keys(exports).filter((path) => path !== './package.json');
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

  describe('examples', () => {
    let home: string;
    beforeAll(async () => {
      home = await exampleFolder();
    });
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    it('run as they are, and print something', async () => {
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
