import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../src/cli/main.js';

const test = dirname(fileURLToPath(import.meta.url));
const repository = resolve(test, '..');
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
/** Where the examples are run, so that what people have in `demo-out` stays. */
const folder = mkdtempSync(join(tmpdir(), 'hotfixkit-readme-'));

interface Example {
  language: string;
  code: string;
  /** What the README says it prints. */
  output: string | null;
}

const examples: Example[] = [
  ...readme.matchAll(/```(\w+) example\n([\s\S]*?)```(?:\n\n```text output\n([\s\S]*?)```)?/g),
].map((match) => ({ language: match[1]!, code: match[2]!.trim(), output: match[3] ?? null }));

/** Words of a shell line; the README uses no more than double quotes. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!);
}

async function run(line: string): Promise<{ status: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const before = process.cwd();
  process.chdir(folder);
  try {
    const [program, ...args] = words(line);
    expect(program).toBe('hotfixkit');
    const status = await main(args, {
      stdout: {
        write: (data) => (stdout += typeof data === 'string' ? data : new TextDecoder().decode(data)),
      },
      stderr: { write: (data) => (stderr += data) },
      env: {},
    });
    return { status, stdout, stderr };
  } finally {
    process.chdir(before);
  }
}

describe('README', () => {
  cpSync(join(repository, 'fixtures'), join(folder, 'fixtures'), { recursive: true });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has examples', () => {
    expect(examples.filter(({ language }) => language === 'sh').length).toBeGreaterThan(3);
    expect(examples.filter(({ language }) => language === 'js').length).toBeGreaterThan(0);
  });

  it.each(examples.filter(({ language }) => language === 'sh'))('$code', async ({ code, output }) => {
    for (const line of code.split('\n')) {
      const result = await run(line);
      expect(result.stderr).not.toMatch(/hotfixkit:/);
      expect(result.status).toBe(0);
      expect(result.stdout).not.toBe('');
      if (output !== null) expect(result.stdout).toBe(output);
    }
  });

  it.each(examples.filter(({ language }) => language === 'js'))('library example runs', async ({ code }) => {
    const file = join(test, `.readme-example-${process.pid}.mjs`);
    const printed: unknown[][] = [];
    const log = console.log;
    const before = process.cwd();
    writeFileSync(file, code.replace("'hotfixkit'", "'../src/api/index.js'"));
    process.chdir(folder);
    console.log = (...values: unknown[]) => void printed.push(values);
    try {
      await import(file);
    } finally {
      console.log = log;
      process.chdir(before);
      rmSync(file);
    }
    expect(printed.at(-1)).toEqual([
      true,
      'ConfigMgr 2007 SP2',
      { match: 13, mismatch: 0, missing: 0, ambiguous: 0 },
    ]);
  });
});
