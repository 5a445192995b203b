import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseCommand } from '../src/cli/command-parser.js';
import { commands } from '../src/cli/commands/index.js';
import { hotfixkit } from './support/command-line.js';
import { junitFaults } from './support/junit-schema.js';
import { argvWords } from './support/shell-words.js';
import { tempFolder } from './support/temp-folder.js';
import { itThorough } from './support/thorough.js';

interface Action {
  description: string;
  outputs: Record<string, { description: string; value: string }>;
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  runs: { using: string; steps: { env: Record<string, string>; run: string; shell: string }[] };
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;
const page = readFileSync('docs/pipelines.md', 'utf8');
const snippet = (name: string): string =>
  new RegExp(`\`\`\`\\w+ pipeline ${name}\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;

/** The lines of a text that run hotfixkit. */
const linesOf = (texts: readonly unknown[]): string[] =>
  texts.filter((text): text is string => typeof text === 'string' && text.startsWith('hotfixkit '));

const gitlab = parse(snippet('gitlab')) as { verify: { script: string[] } };
const azure = parse(snippet('azure')) as { steps: { script?: string }[] };
const github = parse(snippet('github')) as {
  jobs: { verify: { steps: { uses: string; with?: Record<string, string> }[] } };
};
const jenkins = [...snippet('jenkins').matchAll(/sh '([^']*)'/g)].map(([, line]) => line!);

describe('snippets of docs/pipelines.md', () => {
  itThorough.each([
    ['gitlab', linesOf(gitlab.verify.script), 2],
    ['azure', linesOf(azure.steps.map(({ script }) => script)), 1],
    ['jenkins', linesOf(jenkins), 2],
  ])('%s: every line runs, and JUnit is what is published', async (name, lines, count) => {
    expect(lines).toHaveLength(count);
    for (const line of lines) {
      const [, ...argv] = argvWords(line);
      const at = argv.indexOf('-o') + 1;
      const published = argv[at]!;
      argv[at] = join(tempFolder(), published);
      expect([line, (await hotfixkit(argv)).status]).toEqual([line, 0]);
      if (published.endsWith('.xml')) expect(junitFaults(readFileSync(argv[at], 'utf8'))).toEqual([]);
      expect(snippet(name).split(published).length, published).toBeGreaterThan(2);
    }
  });

  it('github: the inputs are those of the action', () => {
    const given = github.jobs.verify.steps.flatMap((step) => Object.keys(step.with ?? {}));
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(given));
    for (const name of Object.keys(action.inputs)) expect(page).toContain(`\`${name}\``);
  });
});

describe('action.yml', () => {
  const [step] = action.runs.steps;
  const hasBash = spawnSync('bash', ['--version']).status === 0;

  it('reads every input through the environment, and none in its script', () => {
    expect(action.runs.using).toBe('composite');
    const read = Object.values(step!.env).map((text) => /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(text)?.[1]);
    expect(read.sort()).toEqual(Object.keys(action.inputs).sort());
    expect(step!.run).not.toContain('${{');
  });

  it('has the metadata that GitHub asks for', () => {
    // The form that publishes an action refuses a longer one.
    expect(action.description.length).toBeLessThan(125);
    for (const { description } of Object.values(action.inputs)) expect(description).toBeTruthy();
    for (const output of Object.values(action.outputs)) {
      expect(output.description).toBeTruthy();
      expect(output.value).toMatch(/^\$\{\{ steps\.verify\.outputs\.[a-z-]+ \}\}$/);
    }
    expect(action.runs.steps.map(({ shell }) => shell)).toEqual(['bash']);
  });

  it('has options that verify takes', () => {
    const options = [...step!.run.matchAll(/^option (-\S+) /gm)].map(([, name]) => name!);
    const line = ['verify', 'x', ...options.flatMap((name) => [name, name === '--format' ? 'json' : 'x'])];
    expect(() =>
      parseCommand(
        line,
        commands.map(({ definition }) => definition),
      ),
    ).not.toThrow();
  });

  describe.skipIf(process.platform === 'win32' || !hasBash || !existsSync('dist'))('run by bash', () => {
    let bin = '';
    beforeEach(() => {
      bin = join(tempFolder(), 'bin');
      mkdirSync(bin, { recursive: true });
      symlinkSync(resolve('bin/hotfixkit.js'), join(bin, 'hotfixkit'));
    });

    /** Runs the script as a runner would. */
    function run(inputs: Record<string, string>) {
      const folder = tempFolder();
      const [summary, output] = ['summary', 'output'].map((name) => join(folder, name));
      for (const path of [summary!, output!]) writeFileSync(path, '');
      const values = Object.entries(step!.env).map(([name, text]) => {
        const input = /inputs\.([a-z-]+)/.exec(text)![1]!;
        return [name, inputs[input] ?? action.inputs[input]!.default ?? ''];
      });
      const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-c', step!.run], {
        encoding: 'utf8',
        env: {
          PATH: `${bin}:${process.env.PATH}`,
          GITHUB_ACTIONS: 'true',
          GITHUB_STEP_SUMMARY: summary!,
          GITHUB_OUTPUT: output!,
          ...Object.fromEntries(values),
          HOTFIXKIT_VERSION: 'installed',
        },
      });
      return {
        status,
        stdout,
        stderr,
        summary: readFileSync(summary!, 'utf8'),
        output: readFileSync(output!, 'utf8'),
      };
    }
    const sp2 = 'fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi';
    const wrong = 'fixtures/kb977203/wrong-version/SCCM2007-SP2-KB977203-ENU.msi';

    itThorough('writes the report to the summary', () => {
      const { status, summary, output, stderr } = run({ path: sp2, kb: '977203' });
      expect([status, output, stderr]).toEqual([0, 'ok=true\nexit-status=0\n', '']);
      expect(summary).toMatch(/^\*\*OK\*\*: KB977203/);
    });

    itThorough('annotates what does not match, and fails unless told otherwise', () => {
      const { status, stderr, output } = run({ path: `${sp2}\n${wrong}`, kb: '977203' });
      expect([status, output]).toEqual([1, 'ok=false\nexit-status=1\n']);
      expect(stderr).toMatch(/^::error file=.*title=.*Smpmgr\.dll/m);
      expect(run({ path: wrong, kb: '977203', fail: 'false' }).status).toBe(0);
      expect(run({ path: 'none', kb: '977203', fail: 'false' }).status).toBe(4);
    });

    itThorough('takes nothing of an input for a command', () => {
      const path = '$(touch hacked); `touch hacked`; "';
      expect(run({ path, kb: '977203' }).status).toBe(4);
      expect(existsSync('hacked')).toBe(false);
    });

    it('has a script that bash finds no fault with', () => {
      expect(() => execFileSync('bash', ['-n', '-c', step!.run])).not.toThrow();
    });
  });
});
