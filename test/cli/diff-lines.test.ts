import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { writePackage } from '../support/package-folder.js';

const packageOf = (size: number, more = {}) =>
  writePackage({ files: [{ key: 'a', name: 'a.bin', bytes: new Uint8Array(size) }], ...more });

describe('the lines of diff', () => {
  it('have colours on a terminal, and the summary information and rows below the files', async () => {
    const line = ['diff', packageOf(1), packageOf(2, { template: 'x64;1033', properties: { P: 'x' } })];
    const { stdout } = await hotfixkit(line, { isTTY: true });
    expect(stdout).toContain('\u001b[33mchanged  Fixture/a.bin');
    expect(stdout).toContain('\u001b[32m+ P: Value: x\u001b[0m\n');
    const plain = (await hotfixkit(line)).stdout;
    const places = [
      'differs:',
      '  Files:',
      'Change',
      'Table Property',
      'Summary information\n~',
      'Streams\n~',
    ].map((part) => plain.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(plain).toContain('~ template: Intel;1033 -> x64;1033\n');
    expect(plain).not.toContain('→');
  });
});
