/** The layouts that client and server logs come in. */
export type LogFormat =
  /** `<![LOG[message]LOG]!><time="…" date="…" component="…" … thread="…" file="…">` */
  | 'cmtrace'
  /** `message  $$<component><date and time><thread=1234 (0x4D2)>` */
  | 'simple'
  /** Anything else, one entry for each line; also what a log viewer copies to the clipboard. */
  | 'plain';

export interface LogEntry {
  format: LogFormat;
  message: string;
  component: string | null;
  thread: string | null;
  /** ISO 8601: with `Z` where the log says how far from UTC it is, without a zone where it does not; null: unknown. */
  time: string | null;
  /** Date and time as the log writes them; null: none. */
  timeText: string | null;
  /** Whether the entry is cut off at its end or at its beginning. */
  cut: boolean;
}

/** Reads one entry. Never throws: text in an unknown layout becomes a message. */
export function parseLogEntry(text: string): LogEntry {
  return cmtraceEntry(text) ?? simpleEntry(text) ?? plainEntry(text);
}

function cmtraceEntry(text: string): LogEntry | null {
  const start = text.indexOf('<![LOG[');
  const end = text.indexOf(']LOG]!>', Math.max(0, start));
  if (start < 0 && end < 0) return null;
  const message = text.slice(start < 0 ? 0 : start + 7, end < 0 ? undefined : end);
  const attributes = new Map<string, string>();
  const tail = end < 0 ? '' : text.slice(end + 7);
  for (const [, name, value] of tail.matchAll(/([a-z]{1,20})="([^"]{0,400})"/gi)) {
    attributes.set(name!.toLowerCase(), value!);
  }
  const date = attributes.get('date') ?? null;
  const time = attributes.get('time') ?? null;
  return {
    format: 'cmtrace',
    message: message.trim(),
    component: attributes.get('component') || null,
    thread: attributes.get('thread') || null,
    time: date !== null && time !== null ? timeOf(date, time) : null,
    timeText: date === null && time === null ? null : [date, time].filter((part) => part !== null).join(' '),
    cut: start < 0 || end < 0 || !tail.includes('>'),
  };
}

function simpleEntry(text: string): LogEntry | null {
  const at = text.lastIndexOf('$$<');
  if (at < 0) return null;
  const fields = [...text.slice(at + 2).matchAll(/<([^<>]{0,200})>/g)].map((match) => match[1]!);
  if (fields.length === 0) return null;
  const [component, when = '', thread = ''] = fields;
  return {
    format: 'simple',
    message: withoutMark(text.slice(0, at)),
    component: component || null,
    thread: /^thread=([^ ]+)/.exec(thread)?.[1] ?? null,
    time: simpleTime(when),
    timeText: when === '' ? null : when,
    cut: fields.length < 3,
  };
}

/** Some programs put a `~` after the message in this layout. */
function withoutMark(text: string): string {
  const message = text.trim();
  return message.endsWith('~') ? message.slice(0, -1).trimEnd() : message;
}

/** `09-13-2007 14:00:00.123+420` or `Thu Sep 13 14:00:00.123 2007 Pacific Daylight Time`. */
function simpleTime(when: string): string | null {
  const digits = /^(\d{1,2}-\d{1,2}-\d{4}) (\d{1,2}:\d{2}:\d{2}[.\d]*(?:[+-]\d+)?)/.exec(when);
  if (digits) return timeOf(digits[1]!, digits[2]!);
  const words = /^[a-z]{3} ([a-z]{3}) +(\d{1,2}) (\d{1,2}:\d{2}:\d{2}[.\d]*) (\d{4})/i.exec(when);
  const month = words ? months.indexOf(words[1]!.toLowerCase()) + 1 : 0;
  return words && month > 0 ? timeOf(`${month}-${words[2]}-${words[4]}`, words[3]!) : null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function plainEntry(text: string): LogEntry {
  const columns = text.split('\t');
  const stamp = plainTime(text);
  const isCopied = columns.length >= 3;
  const thread = isCopied ? /^(\d+)( |$)/.exec(columns.at(-1)!.trim()) : null;
  return {
    format: 'plain',
    message: (isCopied ? columns[0]! : text).trim(),
    component: isCopied ? columns[1]!.trim() || null : null,
    thread: thread?.[1] ?? null,
    time: stamp?.time ?? null,
    timeText: stamp?.text ?? null,
    cut: false,
  };
}

/** The order of day and month is known only if the year comes first. */
function plainTime(text: string): { text: string; time: string | null } | null {
  const iso = /(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2}:\d{2})([.,]\d{1,7})?(Z|[+-]\d{2}:?\d{2})?/.exec(text);
  if (iso) {
    const [whole, year, month, day, clock, fraction, zone = ''] = iso;
    const local = `${year}-${month}-${day}T${clock}${fraction ? `.${fraction.slice(1, 4).padEnd(3, '0')}` : ''}`;
    const date = new Date(zone === '' ? `${local}Z` : `${local}${zone}`);
    if (Number.isNaN(date.getTime())) return { text: whole, time: null };
    return { text: whole, time: zone === '' ? local : date.toISOString() };
  }
  const other =
    /\d{1,2}[./-]\d{1,2}[./-]\d{2,4}[ T,]{1,2}\d{1,2}:\d{2}(:\d{2})?([.,]\d{1,7})?( [AP]M)?/i.exec(text);
  return other ? { text: other[0], time: null } : null;
}

/** `09-13-2007` and `14:00:00.123+420`: the number behind is what must be added, in minutes, to reach UTC. */
function timeOf(dateText: string, timeText: string): string | null {
  const date = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(dateText.trim());
  const time = /^(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?([+-]\d{1,4})?$/.exec(timeText.trim());
  if (!date || !time) return null;
  const [, month, day, year] = date.map(Number);
  const [, hours, minutes, seconds] = time.map(Number);
  if (month! < 1 || month! > 12 || hours! > 23 || minutes! > 59 || seconds! > 60) return null;
  const milliseconds = Number((time[4] ?? '0').slice(0, 3).padEnd(3, '0'));
  const value = Date.UTC(year!, month! - 1, day!, hours!, minutes!, seconds!, milliseconds);
  const local = new Date(value);
  if (local.getUTCDate() !== day) return null;
  if (time[5] === undefined) return local.toISOString().slice(0, -1);
  return new Date(value + Number(time[5]) * 60_000).toISOString();
}
