import { describe, expect, it } from 'vitest';
import { definitions } from '../../../src/cli/definitions/index.js';
import { hotfixkit } from '../../support/command-line.js';

describe('help', () => {
  it.each([...Object.keys(definitions), 'x'])('%s is what --help prints', async (name) => {
    const { status, stdout, stderr } = await hotfixkit(['help', name]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe((await hotfixkit([name, '--help'])).stdout);
  });

  it('lists the commands', async () => {
    expect((await hotfixkit(['help'])).stdout).toBe((await hotfixkit(['--help'])).stdout);
  });

  it('names the nearest command', async () => {
    const { status, stdout, stderr } = await hotfixkit(['help', 'stagee']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe("hotfixkit: unknown command 'stagee' (Did you mean stage?)\n");
  });

  it('prints the manual page', async () => {
    expect((await hotfixkit(['help', '--man'])).stdout).toMatch(/^\.TH HOTFIXKIT 1 /);
  });

  it('is one document with --json', async () => {
    expect((await hotfixkit(['help', 'list', '--json'])).json<{ text: string }>().text).toMatch(/^Usage: /);
  });
});
