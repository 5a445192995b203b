import { describe, expect, it } from 'vitest';
import { renderGithub } from '../../src/report/render-github.js';

const failed = { group: 'KB1 SP2', name: 'a.dll (x86)', file: 'bin/a.dll', outcome: 'failed' as const };

describe('renderGithub', () => {
  it('has a line for each case that failed and each warning', () => {
    const text = renderGithub([
      {
        name: 'KB1 SP2',
        warnings: ['one'],
        cases: [
          { ...failed, message: 'version is 1' },
          { ...failed, outcome: 'passed' },
          { ...failed, outcome: 'skipped' },
        ],
      },
    ]);
    expect(text).toBe(
      '::error file=bin/a.dll,title=KB1 SP2%3A a.dll (x86)::version is 1\n::warning title=KB1 SP2::one\n',
    );
  });

  // https://github.com/actions/toolkit: escapeData and escapeProperty of packages/core/src/command.ts
  it('lets nothing from a package begin a command or end a line', () => {
    const text = renderGithub([
      {
        name: '',
        cases: [{ ...failed, file: 'a,b:c\r\n::set-env::', message: '100%\n::error::x\u001b[2J' }],
      },
    ]);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('file=a%2Cb%3Ac%0D%0A%3A%3Aset-env%3A%3A,');
    expect(text).toContain('::100%25%0A::error::x\ufffd[2J\n');
  });
});
