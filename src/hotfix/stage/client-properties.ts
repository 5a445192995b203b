import { HotfixkitError } from '../../core/errors.js';

/** Installation properties of the client, by name in capitals, in the order given. */
export type ClientProperties = Readonly<Record<string, string>>;

/**
 * Reads `NAME=value` pairs. Throws `STAGE_BAD_PROPERTY`, saying what to type, for text that is not a pair, a value that
 * is still a placeholder, or a property that staging writes itself.
 */
export function parseClientProperties(pairs: readonly string[]): ClientProperties {
  const properties: Record<string, string> = {};
  for (const pair of pairs) {
    const match = /^([A-Za-z_][\w.]*)\s*=\s*(.*)$/s.exec(pair.trim());
    if (!match) throw bad('a client property is NAME=value, like SMSSLP=server01', pair);
    const name = match[1]!.toUpperCase();
    const value = match[2]!.replace(/^"(.*)"$/s, '$1');
    if (name === 'PATCH') {
      throw bad('PATCH is written by staging; give further patches with --with-patch PATH', pair);
    }
    if (/^<.*>$/.test(value))
      throw bad(`put the value in place of ${value}, without the angle brackets`, pair);
    if (/["<>\u0000-\u001f]/.test(value))
      throw bad('a value cannot hold quotation marks or angle brackets', pair);
    if (Object.hasOwn(properties, name)) throw bad(`${name} is given twice`, pair);
    Object.defineProperty(properties, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return properties;
}

/** Formats them as one line for the console's box for installation properties; empty for none. */
export function formatClientProperties(properties: ClientProperties): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value === '' || /[\s;]/.test(value) ? `"${value}"` : value}`)
    .join(' ');
}

function bad(message: string, found: string): HotfixkitError {
  return new HotfixkitError('STAGE_BAD_PROPERTY', message, { found });
}
