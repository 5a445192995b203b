import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * cmd.exe knows no quotation marks but ", so that an argument in single quotes that is shown somewhere does not work on Windows.
 */

const files = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

/** An argument in single quotes behind the name of the program. */
const IN_COMMAND = /\bhotfixkit(?: [^\s'`]+)* '[^']*'(?=[\s`"]|$)/;
/** A path, or another value, in single quotes at the end of a message that says what to type. */
const IN_MESSAGE = /(?:give|name one|run|type|to look at it)[^'\n]*: ?'\$\{/;

describe('no argument is in single quotes', () => {
  it.each(['README.md', ...files('docs', '.md'), ...files(join('src', 'cli', 'definitions'), '.ts')])(
    'in the examples of %s',
    (path) => {
      const lines = readFileSync(path, 'utf8').split('\n');
      expect(lines.filter((line) => IN_COMMAND.test(line))).toEqual([]);
    },
  );

  it('in messages', () => {
    const found = files('src', '.ts').flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => IN_MESSAGE.test(line) || /= `'\$\{/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});
