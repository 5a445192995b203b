import { parseClientProperties } from '../hotfix/stage/client-properties.js';
import type { LineOptions } from '../hotfix/stage/stage-package.js';
import type { CommandOption, Options } from './command.js';

/** What the lines to type depend on. */
export const lineOptions: readonly CommandOption[] = [
  { flags: '--package-id <id>', help: 'ID of the ConfigMgr client package, e.g. ABC00001' },
  {
    flags: '--cache-drive <letter>',
    help: 'drive of the task sequence cache (_SMSTaskSequence); C where not given',
  },
  {
    flags: '--client-path <path>',
    help: 'folder that clients reach, e.g. \\\\server\\share\\Client, in place of the cache',
  },
  { flags: '--with-patch <path>...', help: 'one more patch for the same PATCH line; may be repeated' },
  {
    flags: '--client-property <name=value>...',
    help: 'one more client installation property, e.g. FSP=server01; may be repeated',
  },
];

export function lineOptionsOf(options: Options): LineOptions {
  const drive = options.text('cacheDrive');
  return {
    packageId: options.text('packageId') ?? null,
    ...(drive === undefined ? {} : { drive }),
    clientPath: options.text('clientPath') ?? null,
    withPatches: options.list('withPatch'),
    properties: parseClientProperties(options.list('clientProperty')),
  };
}
