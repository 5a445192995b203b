import { type ByteSource, readInto } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { decodeRaw, decodeReadings, detectEncoding, type LogEncoding } from './log-encoding.js';
import { type LogEntry, type LogFormat, parseLogEntry } from './log-entry.js';
import { eachOnce, type Needle, type SymptomMatch, SymptomMatcher } from './symptom-matcher.js';

/** Bytes looked through at a time. */
const CHUNK = 4 * 1024 * 1024;
/** Longest entry that is read whole, to either side of what was found, in bytes. */
const REACH = 64 * 1024;
const FIRST_REACH = 4 * 1024;
/** Most entries without a symptom that are cached, and their longest size in bytes. */
const MOST_REMEMBERED = 1000;
const LONGEST_REMEMBERED = 256;

/** An entry that shows a symptom. */
export interface Sighting extends SymptomMatch {
  matcher: SymptomMatcher;
  entry: LogEntry;
  /** Line on which the entry begins, from 1. */
  line: number;
  /** Byte offset of the entry. */
  offset: number;
}

export interface LogSummary {
  encoding: LogEncoding;
  /** The layout of the entries that were examined, else of the first lines. */
  format: LogFormat;
  lines: number;
  /** Bytes that could be read. */
  read: number;
  /** Why reading ended before the end of the file; null if it did not. */
  stopped: HotfixkitError | null;
}

/**
 * Looks through a log of any size for symptoms; memory does not grow with it. Entries come in their order, after every
 * chunk the number of bytes that are done. A log that becomes shorter or unreadable on the way is read as far as it goes.
 *
 * Bytes are searched, not text: the error codes and wordings of the symptoms in every encoding that they may have, also
 * in a log whose encoding changes half-way. Only entries in which one of them stands are decoded.
 */
export function* scanLog(
  source: ByteSource,
  matchers: readonly SymptomMatcher[],
): Generator<Sighting | number, LogSummary, void> {
  const { encoding, mark } = attempt(() => detectEncoding(source)) ?? { encoding: 'ansi' as const, mark: 0 };
  // Read a byte off, text of one order looks like that of the other: a log has one of them. A log of the one width may
  // go on in the other, where several programs write to it.
  const order = encoding === 'utf-16be' ? 'little' : 'big';
  const needles = eachOnce(matchers.flatMap((matcher) => matcher.needles)).filter(
    ({ width }) => width !== order,
  );
  const codePages = [...new Set(matchers.flatMap((matcher) => matcher.codePages))];
  const overlap = needles.reduce((most, { bytes }) => Math.max(most, bytes.length), 1) - 1;
  const counter = new LineCounter(encoding, mark);
  const summary: LogSummary = {
    encoding,
    format: attempt(() => layoutOf(source, encoding, mark)) ?? 'plain',
    lines: 0,
    read: 0,
    stopped: null,
  };
  const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK + overlap, source.size));
  const showsNothing = new Set<string>();
  let kept = 0;
  // All entries before this place have been examined.
  let done = 0;
  for (let at = 0; at < source.size; ) {
    const length = Math.min(CHUNK, source.size - at);
    try {
      readInto(source, at, buffer.subarray(kept, kept + length));
    } catch (error) {
      if (!(error instanceof HotfixkitError)) throw error;
      summary.stopped = error;
      break;
    }
    const chunk = buffer.subarray(0, kept + length);
    const base = at - kept;
    const hits = new HitQueue(chunk, needles);
    for (let hit = hits.next(done - base); hit !== null; hit = hits.next(done - base)) {
      const found = readEntry(source, base + hit.at, encodingAt(hit.width, encoding), summary.format, done);
      done = Math.max(found.end, base + hit.at + 1);
      // Entries with equal bytes have the same result, so a log that repeats an entry without a symptom costs little.
      const key =
        found.bytes.length <= LONGEST_REMEMBERED ? `${found.encoding} ${latin1(found.bytes)}` : null;
      if (key !== null && showsNothing.has(key)) continue;
      const readings = decodeReadings(found.bytes, found.encoding, codePages);
      const entries = readings.map(parseLogEntry);
      const squeezed = SymptomMatcher.squeezed(readings);
      let shows = false;
      for (const matcher of matchers) {
        const match = matcher.match(entries[0]!, readings, squeezed);
        if (!match) continue;
        shows = true;
        const best = entries[bestReading(matcher, readings, entries, match)]!;
        const line = counter.lineAt(found.start, chunk, base, source);
        yield {
          ...match,
          matcher,
          entry: { ...best, cut: best.cut || found.cut },
          line,
          offset: found.start,
        };
      }
      if (!shows && key !== null && showsNothing.size < MOST_REMEMBERED) showsNothing.add(key);
    }
    counter.countTo(base + chunk.length, chunk, base);
    at += length;
    kept = Math.min(overlap, chunk.length);
    chunk.copyWithin(0, chunk.length - kept);
    summary.read = at;
    yield at;
  }
  summary.lines = counter.total(summary.read);
  return summary;
}

/** Which reading of an entry is shown: the one in which the wording was found. */
function bestReading(
  matcher: SymptomMatcher,
  readings: readonly string[],
  entries: readonly LogEntry[],
  match: SymptomMatch,
): number {
  if (match.language === null || readings.length === 1) return 0;
  const index = readings.findIndex(
    (reading, i) => matcher.match(entries[i]!, [reading])?.language === match.language,
  );
  return Math.max(0, index);
}

/** Places of needles in a chunk, in their order; each needle is searched for no further than it has to be. */
class HitQueue {
  readonly #chunk: Buffer;
  readonly #needles: readonly Needle[];
  readonly #next: number[];

  constructor(chunk: Buffer, needles: readonly Needle[]) {
    this.#chunk = chunk;
    this.#needles = needles;
    this.#next = needles.map(({ bytes }) => chunk.indexOf(bytes));
  }

  /** The first place at `from` or behind it. */
  next(from: number): { at: number; width: Needle['width'] } | null {
    let best = -1;
    for (let i = 0; i < this.#needles.length; i++) {
      let place = this.#next[i]!;
      if (place >= 0 && place < from) {
        place = this.#chunk.indexOf(this.#needles[i]!.bytes, from);
        this.#next[i] = place;
      }
      if (place >= 0 && (best < 0 || place < this.#next[best]!)) best = i;
    }
    if (best < 0) return null;
    return { at: this.#next[best]!, width: this.#needles[best]!.width };
  }
}

/** The needle that was found tells the encoding at that place, whatever the log began with. */
function encodingAt(width: Needle['width'], encoding: LogEncoding): LogEncoding {
  if (width === 'little') return 'utf-16le';
  if (width === 'big') return 'utf-16be';
  return encoding === 'utf-8' ? 'utf-8' : 'ansi';
}

interface FoundEntry {
  bytes: Uint8Array;
  encoding: LogEncoding;
  start: number;
  end: number;
  cut: boolean;
}

/** The entry around a place. Reaches further where the entry is longer, up to a bound. */
function readEntry(
  source: ByteSource,
  place: number,
  encoding: LogEncoding,
  format: LogFormat,
  floor: number,
): FoundEntry {
  const unit = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
  for (let reach = FIRST_REACH; ; reach *= 4) {
    const lowest = Math.max(floor, place - reach, 0);
    const from = lowest + ((place - lowest) % unit);
    const to = Math.min(source.size, place + reach);
    const bytes = attempt(() => source.read(from, to - from)) ?? source.read(from, Math.max(0, place - from));
    const text = decodeRaw(bytes, encoding);
    const bounds = boundsOf(text, (place - from) / unit, format);
    const openBefore = bounds.openBefore && from > Math.max(floor, 3);
    const openBehind = bounds.openBehind && to < source.size;
    if (reach < REACH && (openBefore || openBehind)) continue;
    // A byte order mark is not part of the first entry.
    const mark = /^(?:\ufeff|\u00ef\u00bb\u00bf)/.exec(text)?.[0].length ?? 0;
    const start = from + bounds.start * unit === 0 ? mark : bounds.start;
    return {
      bytes: bytes.slice(start * unit, bounds.end * unit),
      encoding,
      start: from + start * unit,
      end: from + bounds.end * unit,
      cut: openBefore || openBehind,
    };
  }
}

interface Bounds {
  start: number;
  end: number;
  /** No beginning was found in the text. */
  openBefore: boolean;
  openBehind: boolean;
}

/** Beginning and end of the entry around a place, by the marks of its layout. */
function boundsOf(text: string, at: number, format: LogFormat): Bounds {
  const opening = text.lastIndexOf('<![LOG[', at);
  const closing = opening < 0 ? -1 : text.indexOf(']LOG]!>', opening);
  const tail = closing < 0 ? -1 : endOfLine(text, closing);
  if (opening >= 0 && (closing < 0 || tail < 0 || tail >= at)) {
    if (tail >= 0) return { start: opening, end: tail, openBefore: false, openBehind: false };
    // The entry is cut off: the next one begins, or the log ends.
    const next = text.indexOf('<![LOG[', opening + 7);
    const end = next < 0 ? text.length : next;
    return { start: opening, end, openBefore: false, openBehind: next < 0 };
  }
  let start = text.lastIndexOf('\n', at - 1) + 1;
  let openBefore = start === 0;
  let end = endOfLine(text, at);
  if (format === 'simple') {
    // An entry ends with the line that has the marks; its message may have several lines before that one.
    const marked = text.indexOf('$$<', at);
    const before = text.lastIndexOf('$$<', at - 1);
    const lineOfBefore = before < 0 ? -1 : endOfLine(text, before);
    if (before >= 0 && (lineOfBefore < 0 || lineOfBefore >= at)) {
      return { start, end: end < 0 ? text.length : end, openBefore, openBehind: end < 0 };
    }
    if (marked >= 0) {
      start = lineOfBefore >= 0 ? lineOfBefore + 1 : 0;
      openBefore = lineOfBefore < 0;
      end = endOfLine(text, marked);
    }
  }
  return { start, end: end < 0 ? text.length : end, openBefore, openBehind: end < 0 };
}

function endOfLine(text: string, from: number): number {
  return text.indexOf('\n', from);
}

function layoutOf(source: ByteSource, encoding: LogEncoding, mark: number): LogFormat {
  const bytes = source.read(mark, Math.min(REACH, source.size - mark));
  const text = decodeRaw(bytes, encoding);
  const cmtrace = text.split('<![LOG[').length;
  const simple = text.split('$$<').length;
  if (cmtrace === 1 && simple === 1) return 'plain';
  return cmtrace >= simple ? 'cmtrace' : 'simple';
}

/** Counts line feeds as the log goes by. */
class LineCounter {
  readonly #wide: 0 | 1 | 2;
  readonly #mark: number;
  #counted = 0;
  #feeds = 0;
  #lastIsFeed = false;

  constructor(encoding: LogEncoding, mark: number) {
    this.#wide = encoding === 'utf-16le' ? 1 : encoding === 'utf-16be' ? 2 : 0;
    this.#mark = mark;
  }

  /** Counts up to an offset of the file that lies in the chunk. */
  countTo(offset: number, chunk: Buffer, base: number): void {
    if (offset <= this.#counted) return;
    this.#feeds += this.#count(chunk, this.#counted - base, offset - base, base);
    this.#counted = offset;
    this.#lastIsFeed =
      this.#count(chunk, Math.max(0, offset - base - (this.#wide === 0 ? 1 : 2)), offset - base, base) > 0;
  }

  /** Number of the line on which an offset lies; one that has gone by is read once more. */
  lineAt(offset: number, chunk: Buffer, base: number, source: ByteSource): number {
    if (offset >= this.#counted) {
      this.countTo(offset, chunk, base);
      return this.#feeds + 1;
    }
    const bytes = Buffer.from(source.read(offset, this.#counted - offset));
    return this.#feeds - this.#count(bytes, 0, bytes.length, offset) + 1;
  }

  /** Lines of all that was read. */
  total(read: number): number {
    return read <= this.#mark ? 0 : this.#feeds + (this.#lastIsFeed ? 0 : 1);
  }

  #count(bytes: Buffer, from: number, to: number, base: number): number {
    let count = 0;
    for (let i = bytes.indexOf(10, from); i >= 0 && i < to; i = bytes.indexOf(10, i + 1)) {
      if (this.#wide === 0) count++;
      else {
        // Half of another character may be 0x0A as well.
        const isFirst = (base + i - this.#mark) % 2 === 0;
        if (isFirst === (this.#wide === 1) && bytes[this.#wide === 1 ? i + 1 : i - 1] === 0) count++;
      }
    }
    return count;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function attempt<T>(body: () => T): T | null {
  try {
    return body();
  } catch (error) {
    if (error instanceof HotfixkitError) return null;
    throw error;
  }
}
