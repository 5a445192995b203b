import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showsHashes } from '../../src/cli/answer-in-format.js';
import { formatOption } from '../../src/cli/definitions/shared-options.js';
import { hotfixkit } from '../support/command-line.js';
import { junitFaults } from '../support/junit-schema.js';
import { standInPath } from '../support/package-folder.js';

const sp2 = standInPath(2);
const wrong = 'fixtures/kb977203/wrong-version/SCCM2007-SP2-KB977203-ENU.msi';

/** Lines of every command that answers in these formats, by what they do. */
const lines: [string, string[]][] = [
  ['verify', ['verify', sp2, '--kb', '977203']],
  ['verify, failing', ['verify', wrong, '--kb', '977203']],
  ['verify of several', ['verify', sp2, 'none.msi', '--kb', '977203']],
  ['verify by requirements', ['verify', sp2, '--require', 'ccmcertfix.exe >=4']],
  ['scan', ['verify', sp2, '--kb', 'all']],
  ['list', ['list', sp2]],
  ['signature', ['signature', sp2]],
];

/** Where a document is not of its format. */
function fault(format: string, text: string): unknown {
  switch (format) {
    case 'json':
      return JSON.parse(text) ? null : text;
    case 'junit':
      return junitFaults(text)[0] ?? null;
    case 'html':
      return /^<!DOCTYPE html>[\s\S]*<\/html>\n$/.test(text) && !/https?:\/\//.test(text) ? null : text;
    case 'csv':
      return /^[a-z_0-9,]+\r\n([^\r\n]+\r\n)+$/.test(text) ? null : text;
    case 'sha256':
      return /^(# .+\n)*((# \w+: .+\n)?[0-9a-f]{64} {2}.+\n)+$/.test(text) ? null : text;
    case 'github':
      return /^(::(error|warning) .+::.+\n)*$/.test(text) ? null : text;
    default:
      return text.trim() === '' ? 'nothing' : null;
  }
}

describe('answerInFormat', () => {
  it.each(lines)('%s: every format, with the exit status of text', async (_, line) => {
    const { status } = await hotfixkit(line);
    for (const format of formatOption.format.takes) {
      const answer = await hotfixkit([...line, '--format', format]);
      expect([format, fault(format, answer.stdout), answer.status]).toEqual([format, null, status]);
    }
  });

  it('annotates what does not hold on a runner of GitHub Actions', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const line = ['verify', wrong, '--kb', '977203'];
    const text = await hotfixkit(line, { env });
    expect(text.stderr).toMatch(
      /^::error file=.*Smpmgr\.dll,title=KB977203 .*::version is 4\.0\.6487\.2000/m,
    );
    expect(text.stdout).not.toContain('::error');
    expect((await hotfixkit([...line, '--quiet'], { env })).stderr).toBe('');
    const asked = await hotfixkit([...line, '--format', 'github'], { env });
    expect([asked.stderr, asked.stdout.match(/^::error /gm)]).toEqual(['', ['::error ']]);
  });

  it('says before it reads that the document cannot be written', async () => {
    const { status, stderr } = await hotfixkit([
      'list',
      'none.msi',
      '--format',
      'csv',
      '-o',
      join(sp2, 'x.csv'),
    ]);
    expect([status, stderr.split('\n')]).toMatchObject([
      4,
      [
        expect.stringMatching(
          /x\.csv: nothing can be written here: a part of the path is a file, not a folder/,
        ),
        '',
      ],
    ]);
  });
});

it('a state that cannot be written is refused before the scan', async () => {
  const { status, stderr } = await hotfixkit([
    'verify',
    'none',
    '--kb',
    'all',
    '--state',
    join(sp2, 'x.state'),
  ]);
  expect([status, stderr]).toEqual([4, expect.stringMatching(/x\.state: nothing can be written here/)]);
});

it.each([
  [{}, false],
  [{ hash: true }, true],
  [{ format: 'csv' }, true],
  [{ format: 'json' }, false],
])('showsHashes(%j) is %j', (options, expected) => {
  expect(showsHashes(options)).toBe(expected);
});
