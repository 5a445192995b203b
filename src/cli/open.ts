import type { ContainerLimits } from '../archive/limits.js';
import { addFacts, HotfixkitError } from '../core/errors.js';
import { type OpenedPackage, type OpenPackageOptions, openPackage } from '../package/open-package.js';
import type { CommandOption, Options } from './command.js';
import type { Context } from './context.js';

/** Options of every command that opens a package. */
export const packageOptions: readonly CommandOption[] = [
  { flags: '--strict', help: 'refuse what a reader may forgive' },
  { flags: '--codepage <number>', help: 'read names and strings with this Windows code page' },
  {
    flags: '--password <text>',
    help: 'of an encrypted zip archive (or the variable HOTFIXKIT_PASSWORD)',
  },
  { flags: '--max-depth <number>', help: 'containers within each other (default 8)' },
  { flags: '--max-entries <number>', help: 'files in all containers together (default 100000)' },
  { flags: '--max-ratio <number>', help: 'times its size that a file may unpack to (default 250)' },
  { flags: '--max-size <bytes>', help: 'that a container may unpack to; 500M, 16G (default 16G)' },
  { flags: '--rename-unsafe', help: 'alter unsafe and double names in containers, do not refuse them' },
];

/** What the options of {@link packageOptions} ask for, with the password from where it was given. */
export function openOptions(context: Context, options: Options): OpenPackageOptions {
  const codePage = options.number('codepage');
  const password = options.text('password') ?? context.env.HOTFIXKIT_PASSWORD;
  const limits: Partial<ContainerLimits> = {};
  for (const [key, value] of [
    ['maxDepth', options.number('maxDepth')],
    ['maxEntries', options.number('maxEntries')],
    ['maxRatio', options.number('maxRatio')],
    ['maxSize', byteCount(options.text('maxSize'))],
  ] as const) {
    if (value !== undefined) limits[key] = value;
  }
  return {
    ...(options.flag('strict') ? { strict: true } : {}),
    ...(codePage === undefined ? {} : { codePage }),
    ...(password === undefined || password === '' ? {} : { password }),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(options.flag('renameUnsafe') ? { renameUnsafe: true } : {}),
  };
}

/** `500M`: a number with a unit of 1024, 1024² or 1024³. */
function byteCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+)([KMGT]?)i?B?$/i.exec(text.trim());
  if (!match)
    throw new HotfixkitError('USAGE', '--max-size takes bytes: 1000000, 500M, 16G', { found: text });
  return Number(match[1]) * 1024 ** ' KMGT'.indexOf(match[2]!.toUpperCase() || ' ');
}

/** Opens a package for the length of `body`; errors that leave it name the file. */
export async function withPackage<T>(
  context: Context,
  path: string,
  options: Options,
  body: (opened: OpenedPackage) => T | Promise<T>,
  how: { orContainer?: boolean } = {},
): Promise<T> {
  const opened = openPackage(path, { ...openOptions(context, options), ...how });
  try {
    const way = opened.inside.filter((name) => name !== '').join('!');
    if (way !== '' && !path.includes('!')) {
      context.note(`${path}: taking ${way}, which is inside it; ${path}! is the container itself`);
    }
    const choices = opened.container?.choices ?? [];
    if (choices.length > 0) {
      context.note(`${path}: several packages are inside; for one of them: ${choices.slice(0, 8).join(' ')}`);
    }
    const result = await body(opened);
    const warnings = [...opened.content.warnings, ...(opened.container?.warnings() ?? [])];
    context.warn(warnings.map((warning) => ({ file: path, ...warning })));
    return result;
  } catch (error) {
    throw addFacts(error, { file: path });
  } finally {
    opened.close();
  }
}
