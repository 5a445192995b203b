import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bashCompletion } from '../../../src/cli/completions/bash-completion.js';
import { longFlag } from '../../../src/cli/definition.js';
import { definitions } from '../../../src/cli/definitions/index.js';
import { allOptions } from '../../../src/cli/definitions/shared-options.js';
import { isInstalled } from '../../support/shells.js';
import { tempFolder } from '../../support/temp-folder.js';

const script = bashCompletion(Object.values(definitions));
const names = Object.keys(definitions);

/** What the completion function offers for the last of the words; `mode` is what readline completes where it offers nothing. */
function complete(...words: string[]): { offered: string[]; mode: string } {
  const test = `${script}
    mode=files
    compopt() { case "$*" in *dirnames*) mode=folders ;; *) mode=nothing ;; esac; }
    COMP_WORDS=(hotfixkit "$@"); COMP_CWORD=$#
    _hotfixkit
    printf '%s\\n' "$mode" "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', test, 'bash', ...words], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const [mode, ...offered] = stdout.trimEnd().split('\n');
  return { offered, mode: mode! };
}

describe.skipIf(!isInstalled('bash'))('bash', () => {
  it.each([
    [[''], names],
    [['ex'], ['extract']],
    [['--'], ['--version', '--help']],
    [['-'], ['-V', '--version', '-h', '--help']],
    [
      ['nothing', '--'],
      ['--version', '--help'],
    ],
    [['extract', '--lay'], ['--layout']],
    [['x', '--lay'], ['--layout']],
    [
      ['extract', '--layout', ''],
      ['target', 'source', 'flat', 'key'],
    ],
    [['x', '--layout', 's'], ['source']],
    [
      ['extract', '--layout', '='],
      ['target', 'source', 'flat', 'key'],
    ],
    [['extract', '--layout', '=', 'so'], ['source']],
    [['extract', '--layout', '=', 'source', '--dry'], ['--dry-run']],
    [['list', '--layout', 'f'], []],
    [
      ['extract', 'a.msi', '-o', 'out', '--on'],
      ['--only', '--on-conflict'],
    ],
    [
      ['manifest', ''],
      ['list', 'show', 'import', 'schema'],
    ],
    [['manifest', '--json', 'sh'], ['show']],
    [['delta', 'a'], ['apply']],
    [
      ['help', 'ver'],
      ['versions', 'verify'],
    ],
    [['completions', 'p'], ['powershell']],
    [['msiexec', '--eng'], ['--engine']],
    [['msiexec', '--engine', 'n'], ['native']],
  ])('%j', (words, expected) => {
    expect(complete(...words).offered).toEqual(expected);
  });

  it.each([
    [['extract', ''], 'files'],
    [['extract', 'a.msi', '-o', ''], 'folders'],
    [['extract', 'a.msi', '--output', '=', 'o'], 'folders'],
    [['list', '--base', ''], 'files'],
    [['list', '--codepage', ''], 'nothing'],
    [['list', '--only', '*.d'], 'nothing'],
    [['list', 'a.msi', ''], 'nothing'],
    [['info', 'a.msi', 'b.msi', ''], 'files'],
    [['tables', 'a.msi', 'F'], 'nothing'],
    [['delta', 'apply', 'p'], 'files'],
    [['delta', 'apply', 'patch', 'o'], 'files'],
    [['recover', ''], 'folders'],
    [['list', '--', '-'], 'files'],
    [['msiexec', '/a', 'p'], 'files'],
    [['msiexec', '/a', 'package.msi', '-'], 'files'],
  ])('%j leaves %s to readline', (words, mode) => {
    expect(complete(...words)).toEqual({ offered: [], mode });
  });

  it.each(Object.entries(definitions))('offers every option of %s', (name, definition) => {
    const long = Object.keys(allOptions(definition)).map(longFlag);
    expect(complete(name, '--').offered).toEqual(long);
  });
});

// A terminal of its own, in which a person presses the tab key.
describe.skipIf(process.platform !== 'linux' || !isInstalled('bash') || !isInstalled('script'))(
  'at a terminal',
  () => {
    it('completes commands, options, values and names with blanks', () => {
      const folder = tempFolder();
      writeFileSync(join(folder, 'my package.msi'), '');
      mkdirSync(join(folder, 'output'));
      writeFileSync(join(folder, 'outer.exe'), '');
      writeFileSync(join(folder, 'completion'), script);
      const typed = [
        'PS1=; source ./completion; bind "set bell-style none"',
        'hotfixkit() { printf "(%s)" "$@"; echo; }',
        'hotfixkit ext\tmy\t--lay\tso\t-o out\t --dry\t',
        'exit',
        '',
      ].join('\n');
      const { stdout } = spawnSync('script', ['-qec', 'bash --norc --noprofile -i', '/dev/null'], {
        cwd: folder,
        input: typed,
        encoding: 'utf8',
        timeout: 20_000,
      });
      expect(stdout).toContain('(extract)(my package.msi)(--layout)(source)(-o)(output/)(--dry-run)');
    });
  },
);
