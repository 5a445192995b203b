import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// Scripts, not part of the program: plain JavaScript without types.
const folder = '../scripts/executable';
const { readArguments } = (await import(`${folder}/arguments.js`)) as {
  readArguments: (words: readonly string[], targets: readonly string[]) => Record<string, string | null>;
};
const { fillTemplate, manifestValues } = (await import(`${folder}/fill-template.js`)) as {
  fillTemplate: (template: string, values: Record<string, string>) => string;
  manifestValues: (facts: Record<string, string>) => Record<string, string>;
};

const targets = ['win-x64', 'linux-x64'];
const win = ['--target', 'win-x64'];

describe('the arguments of build-exe', () => {
  it('are read', () => {
    expect(
      readArguments([...win, '-o', 'out', '--url', 'https://h/x.exe', '--signed', 's.exe'], targets),
    ).toEqual({
      target: 'win-x64',
      output: 'out',
      url: 'https://h/x.exe',
      signed: 's.exe',
    });
    expect(readArguments(win, targets)).toEqual({ target: 'win-x64', output: null, url: null, signed: null });
  });

  it.each([
    [[], '--target takes win-x64 or linux-x64'],
    [['--target', 'mac'], '--target takes win-x64 or linux-x64'],
    [[...win, '--url'], '--url needs a value'],
    [[...win, '--url', '-o'], '--url needs a value'],
    [[...win, '--url', 'hotfixkit.exe'], '--url takes the address'],
    [[...win, '--url', 'file:///x.exe'], '--url takes the address'],
    [[...win, '--url', 'https://h/folder/'], '--url takes the address'],
    [[...win, '--signed', 's.exe'], '--signed is for the manifests'],
    [[...win, '--url', 'https://h/x.exe#'], '--url takes the address'],
    [[...win, '--url', 'https://h/x.exe#y'], '--url takes the address'],
    [[...win, ...win], '--target is given twice: win-x64 and win-x64'],
    [[...win, '--target', 'linux-x64'], '--target is given twice'],
    [[...win, '-o', 'a', '-o', 'b'], '-o is given twice: a and b'],
    [['--target', 'linux-x64', '--url', 'https://h/x'], 'for Windows alone'],
    [[...win, '--sign', 's.exe'], 'there is no option --sign'],
  ])('are refused: %j', (words, message) => {
    expect(() => readArguments(words, targets)).toThrow(message);
  });
});

describe('manifests', () => {
  const url = readArguments([...win, '--url', 'https://h/a "b"/hotfixkit-0.1.0-x64.exe'], targets).url!;
  const values = manifestValues({ version: '0.1.0', url, sha256: 'aa', licensesSha256: 'bb' });
  const filled = (name: string): string =>
    fillTemplate(readFileSync(resolve(import.meta.dirname, '../packaging', name), 'utf8'), values);

  it('of Scoop names the files as they are called afterwards', () => {
    expect(JSON.parse(filled('scoop/hotfixkit.json'))).toMatchObject({
      homepage: 'https://h/a%20%22b%22/',
      architecture: {
        '64bit': {
          url: [
            'https://h/a%20%22b%22/hotfixkit-0.1.0-x64.exe#/hotfixkit.exe',
            'https://h/a%20%22b%22/LICENSES.txt',
          ],
          hash: ['aa', 'bb'],
        },
      },
      bin: 'hotfixkit.exe',
    });
  });

  it.each(['installer', 'locale.en-US'])('of winget have no place left: %s', (name) => {
    const text = filled(join('winget', `hotfixkit.${name}.yaml`));
    expect(text).not.toContain('{{');
    expect(text).toContain('https://h/a%20%22b%22/');
  });

  it('hold any text', () => {
    expect(JSON.parse(fillTemplate('"{{a}}"', { a: 'x"\\\n' }))).toBe('x"\\\n');
    expect(() => fillTemplate('{{b}}', {})).toThrow('a template asks for {{b}}');
  });
});
