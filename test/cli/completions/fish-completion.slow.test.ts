import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { fishCompletion } from '../../../src/cli/completions/fish-completion.js';
import { longFlag } from '../../../src/cli/definition.js';
import { definitions } from '../../../src/cli/definitions/index.js';
import { allOptions } from '../../../src/cli/definitions/shared-options.js';
import { isInstalled } from '../../support/shells.js';
import { tempFolder } from '../../support/temp-folder.js';

let folder = '';
beforeEach(() => {
  folder = tempFolder();
  writeFileSync(join(folder, 'hotfixkit.fish'), fishCompletion(Object.values(definitions)));
  writeFileSync(join(folder, 'my.msi'), '');
  mkdirSync(join(folder, 'myout'));
});

/** What fish offers for a line with the cursor at its end, without the descriptions. */
function complete(line: string): string[] {
  const commands = 'function hotfixkit; end; source ./hotfixkit.fish; complete -C $argv[1]';
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', commands, line], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: folder },
  });
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  return lines.map((one) => one.split('\t')[0]!).sort();
}

describe.skipIf(!isInstalled('fish'))('fish', () => {
  it.each([
    ['hotfixkit ', Object.keys(definitions)],
    ['hotfixkit ex', ['extract']],
    ['hotfixkit --h', ['--help']],
    ['hotfixkit extract --lay', ['--layout']],
    ['hotfixkit x --lay', ['--layout']],
    ['hotfixkit extract --layout ', ['target', 'source', 'flat', 'key']],
    ['hotfixkit extract --layout=so', ['--layout=source']],
    ['hotfixkit extract my', ['my.msi', 'myout/']],
    ['hotfixkit extract my.msi -o my', ['myout/']],
    ['hotfixkit list --codepage ', ['']],
    ['hotfixkit manifest ', ['list', 'show', 'import', 'schema']],
    ['hotfixkit manifest list --lay', ['']],
    ['hotfixkit manifest import my', ['my.msi', 'myout/']],
    ['hotfixkit help ver', ['verify', 'versions']],
    ['hotfixkit completions p', ['powershell']],
    ['hotfixkit recover my', ['myout/']],
  ])('%s', (line, expected) => {
    expect(complete(line)).toEqual([...expected].sort());
  });

  it.each(Object.entries(definitions))('offers every option of %s', (name, definition) => {
    const long = Object.keys(allOptions(definition)).map(longFlag);
    expect(complete(`hotfixkit ${name} --`)).toEqual(long.sort());
  });
});
