import { describeError, HotfixkitError, type Warning } from '../core/errors.js';
import { printable, printableJsonPieces, printableLines } from '../core/visible-text.js';
import { isNote } from '../core/weakening-warnings.js';
import type { RunLimits } from '../node/run-limits.js';
import { errorJson } from './exit-status.js';
import { ProgressBar } from './progress-bar.js';
import { type TextColumn, textTableLines } from './text-table.js';
import { asTyped } from './typed-path.js';

/** The streams and the environment of a command, which tests replace. */
export interface Terminal {
  stdout: {
    write(data: string | Uint8Array): unknown;
    isTTY?: boolean | undefined;
    columns?: number | undefined;
  };
  stderr: { write(data: string): unknown; isTTY?: boolean | undefined; columns?: number | undefined };
  env: Readonly<Record<string, string | undefined>>;
  /** The system whose rules hold for the output; this one where left out. */
  platform?: string;
  signal?: AbortSignal;
  /** Called with the command once the command line has been parsed. */
  onStart?: (start: RunStart) => void;
}

/** The result of a command as JSON: an object with named parts, so that parts can be added. */
export type JsonDocument<T extends object> = T &
  (T extends readonly unknown[] | { schema: unknown } ? never : unknown);

export interface ContextOptions {
  /** A file of settings that was named. */
  config?: string;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  limits: RunLimits;
}

/** Settings that were taken from a file. */
export interface ConfigUse {
  file: string;
  /** Names of the settings. */
  used: readonly string[];
}

/** The facts of a run that a supervisor needs: its limits, and how to print a result in its place. */
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

/** JSON in ASCII: programs that read it may take its bytes for another code page. */
function* asciiPieces(pieces: Iterable<string>): Generator<string, void, void> {
  for (const piece of pieces) {
    yield piece.replace(/[^\0-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }
}

function* withEnd(pieces: Iterable<string>): Generator<string, void, void> {
  yield* pieces;
  yield '\n';
}

/** The output of a command. Results go to stdout, everything else to stderr. */
export class Context {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly limits: RunLimits;
  readonly signal: AbortSignal | undefined;
  readonly #terminal: Terminal;
  readonly #mayColor: boolean;
  /** Packages that were opened inside the files that were named. */
  readonly #opened: string[] = [];
  #config: ConfigUse | null = null;
  readonly #beside: Warning[] = [];
  /** The words of the command line. */
  readonly words: readonly string[];
  /** The name of the command. */
  readonly command: string;
  /** The file that takes the place of standard output, with what goes there. */
  #file: { path: string; parts: Uint8Array[] } | null = null;

  /**
   * `words` are those of the command line; errors and warnings for people name paths as they are spelled there.
   * `command` is the name of the command, which JSON documents state; `error` where the command line names none.
   */
  constructor(
    terminal: Terminal,
    options: ContextOptions,
    words: readonly string[] = [],
    command: string = 'error',
  ) {
    this.#terminal = terminal;
    this.command = command;
    this.words = words;
    this.json = options.json;
    this.quiet = options.quiet;
    this.verbose = options.verbose;
    this.limits = options.limits;
    this.signal = terminal.signal;
    this.#mayColor = options.color && terminal.stdout.isTTY === true && (terminal.env.NO_COLOR ?? '') === '';
  }

  /** Whether the result is shown on a terminal. */
  get #isShown(): boolean {
    return this.#file === null && this.#terminal.stdout.isTTY === true;
  }

  get #color(): boolean {
    return this.#mayColor && this.#file === null;
  }

  /** Whether nothing is printed but errors. What goes to a file was asked for all the same. */
  get #isSilent(): boolean {
    return this.quiet && this.#file === null;
  }

  /**
   * PowerShell takes what a program writes to a pipe for text in the code page of the console, which is not UTF-8 unless
   * someone has changed it.
   */
  get #isAscii(): boolean {
    const platform = this.#terminal.platform ?? process.platform;
    return platform === 'win32' && this.#file === null && !this.#isShown;
  }

  /**
   * From now on the answer goes to this file, which {@link finish} writes; to standard output for `-` and without a path.
   */
  answerTo(path: string | undefined): void {
    if (path !== undefined && path !== '-') this.#file = { path, parts: [] };
  }

  /** Writes the file of {@link answerTo}: at the end, because an error leaves an earlier file as it was. */
  async finish(): Promise<void> {
    if (this.#file === null) return;
    const { path, parts } = this.#file;
    const { writePiecesAtomic } = await import('../node/write-file-atomic.js');
    // The document is in the file by now.
    this.#warn(await writePiecesAtomic(path, parts));
    this.note(`written to ${path}`);
  }

  #put(data: string | Uint8Array): void {
    if (this.#file === null) this.#terminal.stdout.write(data);
    // Bytes may change afterwards.
    else this.#file.parts.push(typeof data === 'string' ? Buffer.from(data) : data.slice());
  }

  get env(): Terminal['env'] {
    return this.#terminal.env;
  }

  /** Prints the answer: one JSON document with `--json`, nothing with `--quiet`, else the lines that `text` makes. */
  answer<T extends object>(document: JsonDocument<T>, text: () => Iterable<string>): void {
    if (this.json) this.document(document);
    else if (!this.#isSilent) this.lines(text());
  }

  /** Prints the JSON document of the command, with the name of its schema. */
  document<T extends object>(value: JsonDocument<T>): void {
    const opened = this.#opened.length > 0 ? { opened: this.#opened } : {};
    const { warnings = [] } = value as { warnings?: readonly Warning[] };
    const beside = this.#beside.length > 0 ? { warnings: [...warnings, ...this.#beside] } : {};
    this.data({
      schema: `hotfixkit/${this.command}/1`,
      ...value,
      ...beside,
      ...opened,
      ...(this.#config ? { config: this.#config } : {}),
    });
  }

  /** Prints JSON that has a form of its own: the rows of a table, a JSON Schema. */
  data(value: unknown): void {
    const pieces = printableJsonPieces(value);
    this.#write(withEnd(this.#isAscii ? asciiPieces(pieces) : pieces));
  }

  /** Lines for people, none with `--quiet`. Whatever came from a package and would act on a terminal is made visible. */
  lines(lines: Iterable<string>): void {
    if (!this.#isSilent) this.#write(this.#shown(lines));
  }

  *#shown(lines: Iterable<string>): Generator<string, void, void> {
    for (const line of lines) yield `${this.#color ? printableWithColors(line) : printable(line)}\n`;
  }

  /** Writes text in parts, because a long text would be in memory several times. */
  #write(pieces: Iterable<string>): void {
    let part = '';
    for (const piece of pieces) {
      part += piece;
      if (part.length < PART) continue;
      this.#put(part);
      part = '';
    }
    if (part !== '') this.#put(part);
  }

  /** Prints a document for other programs unchanged; on a terminal, control characters are made visible. */
  text(document: string): void {
    this.#put(this.#isShown ? printableLines(document) : document);
  }

  /** Bytes for other programs, as they are; on a terminal they are shown as text, as far as they are UTF-8. */
  bytes(bytes: Uint8Array): void {
    if (this.#isShown) this.text(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    else this.#put(bytes);
  }

  /** The content of a file, as it is. Throws `USAGE` where it would go to a terminal and is not text. */
  binary(pieces: Iterable<Uint8Array>): void {
    if (this.#file !== null) {
      throw new HotfixkitError('USAGE', 'the content of a file is no answer; name the file for it with -o');
    }
    for (const piece of pieces) {
      if (this.#isShown && piece.includes(0)) {
        throw new HotfixkitError(
          'USAGE',
          'the content is binary and is not written to a terminal; name a file or folder with -o',
        );
      }
      this.bytes(piece);
    }
  }

  /** Prints information that is not part of the result. */
  note(text: string): void {
    if (!this.quiet && !this.json) this.#terminal.stderr.write(`${printable(text)}\n`);
  }

  /** Prints commands for the runner of a pipeline, which reads standard error too. */
  annotate(commands: string): void {
    if (!this.quiet) this.#terminal.stderr.write(commands);
  }

  /** Says which settings a file gave: in a line where trust is among them or everything is told, and in JSON as `config`. */
  configured(file: string, used: readonly string[]): void {
    this.#config = { file: file.replaceAll('\\', '/'), used };
    if (this.verbose || used.includes('trust') || used.includes('trustSystem')) {
      this.note(`${file}: ${used.join(', ')}`);
    }
  }

  /** Says what was opened inside a file in place of the file: in a line, and in JSON as `opened`. */
  openedInside(path: string, way: string): void {
    this.#opened.push(`${path}!${way}`);
    this.note(`${path}: opened ${way} inside it; ${path}! is the container itself`);
  }

  /** Prints the last line, even with `--quiet`. */
  last(text: string): void {
    this.#terminal.stderr.write(`${printable(text)}\n`);
  }

  warn(warnings: readonly Warning[]): void {
    if (!this.json) this.#warn(warnings);
  }

  /** {@link warn} before the answer, for a command whose document has no place for warnings: they are added to it. */
  warnBeside(warnings: readonly Warning[]): void {
    this.warn(warnings);
    this.#beside.push(...warnings);
  }

  #warn(warnings: readonly Warning[]): void {
    if (this.quiet) return;
    const lines = [
      ...new Set(
        warnings.map((one) => printable(`${isNote(one) ? 'note' : 'warning'}: ${this.#describe(one)}`)),
      ),
    ];
    const shown = this.verbose ? lines : lines.slice(0, 5);
    for (const line of shown) this.#terminal.stderr.write(`${line}\n`);
    if (lines.length > shown.length) {
      this.#terminal.stderr.write(`${lines.length - shown.length} more warnings; --verbose shows them\n`);
    }
  }

  #describe(warning: Warning): string {
    const { file } = warning;
    return describeError(file === undefined ? warning : { ...warning, file: asTyped(file, this.words) });
  }

  /** Prints an error where it is seen: not to the file of {@link answerTo}. */
  fail(error: HotfixkitError): void {
    this.#file = null;
    if (this.json) {
      this.document({ error: errorJson(error) });
    } else {
      this.#terminal.stderr.write(
        `${printable(`hotfixkit: ${this.#describe({ ...error.facts, code: error.code, message: error.message })}`)}\n`,
      );
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
    const width = this.#isShown ? this.#terminal.stdout.columns : undefined;
    for (const line of textTableLines(columns, rows, width)) {
      yield isHead ? this.paint('bold', line) : line;
      isHead = false;
    }
  }

  paint(color: Color, text: string): string {
    return this.#color ? `\u001b[${colors[color]}m${text}\u001b[0m` : text;
  }

  /** A progress bar on stderr, shown if stderr is a terminal and the work takes longer than a moment. */
  progress(label: string): ProgressBar {
    const visible = !this.quiet && !this.json && this.#terminal.stderr.isTTY === true;
    return new ProgressBar(label, visible ? this.#terminal.stderr : null);
  }
}
