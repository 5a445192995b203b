import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { powershellCompletion } from '../../../src/cli/completions/powershell-completion.js';
import { definitions } from '../../../src/cli/definitions/index.js';
import { isInstalled } from '../../support/shells.js';
import { tempFolder } from '../../support/temp-folder.js';

const script = powershellCompletion(Object.values(definitions));

describe('the script', () => {
  it('is ASCII, with every string closed', () => {
    expect(script).toMatch(/^[\n\x20-\x7e]*$/);
    for (const line of script.split('\n').filter((one) => !one.trimStart().startsWith('#')))
      expect((line.match(/'/g) ?? []).length % 2, line).toBe(0);
  });

  it('has no key twice in a table, whatever the letter case', () => {
    for (const [, table] of script.matchAll(/\[ordered\]@\{\n([\s\S]*?)\n\s+\}/g)) {
      const keys = [...table!.matchAll(/^\s+'([^']*)' = /gm)].map(([, key]) => key!.toLowerCase());
      expect(keys.length).toBeGreaterThan(1);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('sets no variable that is one of PowerShell itself', () => {
    const own =
      /^(?:args|error|event|false|foreach|home|host|input|matches|null|pid|profile|pwd|sender|switch|this|true)$/i;
    const set = [...script.matchAll(/\$(\w+) (?:=|in) /g)].map(([, name]) => name!);
    expect(set.length).toBeGreaterThan(8);
    expect(set.filter((name) => own.test(name))).toEqual([]);
  });

  it('takes no pattern from the word that is completed', () => {
    // [ in a word would be an error of -like.
    expect(script).not.toMatch(/-like "/);
  });

  it('has its brackets in pairs', () => {
    const code = script.replace(/'(?:[^']|'')*'/g, '').replace(/#.*/g, '');
    for (const [open, close] of ['()', '[]', '{}']) {
      expect(code.split(open!).length).toBe(code.split(close!).length);
    }
  });
});

describe.skipIf(!isInstalled('pwsh'))('PowerShell', () => {
  const cases: [string, string[]][] = [
    ['hotfixkit ex', ['extract']],
    ['hotfixkit extract --lay', ['--layout']],
    ['hotfixkit x --layout s', ['source']],
    ['hotfixkit manifest ', ['list', 'show', 'import', 'schema']],
    ['hotfixkit help ver', ['versions', 'verify']],
    ['hotfixkit msiexec --engine n', ['native']],
  ];

  it('completes', () => {
    const file = join(tempFolder(), 'hotfixkit.ps1');
    const lines = cases.map(([line]) => `'${line}'`).join(', ');
    writeFileSync(
      file,
      `${script}\nforeach ($line in @(${lines})) {
        $found = (TabExpansion2 $line $line.Length).CompletionMatches
        [Console]::Out.WriteLine((@($found | ForEach-Object { $_.CompletionText }) -join ' '))
      }\n`,
    );
    const { stdout } = spawnSync('pwsh', ['-NoProfile', '-NonInteractive', '-File', file], {
      encoding: 'utf8',
    });
    expect(stdout.trimEnd().split(/\r?\n/)).toEqual(cases.map(([, expected]) => expected.join(' ')));
  }, 60_000);
});
