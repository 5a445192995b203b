import { describeError, HotfixkitError, type Warning } from '../core/errors.js';
import { printable, printableJsonPieces, printableLines } from '../core/visible-text.js';
import type { RunLimits } from '../node/run-limits.js';
import { ProgressBar } from './progress-bar.js';
import { type TextColumn, textTableLines } from './text-table.js';

/** The world outside, so that tests can look at what people would see. */
export interface Terminal {
  stdout: {
    write(data: string | Uint8Array): unknown;
    isTTY?: boolean | undefined;
    columns?: number | undefined;
  };
  stderr: { write(data: string): unknown; isTTY?: boolean | undefined; columns?: number | undefined };
  env: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
  /** Hears what is to be run once the command line has been read. */
  onStart?: (start: RunStart) => void;
}

export interface ContextOptions {
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  limits: RunLimits;
}

/** What a supervisor needs to know of a run: its limits, and how to answer in its place. */
export interface RunStart {
  /** Name of the command. */
  command: string;
  global: ContextOptions;
}

const colors = { red: 31, green: 32, yellow: 33, cyan: 36, bold: 1, dim: 2 } as const;
export type Color = keyof typeof colors;

const painted = new RegExp(`(\u001b\\[(?:0|${Object.values(colors).join('|')})m)`);

/** {@link printable}, but for the colours that {@link Context.paint} puts in. */
function printableWithColors(line: string): string {
  return line
    .split(painted)
    .map((part, i) => (i % 2 === 1 ? part : printable(part)))
    .join('');
}

/**
 * The stack of an error, what it says in one line. A message may have lines of its own, made to look like others: only
 * the frames below it are taken as lines.
 */
function stackLines(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n');
  const above = lines.findLastIndex((line) => !/^ {4}at /.test(line));
  return [`${error.name}: ${error.message}`, ...lines.slice(above + 1)].map(printable);
}

/** Characters that are written at once. */
const PART = 64 * 1024;

function* withEnd(pieces: Iterable<string>): Generator<string, void, void> {
  yield* pieces;
  yield '\n';
}

/** What every command gets: where to print and how. The answer goes to stdout, everything else to stderr. */
export class Context {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly limits: RunLimits;
  readonly signal: AbortSignal | undefined;
  readonly #terminal: Terminal;
  readonly #color: boolean;

  constructor(terminal: Terminal, options: ContextOptions) {
    this.#terminal = terminal;
    this.json = options.json;
    this.quiet = options.quiet;
    this.verbose = options.verbose;
    this.limits = options.limits;
    this.signal = terminal.signal;
    this.#color = options.color && terminal.stdout.isTTY === true && (terminal.env.NO_COLOR ?? '') === '';
  }

  /** Whether somebody looks at the answer, not another program. */
  get #isShown(): boolean {
    return this.#terminal.stdout.isTTY === true;
  }

  get env(): Terminal['env'] {
    return this.#terminal.env;
  }

  /** Prints the answer: one JSON document with `--json`, else the lines that `text` makes. */
  answer(document: unknown, text: () => Iterable<string>): void {
    if (this.json) this.document(document);
    else this.lines(text());
  }

  document(value: unknown): void {
    this.#write(withEnd(printableJsonPieces(value)));
  }

  /** Lines for people. Whatever came from a package and would act on a terminal is made visible. */
  lines(lines: Iterable<string>): void {
    this.#write(this.#shown(lines));
  }

  *#shown(lines: Iterable<string>): Generator<string, void, void> {
    for (const line of lines) yield `${this.#color ? printableWithColors(line) : printable(line)}\n`;
  }

  /** Writes text in parts: of a long answer all of it at once would be in memory several times. */
  #write(pieces: Iterable<string>): void {
    let part = '';
    for (const piece of pieces) {
      part += piece;
      if (part.length < PART) continue;
      this.#terminal.stdout.write(part);
      part = '';
    }
    if (part !== '') this.#terminal.stdout.write(part);
  }

  /** A document for other programs, as it is; on a terminal what would act there is made visible. */
  text(document: string): void {
    this.#terminal.stdout.write(this.#isShown ? printableLines(document) : document);
  }

  /** Bytes for other programs, as they are; on a terminal they are shown as text, as far as they are UTF-8. */
  bytes(bytes: Uint8Array): void {
    if (this.#isShown) this.text(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    else this.#terminal.stdout.write(bytes);
  }

  /** The content of a file, as it is. Throws `USAGE` where it would go to a terminal and is not text. */
  binary(pieces: Iterable<Uint8Array>): void {
    for (const piece of pieces) {
      if (this.#isShown && piece.includes(0)) {
        throw new HotfixkitError(
          'USAGE',
          'the content is binary and is not written to a terminal; name a file with -o or redirect the output',
        );
      }
      this.bytes(piece);
    }
  }

  /** Something worth knowing that is not the answer. */
  note(text: string): void {
    if (!this.quiet && !this.json) this.#terminal.stderr.write(`${printable(text)}\n`);
  }

  /** The line that must be there whatever was asked for. */
  last(text: string): void {
    this.#terminal.stderr.write(`${printable(text)}\n`);
  }

  warn(warnings: readonly Warning[]): void {
    if (this.quiet || this.json) return;
    const lines = [...new Set(warnings.map((warning) => printable(`warning: ${describeError(warning)}`)))];
    const shown = this.verbose ? lines : lines.slice(0, 5);
    for (const line of shown) this.#terminal.stderr.write(`${line}\n`);
    if (lines.length > shown.length) {
      this.#terminal.stderr.write(`${lines.length - shown.length} more warnings; --verbose shows them\n`);
    }
  }

  fail(error: HotfixkitError): void {
    if (this.json) {
      this.document({ error: { code: error.code, message: error.message, ...error.facts } });
    } else {
      this.#terminal.stderr.write(`${printable(`hotfixkit: ${describeError(error)}`)}\n`);
    }
    if (this.verbose) for (const line of stackLines(error)) this.#terminal.stderr.write(`${line}\n`);
  }

  table(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string[] {
    return [...this.tableLines(columns, rows)];
  }

  /** {@link table} line by line, of rows that are gone through twice. */
  *tableLines(
    columns: readonly TextColumn[],
    rows: Iterable<readonly string[]>,
  ): Generator<string, void, void> {
    let isHead = true;
    for (const line of textTableLines(columns, rows)) {
      yield isHead ? this.paint('bold', line) : line;
      isHead = false;
    }
  }

  paint(color: Color, text: string): string {
    return this.#color ? `\u001b[${colors[color]}m${text}\u001b[0m` : text;
  }

  /** A bar on stderr that appears when work lasts longer than a blink and stderr is a terminal. */
  progress(label: string): ProgressBar {
    const visible = !this.quiet && !this.json && this.#terminal.stderr.isTTY === true;
    return new ProgressBar(label, visible ? this.#terminal.stderr : null);
  }
}
