import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/cli/provenance.js';
import { hotfixkit } from '../support/command-line.js';
import { standInPath } from '../support/package-folder.js';

describe('commandLine', () => {
  it.each([
    [['list', 'a b.msi'], 'hotfixkit list "a b.msi"'],
    [['list', 'a.zip', '--password', 'secret'], 'hotfixkit list a.zip --password ***'],
    [['list', 'a.zip', '--password=secret'], 'hotfixkit list a.zip --password=***'],
    [['verify', 'C:\\x', '--only-present'], 'hotfixkit verify C:\\x --only-present'],
  ])('%j', (words, line) => {
    expect(commandLine(words)).toBe(line);
  });
});

it('provenanceOf a document names command, computer and user', async () => {
  const { stdout } = await hotfixkit(['list', standInPath(2), '--format', 'html']);
  for (const term of ['Command', 'Computer', 'User', 'Made by', 'Made at'])
    expect(stdout).toContain(`<dt>${term}</dt>`);
  expect(stdout).toContain('--format html</code>');
});
