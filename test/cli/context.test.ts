import { describe, expect, it } from 'vitest';
import { Context, type ContextOptions } from '../../src/cli/context.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { defaultRunLimits } from '../../src/node/run-limits.js';

function make(
  options: Partial<ContextOptions> = {},
  terminal: { isTTY?: boolean; env?: Record<string, string> } = {},
) {
  const out: string[] = [];
  const err: string[] = [];
  const context = new Context(
    {
      stdout: { write: (data: string | Uint8Array) => out.push(String(data)), isTTY: terminal.isTTY },
      stderr: { write: (data: string) => err.push(data), isTTY: terminal.isTTY },
      env: terminal.env ?? {},
    },
    { json: false, quiet: false, verbose: false, color: true, limits: defaultRunLimits(), ...options },
    [],
    'list',
  );
  return { context, out, err, stdout: () => out.join(''), stderr: () => err.join('') };
}
const warning = (n: number) => ({ code: 'PATH_RENAMED' as const, message: `warning ${n}`, entry: `e${n}` });

describe('answers', () => {
  it('are text or one JSON document', () => {
    const text = make();
    text.context.answer({ a: 1 }, () => ['line 1', 'line 2']);
    expect(text.stdout()).toBe('line 1\nline 2\n');
    const json = make({ json: true });
    json.context.answer({ a: 1 }, () => {
      throw new Error('not asked for');
    });
    expect(JSON.parse(json.stdout())).toEqual({ schema: 'hotfixkit/list/1', a: 1 });
    expect(json.stdout().endsWith('\n')).toBe(true);
  });

  it('show what a terminal would act on, on one in colour too', () => {
    const lines = ['a\u001b[2J\u0007\u202eb'];
    const plain = make();
    plain.context.lines(lines);
    expect(plain.stdout()).toBe('a\\x1b[2J\\x07\\u202eb\n');
    const color = make({}, { isTTY: true });
    color.context.lines([color.context.paint('green', lines[0]!)]);
    expect(color.stdout()).toBe('\u001b[32ma\\x1b[2J\\x07\\u202eb\u001b[0m\n');
  });

  it('are written in parts where they are long', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `line ${i} ${'x'.repeat(50)}`);
    const text = make();
    text.context.lines(lines);
    expect(text.stdout()).toBe(`${lines.join('\n')}\n`);
    const json = make({ json: true });
    json.context.data(lines);
    expect(json.stdout()).toBe(`${JSON.stringify(lines, null, 2)}\n`);
    for (const part of [...text.out, ...json.out]) expect(part.length).toBeLessThan(150_000);
  });

  it('keep documents as they are', () => {
    const { context, stdout } = make();
    context.document({ name: 'a\u202eb\u001b' });
    expect(JSON.parse(stdout())).toEqual({ schema: 'hotfixkit/list/1', name: 'a\u202eb\u001b' });
  });

  it('are safe to show as JSON', () => {
    const { context, stdout } = make({ json: true });
    context.data({ name: '\u202e\u009b\u007f\u2028\ud800' });
    expect(stdout()).toBe('{\n  "name": "\\u202e\\u009b\\u007f\\u2028\\ud800"\n}\n');
  });

  it('for other programs are exact, and on a terminal safe to show', () => {
    const text = 'a;\u001b[2J\u009b\u202e\r\nb\t1\n';
    const bytes = new TextEncoder().encode(text);
    const piped = make();
    piped.context.text(text);
    piped.context.bytes(bytes);
    expect(piped.out).toEqual([text, String(bytes)]);
    const shown = make({}, { isTTY: true });
    shown.context.text(text);
    shown.context.bytes(bytes);
    shown.context.bytes(Uint8Array.of(0xff, 0x1b, 0x9b, 0x0a));
    const safe = 'a;\\x1b[2J\\x9b\\u202e\r\nb\t1\n';
    expect(shown.out).toEqual([safe, safe, '\ufffd\\x1b\ufffd\n']);
  });

  it('may be nothing', () => {
    const { context, stdout } = make();
    context.answer({}, () => []);
    expect(stdout()).toBe('');
  });
});

describe('warnings', () => {
  it('are shown once, up to five, on stderr', () => {
    const { context, stdout, stderr } = make();
    context.warn([1, 1, 2, 3, 4, 5, 6, 7].map(warning));
    expect(stdout()).toBe('');
    expect(stderr().trimEnd().split('\n')).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => `warning: warning ${n} [entry "e${n}"]`),
      '2 more warnings; --verbose shows them',
    ]);
  });

  it('are all shown with --verbose, none with --quiet or --json', () => {
    const verbose = make({ verbose: true });
    verbose.context.warn([1, 2, 3, 4, 5, 6].map(warning));
    expect(verbose.err).toHaveLength(6);
    for (const options of [{ quiet: true }, { json: true }]) {
      const silent = make(options);
      silent.context.warn([warning(1)]);
      silent.context.note('note');
      expect(silent.stderr()).toBe('');
    }
  });

  it('do not act on the terminal', () => {
    const { context, stderr } = make();
    context.warn([{ code: 'PATH_RENAMED', message: 'bell \u0007' }]);
    context.note('esc \u001b[31m');
    expect(stderr()).toBe('warning: bell \\x07\nesc \\x1b[31m\n');
  });
});

describe('errors', () => {
  const error = new HotfixkitError('CAB_CHECKSUM', 'a block does not add up', {
    file: 'x\u001b.msi',
    stream: 'files.cab',
    offset: 4711,
    structure: 'CFDATA',
  });

  it('are one line that names file, stream and offset', () => {
    const { context, stderr, stdout } = make();
    context.fail(error);
    expect(stderr()).toBe(
      'hotfixkit: x\\x1b.msi: a block does not add up [stream "files.cab", offset 4711, CFDATA]\n',
    );
    expect(stdout()).toBe('');
  });

  it('are a document with --json', () => {
    const { context, stdout, stderr } = make({ json: true });
    context.fail(error);
    expect(JSON.parse(stdout())).toEqual({
      schema: 'hotfixkit/list/1',
      error: {
        exitCode: 3,
        code: 'CAB_CHECKSUM',
        message: 'a block does not add up',
        file: 'x\u001b.msi',
        stream: 'files.cab',
        offset: 4711,
        structure: 'CFDATA',
      },
    });
    expect(stderr()).toBe('');
  });

  it('have their stack with --verbose only, and are told even with --quiet', () => {
    const verbose = make({ verbose: true });
    verbose.context.fail(error);
    expect(verbose.stderr()).toContain('context.test.ts');
    const quiet = make({ quiet: true });
    quiet.context.fail(error);
    expect(quiet.err).toHaveLength(1);
  });
});

describe('colours', () => {
  it.each([
    ['on a terminal', {}, { isTTY: true }, '\u001b[31mx\u001b[0m'],
    ['not into a file', {}, { isTTY: false }, 'x'],
    ['not with --no-color', { color: false }, { isTTY: true }, 'x'],
    ['not with NO_COLOR', {}, { isTTY: true, env: { NO_COLOR: '1' } }, 'x'],
    ['with an empty NO_COLOR', {}, { isTTY: true, env: { NO_COLOR: '' } }, '\u001b[31mx\u001b[0m'],
  ])('%s', (_, options, terminal, painted) => {
    expect(make(options, terminal).context.paint('red', 'x')).toBe(painted);
  });
});

it('last is said whatever was asked for', () => {
  const { context, stderr } = make({ quiet: true, json: true });
  context.last('msiexec: exit code 1603');
  expect(stderr()).toBe('msiexec: exit code 1603\n');
});

it('a bar is drawn on terminals only', () => {
  for (const [options, terminal] of [
    [{}, { isTTY: false }],
    [{ quiet: true }, { isTTY: true }],
    [{ json: true }, { isTTY: true }],
  ] as const) {
    const { context, stderr } = make(options, terminal);
    const bar = context.progress('x');
    bar.update({ bytes: 1, totalBytes: 2, files: 0, totalFiles: 1 });
    bar.done();
    expect(stderr()).toBe('');
  }
});

describe('what an error says', () => {
  const hostile =
    'no such file \u001b[31m\u202e\u009b\nmsiexec: exit code 0\n    at forged (\u001b]0;x\u0007)';

  it.each([false, true])(
    'is one line that does nothing; with --verbose the stack too (--json: %s)',
    (json) => {
      const { context, stderr } = make({ json, verbose: true });
      context.fail(new HotfixkitError('FILE_NOT_FOUND', hostile, { file: '\u0085\u2028', entry: 'e\u200f' }));
      expect(stderr()).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const lines = stderr().trimEnd().split('\n');
      const first = json
        ? /^HotfixkitError: no such file \\x1b/
        : /^hotfixkit: \\x85\\u2028: no such file \\x1b/;
      expect(lines[0]).toMatch(first);
      expect(lines.slice(json ? 1 : 2).every((line) => line.startsWith('    at '))).toBe(true);
      expect(lines.length).toBeGreaterThan(3);
    },
  );

  it('and the last line', () => {
    const { context, stderr } = make();
    context.last('done \u001b[2J\u202e');
    expect(stderr()).toBe('done \\x1b[2J\\u202e\n');
  });
});
