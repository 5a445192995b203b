import { addFacts, type OpenedPackage, openPackage } from '../index.js';
import type { CommandOption, Options } from './command.js';
import type { Context } from './context.js';

/** Options of every command that opens a package. */
export const packageOptions: readonly CommandOption[] = [
  { flags: '--strict', help: 'refuse what a reader may forgive' },
  { flags: '--codepage <number>', help: 'read names and strings with this Windows code page' },
];

/** Opens a package for the length of `body`; errors that leave it name the file. */
export async function withPackage<T>(
  context: Context,
  path: string,
  options: Options,
  body: (opened: OpenedPackage) => T | Promise<T>,
): Promise<T> {
  const codePage = options.number('codepage');
  const opened = openPackage(path, {
    ...(options.flag('strict') ? { strict: true } : {}),
    ...(codePage === undefined ? {} : { codePage }),
  });
  try {
    const result = await body(opened);
    context.warn(opened.content.warnings.map((warning) => ({ file: path, ...warning })));
    return result;
  } catch (error) {
    throw addFacts(error, { file: path });
  } finally {
    opened.close();
  }
}
