import { groupDigits, plural } from '../core/plural.js';
import { printable } from '../core/visible-text.js';
import type { WriteProgress } from '../package/node/write-options.js';

/** Milliseconds before a bar is shown. */
const BLINK = 400;
const REDRAW = 80;
const BAR = 24;
/** A narrow terminal gets a shorter bar rather than half an estimate. */
const SHORTEST_BAR = 6;

/** One line on a terminal that is redrawn, and removed at the end. */
export class ProgressBar {
  #label: string;
  readonly #terminal: { write(data: string): unknown; columns?: number | undefined } | null;
  /** The clock takes long to load, and nothing is measured where nothing is shown. */
  readonly #started: number;
  #drawn = 0;

  constructor(
    label: string,
    terminal: { write(data: string): unknown; columns?: number | undefined } | null,
  ) {
    this.#label = label;
    this.#terminal = terminal;
    this.#started = terminal ? performance.now() : 0;
  }

  /** What is being done now. */
  set label(text: string) {
    this.#label = text;
  }

  readonly update = (progress: WriteProgress): void => {
    if (!this.#terminal) return;
    const now = performance.now();
    if (now - this.#started < BLINK || now - this.#drawn < REDRAW) return;
    this.#drawn = now;
    const share = progress.totalBytes === 0 ? 1 : Math.min(1, progress.bytes / progress.totalBytes);
    const left = share > 0.01 ? ((now - this.#started) / share) * (1 - share) : Number.NaN;
    const facts = [
      `${Math.round(share * 100)}%`.padStart(4),
      `${formatSize(progress.bytes)} of ${formatSize(progress.totalBytes)}`,
      `${groupDigits(progress.files)} of ${plural(progress.totalFiles, 'file')}`,
      Number.isNaN(left) ? '' : `${Math.ceil(left / 1000)} s left`,
    ].join(' ');
    const columns = (this.#terminal.columns ?? 80) - 1;
    const room = columns - this.#label.length - facts.length - ' []  '.length;
    const bar = Math.max(SHORTEST_BAR, Math.min(BAR, room));
    const filled = Math.round(share * bar);
    const line = `${this.#label} [${'#'.repeat(filled)}${'.'.repeat(bar - filled)}] ${facts}`;
    this.#terminal.write(`\r\u001b[K${printable(line).slice(0, columns)}`);
  };

  /** For work of unknown size: how much is done so far. */
  count(done: string): void {
    if (!this.#terminal) return;
    const now = performance.now();
    if (now - this.#started < BLINK || now - this.#drawn < REDRAW) return;
    this.#drawn = now;
    this.#terminal.write(
      `\r\u001b[K${printable(`${this.#label} ${done}`).slice(0, (this.#terminal.columns ?? 80) - 1)}`,
    );
  }

  /** Takes the line away. */
  done(): void {
    if (this.#terminal && this.#drawn > 0) this.#terminal.write('\r\u001b[K');
    this.#drawn = 0;
  }
}

/** Bytes for people: `17,768 B`, `3.1 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 100_000) return `${groupDigits(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
