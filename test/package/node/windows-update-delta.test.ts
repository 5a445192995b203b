import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deltaWarning, isWindowsUpdateDelta } from '../../../src/package/node/windows-update-delta.js';
import { hotfixkit } from '../../support/command-line.js';
import { cabinetOf } from '../../support/container-builder.js';
import { text } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('a delta of Windows Update', () => {
  it.each([
    ['PA30', true],
    ['PA31xyz', true],
    ['PA19', false],
    ['PA3', false],
    ['', false],
    ['MZ', false],
  ])('is known by its first bytes: %j', (head, expected) => {
    expect(isWindowsUpdateDelta(text(head))).toBe(expected);
  });

  it('is named, or counted', () => {
    expect(deltaWarning(['a.dll'])).toMatchObject({
      code: 'DELTA_PA30_UNSUPPORTED',
      entry: 'a.dll',
      message: expect.stringMatching(/^a\.dll is a delta .* not the file itself/),
    });
    expect(deltaWarning(['a.dll', 'b.dll']).message).toMatch(/^2 files are deltas .*: a\.dll, b\.dll$/);
  });

  it.each([
    [{ 'app.dll': 'PA30 bytes', 'b.txt': 'b' }, /warning: .*app\.dll is a delta of Windows Update/],
    [
      { 'x\\app.dll': 'PA30 bytes', 'y\\app.dll': 'PA31 bytes' },
      /warning: .*2 files are deltas .*x\/app\.dll, y\/app\.dll/,
    ],
  ])('is not extracted without a word under the name of a file: %j', async (files, message) => {
    const folder = tempFolder();
    const cabinet = join(folder, 'update.cab');
    writeFileSync(cabinet, cabinetOf(files as Record<string, string>));
    const { status, stderr, json } = await hotfixkit([
      'extract',
      cabinet,
      '-o',
      join(folder, 'out'),
      '--json',
    ]);
    expect(status).toBe(0);
    expect(json<{ warnings: { code: string }[] }>().warnings).toMatchObject([
      { code: 'DELTA_PA30_UNSUPPORTED' },
    ]);
    expect(stderr).toBe('');
    const shown = await hotfixkit(['extract', cabinet, '-o', join(folder, 'shown')]);
    expect([shown.status, shown.stderr.trimEnd().split('\n')]).toEqual([0, [expect.stringMatching(message)]]);
  });
});
