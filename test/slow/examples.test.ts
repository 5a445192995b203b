import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { examplesIn, ownEntries, readPage } from '../support/examples.js';

const script = '../../scripts/api-reference.js';

/** Examples run in the quick tests; here their types are checked, which takes the whole program. */
describe('types of examples', () => {
  const folder = mkdtempSync(join('test', '.examples-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has none that does not compile', async () => {
    const { readPublicApi } = (await import(script)) as {
      readPublicApi: () => { examples: { name: string; code: string }[] };
    };
    const pages = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
      name.endsWith('.md'),
    );
    const examples = [
      ...readPublicApi().examples.map(({ code }) => code),
      ...pages.flatMap((page) =>
        examplesIn(readPage(page)).flatMap(({ language, code }) => (/^[jt]s$/.test(language) ? code : [])),
      ),
    ];
    const files = examples.map((code, index) => {
      const file = join(folder, `${index}.ts`);
      writeFileSync(file, `${ownEntries(code).replaceAll("'../src/", "'../../src/")}\nexport {};\n`);
      return file;
    });
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
      ts.sys,
      '.',
    );
    const program = ts.createProgram(files, options);
    const messages = files.flatMap((file) =>
      program
        .getSemanticDiagnostics(program.getSourceFile(file))
        .map(
          ({ messageText }) =>
            `${relative('.', file)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
        ),
    );
    expect(messages).toEqual([]);
  });
});
