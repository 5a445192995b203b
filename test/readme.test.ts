import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorCodes } from '../src/core/errors.js';
import { exampleFolder, examplesIn, readPage, runCommand, runModule, runWords } from './support/examples.js';
import { powershellCommands } from './support/shell-words.js';
import { itThorough } from './support/thorough.js';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const inFolder = (folder: string) =>
  readdirSync(join(repository, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const atTop = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'].filter((name) =>
  existsSync(join(repository, name)),
);
const written = [...atTop, ...inFolder('docs')];

/** Anchors of a page as GitHub makes them from its headings. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of markdown.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)) {
    const anchor = heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let free = anchor;
    for (let i = 1; anchors.has(free); i++) free = `${anchor}-${i}`;
    anchors.add(free);
  }
  return anchors;
}

describe('examples of the README and of docs', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await exampleFolder();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const pages = written.map((page) => ({ page, examples: examplesIn(readPage(page)) }));

  it('are there', () => {
    const languages = pages.flatMap(({ examples }) => examples.map(({ language }) => language));
    expect(languages.filter((language) => language === 'sh').length).toBeGreaterThan(12);
    expect(languages.filter((language) => language === 'js').length).toBeGreaterThan(2);
    expect(languages.filter((language) => language === 'powershell').length).toBeGreaterThan(12);
  });

  describe.each(pages.filter(({ examples }) => examples.length > 0))('$page', ({ examples }) => {
    beforeAll(() => rmSync(join(folder, 'demo-out'), { recursive: true, force: true }));

    itThorough.each(examples)('$language: $code', async ({ language, code, output, status }) => {
      if (language === 'js') {
        expect(await runModule(code, folder)).not.toEqual([]);
        return;
      }
      if (language === 'powershell') {
        const commands = powershellCommands(code);
        expect(commands).not.toEqual([]);
        for (const { words, document } of commands) {
          const result = await runWords(words, folder);
          expect(result.stderr).not.toMatch(/hotfixkit:/);
          expect(result.status).toBe(status);
          if (document === null) continue;
          const value: unknown = JSON.parse(result.stdout);
          // What the lines below it take from the document.
          for (const [, key] of code.matchAll(new RegExp(`\\$${document}\\.(\\w+)`, 'g'))) {
            expect(value).toHaveProperty(key!);
          }
        }
        return;
      }
      for (const line of code.split('\n')) {
        const result = await runCommand(line, folder);
        expect(result.stderr).not.toMatch(/hotfixkit:/);
        expect(result.status).toBe(status);
        expect(result.stdout).not.toBe('');
        if (output !== null) expect(result.stdout).toBe(output);
      }
    });
  });
});

describe('links', () => {
  it.each([...written, ...inFolder('docs/api')])('of %s lead somewhere', (page) => {
    const text = readPage(page).replace(/```[\s\S]*?```/g, '');
    const lost = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [path, anchor] = target.split('#');
        const file = path === '' ? page : posix.join(posix.dirname(page), path!);
        if (!existsSync(join(repository, file))) return true;
        return anchor !== undefined && !anchorsOf(readPage(file)).has(anchor);
      });
    expect(lost).toEqual([]);
  });
});

it('links of the pages that npm packs lead to files that npm packs', () => {
  const { files } = JSON.parse(readPage('package.json')) as { files: string[] };
  const isPacked = (file: string) => files.some((one) => file === one || file.startsWith(`${one}/`));
  const lost = [...written, ...inFolder('docs/api')].filter(isPacked).flatMap((page) =>
    [...readPage(page).matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => !isPacked(posix.join(posix.dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(lost).toEqual([]);
});

describe('error codes', () => {
  it('are in docs/troubleshooting.md, each once, with its kind', () => {
    const rows = [
      ...readPage('docs/troubleshooting.md').matchAll(/^\| `([A-Z0-9_]+)` \| (\w+) \| (.+) \| (.+) \|$/gm),
    ];
    const described = rows.map(([, code, kind]) => [code, kind]);
    expect(described.sort()).toEqual(Object.entries(ErrorCodes).sort());
  });
});
