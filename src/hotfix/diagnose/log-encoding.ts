import { type ByteSource, readInto } from '../../core/byte-source.js';
import { decodeText, isAscii } from '../../core/code-page.js';
import { normalise } from '../../core/normalise.js';

/**
 * How the characters of a log are stored. `ansi`: an encoding that contains ASCII; which one is decided for each entry.
 */
export type LogEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'ansi';

export interface DetectedEncoding {
  encoding: LogEncoding;
  /** Bytes of the byte order mark, 0 where there is none. */
  mark: number;
}

const SAMPLE = 16 * 1024;

/**
 * Detects the encoding by the byte order mark, else by the positions of zero bytes of ASCII characters in the first
 * bytes.
 */
export function detectEncoding(source: ByteSource): DetectedEncoding {
  const sample = new Uint8Array(Math.min(SAMPLE, source.size));
  readInto(source, 0, sample);
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', mark: 2 };
  let little = 0;
  let big = 0;
  let pairs = 0;
  for (let i = 0; i + 1 < sample.length; i += 2) {
    // Zeros on both sides are space that was reserved and never written.
    if (sample[i] === 0 && sample[i + 1] === 0) continue;
    pairs++;
    if (sample[i + 1] === 0) little++;
    else if (sample[i] === 0) big++;
  }
  if (pairs > 0 && little > pairs / 3 && little > big) return { encoding: 'utf-16le', mark: 0 };
  if (pairs > 0 && big > pairs / 3) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: isUtf8(sample) ? 'utf-8' : 'ansi', mark: 0 };
}

/** One character is one byte or one pair of bytes, so that places in the text are places in the log. */
export function decodeRaw(bytes: Uint8Array, encoding: LogEncoding): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (encoding === 'utf-16le') return buffer.toString('utf16le');
  if (encoding === 'utf-16be')
    return Buffer.from(buffer.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return buffer.toString('latin1');
}

/**
 * Every text that the bytes may mean, the likeliest first: UTF-8 where they are that, else the ANSI code pages given.
 * The text is composed (NFC), because some code pages write marks separately.
 */
export function decodeReadings(
  bytes: Uint8Array,
  encoding: LogEncoding,
  codePages: readonly number[],
): string[] {
  if (encoding === 'utf-16le' || encoding === 'utf-16be')
    return [normalise(decodeRaw(bytes, encoding), 'NFC')];
  // Most entries are ASCII, of which all readings are equal.
  if (isAscii(bytes)) return [decodeRaw(bytes, encoding)];
  if (isUtf8(bytes)) return [normalise(new TextDecoder().decode(bytes), 'NFC')];
  return [...new Set([1252, ...codePages])].map((page) => normalise(decodeText(bytes, page), 'NFC'));
}

/** Whether the bytes are UTF-8, but for a character that is cut at either end. */
function isUtf8(bytes: Uint8Array): boolean {
  let start = 0;
  while (start < 3 && start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start++;
  try {
    // A character that is cut at the end waits for its other bytes and is not an error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start), { stream: true });
    return true;
  } catch (error) {
    // What the decoder throws for bytes that are no UTF-8.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
