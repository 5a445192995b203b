import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { longFlag } from '../../src/cli/definition.js';
import { definitions } from '../../src/cli/definitions/index.js';
import { allOptions } from '../../src/cli/definitions/shared-options.js';
import { manualPage } from '../../src/cli/manual-page.js';

const page = manualPage(Object.values(definitions));
const hasGroff = spawnSync('groff', ['--version']).status === 0;

describe('the manual page', () => {
  it('is ASCII, with every command and option', () => {
    expect(page).toMatch(/^[\n\x20-\x7e]*$/);
    for (const definition of Object.values(definitions)) {
      expect(page).toContain(`\n.SS hotfixkit ${definition.name} `);
      for (const name of Object.keys(allOptions(definition)))
        expect(page).toContain(longFlag(name).replaceAll('-', '\\-'));
    }
  });

  it.skipIf(!hasGroff)('is read by groff without a warning', () => {
    const { stdout, stderr } = spawnSync('groff', ['-man', '-ww', '-Tutf8', '-P-cbou'], {
      input: page,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^HOTFIXKIT\(1\)/);
    expect(stdout).toMatch(/hotfixkit extract \[options\] <package>/);
    expect(stdout).toContain('package’s');
    expect(stdout).toContain('--only "**/ccmcertfix.exe" -o .');
    expect(stdout).toContain('\\\\server\\share\\Client');
  });
});
