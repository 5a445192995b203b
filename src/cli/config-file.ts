import { statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { HotfixkitError, type Warning } from '../core/errors.js';
import { duplicateKey } from '../core/json-duplicate-key.js';
import { jsonExcess } from '../core/json-limits.js';
import { markedText } from '../core/marked-text.js';
import { nearestName } from '../core/nearest-name.js';
import { readFileWhole } from '../node/read-file-whole.js';
import { existingPath } from '../node/user-path.js';

/** The name of the file that is looked for. */
const NAME = 'hotfixkit.config.json';

/** Settings that are the options of these names, and what they take. Paths are relative to the file. */
export const settings = {
  packageId: 'text',
  utilityPackageId: 'text',
  cacheDrive: 'text',
  clientPath: 'text',
  clientProperty: 'texts',
  trust: 'paths',
  trustSystem: 'flag',
  catalog: 'paths',
  crl: 'paths',
  signedBy: 'text',
} as const;

export type SettingName = keyof typeof settings;

/** A file of settings, checked. */
export interface ConfigFile {
  path: string;
  values: Readonly<Partial<Record<SettingName, string | boolean | readonly string[]>>>;
}

/** Longest file of settings, in bytes. */
const LIMIT = 1024 * 1024;
const MOST = { depth: 4, values: 10_000 };

/**
 * The settings in the file that is given, or else in the nearest `hotfixkit.config.json` of a folder and those above it; null without
 * any. A file that was not given and belongs to another user is not used: it may name certificates to trust.
 */
export function findConfig(
  given: string | undefined,
  folder: string,
  onWarning: (warning: Warning) => void,
): ConfigFile | null {
  if (given !== undefined) return readConfig(existingPath(given));
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, NAME);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile()) {
      const user = process.getuid?.();
      if (user === undefined || stat.uid === user || stat.uid === 0) return readConfig(path);
      const message =
        'these settings belong to another user and are not used; name the file with --config to use it';
      onWarning({ code: 'CONFIG_INVALID', message, file: path });
      return null;
    }
    if (dirname(at) === at) return null;
  }
}

/** Reads and checks a file of settings. Throws `CONFIG_INVALID`, `FILE_NOT_FOUND`, `FILE_READ`. */
export function readConfig(path: string): ConfigFile {
  const bytes = readFileWhole(path);
  if (bytes.length > LIMIT) throw invalid(path, 'this is too large for a file of settings');
  const json = parsed(path, markedText(bytes));
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw invalid(path, 'a file of settings is one JSON object, as in {"packageId": "ABC00001"}');
  }
  const entries = Object.entries(json).filter(([name]) => name !== '$schema');
  const values = entries.map(([name, value]) => [name, setting(path, name, value)] as const);
  return { path, values: Object.fromEntries(values) };
}

function parsed(path: string, text: string): unknown {
  if (jsonExcess(text, MOST) !== null) throw invalid(path, 'this is too large for a file of settings');
  try {
    const json: unknown = JSON.parse(text);
    const twice = duplicateKey(text);
    if (twice) {
      throw invalid(
        path,
        `line ${twice.line} has the setting ${JSON.stringify(twice.key)} a second time; remove one of the two`,
      );
    }
    return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(path, `this is not JSON: ${error.message}`);
  }
}

function setting(path: string, name: string, value: unknown): string | boolean | readonly string[] {
  const kind = Object.hasOwn(settings, name) ? settings[name as SettingName] : null;
  if (kind === null) {
    const meant = nearestName(name, Object.keys(settings));
    const advice =
      meant === null ? `the settings are ${Object.keys(settings).join(', ')}` : `did you mean "${meant}"?`;
    throw invalid(path, `there is no setting ${JSON.stringify(name)}; ${advice}`);
  }
  const isText = (one: unknown): one is string => typeof one === 'string' && one.trim() !== '';
  switch (kind) {
    case 'flag':
      if (typeof value === 'boolean') return value;
      throw invalid(path, `"${name}" takes true or false`);
    case 'text':
      if (isText(value)) return value;
      throw invalid(path, `"${name}" takes a text in quotation marks`);
    case 'texts':
    case 'paths':
      if (!Array.isArray(value) || !value.every(isText))
        throw invalid(path, `"${name}" takes a list of texts: ["…"]`);
      return kind === 'texts'
        ? value
        : value.map((one) => (isAbsolute(one) ? one : join(dirname(path), one)));
  }
}

function invalid(file: string, message: string): HotfixkitError {
  return new HotfixkitError('CONFIG_INVALID', message, { file });
}
