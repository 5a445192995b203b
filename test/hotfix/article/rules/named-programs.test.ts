import { describe, expect, it } from 'vitest';
import { articleSentences } from '../../../../src/hotfix/article/rules/article-sentences.js';
import {
  commandOf,
  isCommand,
  placesOf,
  stemOf,
} from '../../../../src/hotfix/article/rules/named-programs.js';

describe('named programs', () => {
  it('are found by whole words, with or without the extension', () => {
    expect(stemOf('InvRepair.EXE')).toBe('invrepair');
    const places = placesOf('run invrepair.exe, not invrepair2 or xinvrepair', 'invrepair');
    expect(places).toEqual([{ start: 4, end: 13 }]);
  });

  it.each([
    ['x.exe /a', true],
    ['X.EXE out.log', true],
    ['x.exe is a utility.', false],
    ['x.exe', false],
    ['run x.exe /a', false],
    ['~~x.exe /a~~', false],
    ['Command line: x.exe /a', true],
    ['Befehlszeile：x.exe /a', true],
    ['C:\\x.exe /a', false],
  ])('run by the line %s: %s', (line, expected) => {
    expect(isCommand(articleSentences(line, false)[0]!, 'x.exe')).toBe(expected);
  });

  it('are run by what stands behind the label', () => {
    expect(commandOf(articleSentences('Command line: x.exe /a', false)[0]!, 'x.exe')).toBe('x.exe /a');
  });
});
