import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderSha256 } from '../../src/report/render-sha256.js';
import { tempFolder } from '../support/temp-folder.js';

const sha256 = 'ab'.repeat(32);
const has = (program: string): boolean => {
  try {
    execFileSync(program, ['--version']);
    return true;
  } catch {
    return false;
  }
};

describe('renderSha256', () => {
  it.each([
    ['a b.txt', `${sha256}  a b.txt\n`],
    ['back\\slash', `\\${sha256}  back\\\\slash\n`],
    ['line\nfeed', `\\${sha256}  line\\nfeed\n`],
  ])('%j', (path, line) => {
    expect(renderSha256([{ path, sha256 }])).toBe(line);
  });

  it('says in a comment that a file is not right', () => {
    const sha256 = 'ab'.repeat(32);
    expect(
      renderSha256([
        { path: 'a', sha256, remark: 'mismatch: a:\nsize' },
        { path: 'b', sha256 },
      ]),
    ).toBe(`# mismatch: a: size\n${sha256}  a\n${sha256}  b\n`);
  });

  it('has comments above the files', () => {
    expect(renderSha256([{ path: 'a', sha256 }], ['NOT OK', 'missing:\nb'])).toBe(
      `# NOT OK\n# missing: b\n${sha256}  a\n`,
    );
  });

  it('lists a file once', () => {
    expect(
      renderSha256([
        { path: 'a', sha256 },
        { path: 'a', sha256 },
      ]),
    ).toBe(`${sha256}  a\n`);
  });

  it.skipIf(process.platform === 'win32' || !has('sha256sum'))('is what sha256sum -c reads', () => {
    const folder = tempFolder();
    const names = ['a b.txt', 'back\\slash', 'line\nfeed', '-dash', 'größe'];
    const files = names.map((path) => {
      writeFileSync(join(folder, path), path);
      return { path, sha256: createHash('sha256').update(path).digest('hex') };
    });
    const input = renderSha256(files);
    const out = execFileSync('sha256sum', ['-c', '-'], { cwd: folder, input, encoding: 'utf8' });
    expect(out.match(/: OK$/gm)).toHaveLength(names.length);
    // GNU writes the same for the same files.
    expect(execFileSync('sha256sum', ['--', ...names], { cwd: folder, encoding: 'utf8' })).toBe(input);
  });
});
