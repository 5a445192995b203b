import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { zshCompletion } from '../../../src/cli/completions/zsh-completion.js';
import { definitions } from '../../../src/cli/definitions/index.js';
import { isInstalled } from '../../support/shells.js';
import { tempFolder } from '../../support/temp-folder.js';

let folder = '';
beforeEach(() => {
  folder = tempFolder();
  writeFileSync(join(folder, '_hotfixkit'), zshCompletion(Object.values(definitions)));
  writeFileSync(join(folder, 'my package.msi'), '');
  mkdirSync(join(folder, 'output'));
  writeFileSync(join(folder, 'outer.exe'), '');
});

/** Lines typed into zsh at a terminal of its own; gives what it printed. */
function typed(...lines: string[]): string {
  const begin = [
    'PS1=; unsetopt zle_bracketed_paste 2>/dev/null; fpath=($PWD $fpath)',
    'autoload -Uz compinit && compinit -u -D; unsetopt beep',
    'hotfixkit() { printf "(%s)" "$@"; echo; }',
  ];
  const { stdout } = spawnSync('script', ['-qec', 'zsh -f -i', '/dev/null'], {
    cwd: folder,
    input: [...begin, ...lines, 'exit', ''].join('\n'),
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, HOME: folder, TERM: 'dumb' },
  });
  return stdout;
}

describe.skipIf(!isInstalled('zsh'))('zsh', () => {
  it('reads the script', () => {
    const { status, stderr } = spawnSync('zsh', ['-f', '-n', join(folder, '_hotfixkit')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it.skipIf(process.platform !== 'linux' || !isInstalled('script'))(
    'completes commands, options, values and names with blanks',
    () => {
      const printed = typed(
        'hotfixkit ext\tmy\t--lay\tso\t-o out\t --dry\t',
        'hotfixkit x --layout=fl\t',
        'hotfixkit manif\tsc\t',
        'hotfixkit help prep\t',
        'hotfixkit completions pow\t',
        'hotfixkit msiexec --eng\tnat\t',
      );
      expect(printed).toContain('(extract)(my package.msi)(--layout=source)(-o)(output)(--dry-run)');
      expect(printed).toContain('(x)(--layout=flat)');
      expect(printed).toContain('(manifest)(schema)');
      expect(printed).toContain('(help)(prepare)');
      expect(printed).toContain('(completions)(powershell)');
      expect(printed).toContain('(msiexec)(--engine=native)');
    },
    40_000,
  );
});
