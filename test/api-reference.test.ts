import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(repository, 'docs/api');
const script = '../scripts/api-reference.js';

interface Api {
  entries: { name: string; names: { name: string }[] }[];
  problems: string[];
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
});
