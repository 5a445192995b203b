import { describe, expect, it } from 'vitest';
import { chosenFormat } from '../../src/cli/chosen-format.js';
import { hotfixkit } from '../support/command-line.js';
import { standInPath } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

describe('chosenFormat', () => {
  it.each([
    [false, undefined, 'text'],
    [true, undefined, 'json'],
    [true, 'json', 'json'],
    [false, 'junit', 'junit'],
  ] as const)('--json: %j, --format %s: %s', (json, format, expected) => {
    expect(chosenFormat<'json' | 'junit'>(json, format)).toBe(expected);
  });

  it.each([
    ['verify', standInPath(2), '--kb', '977203', '--format', 'junit'],
    ['verify', standInPath(2), '--kb', 'all', '--format', 'markdown'],
    ['verify', standInPath(2), '--require', 'x.dll 1.*', '--format', 'text'],
    ['tables', standInPath(2), 'File', '--format', 'csv'],
    ['tables', standInPath(2), '--format', 'idt'],
  ])('%s %s %s %s %s %s with --json is refused', async (...argv) => {
    const { status, json } = await hotfixkit([...argv.filter((word) => word !== undefined), '--json']);
    expect(status).toBe(2);
    expect(json<{ error: { code: string; message: string } }>().error).toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('--json and --format'),
    });
  });

  it('leaves the format of files that are written alone', async () => {
    const argv = ['tables', standInPath(2), 'File', '--format', 'idt', '-o', tempFolder(), '--json'];
    expect((await hotfixkit(argv)).status).toBe(0);
  });
});
