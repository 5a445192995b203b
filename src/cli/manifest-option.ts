import { HotfixkitError } from '../core/errors.js';
import { manifestFromCatalogue } from '../hotfix/manifest/catalogue.js';
import type { Manifest } from '../hotfix/manifest/manifest.js';
import { readManifestPath } from '../hotfix/manifest/node/read-manifest-path.js';
import type { CommandOption, Options } from './command.js';

/** Which published table to check against. */
export const manifestOptions: readonly CommandOption[] = [
  { flags: '--kb <number>', help: 'an article of the catalogue, e.g. 977203' },
  {
    flags: '--manifest <path>',
    help: 'a manifest of your own, the article itself, or a folder of them (--kb says which)',
  },
  {
    flags: '--product <text>',
    help: 'which file table, e.g. SP2; found from the files where it is not given',
  },
];

/** Whether the caller names a table at all. */
export function manifestGiven(options: Options): boolean {
  return options.text('kb') !== undefined || options.text('manifest') !== undefined;
}

export function manifestOf(options: Options): Manifest {
  const kb = options.text('kb');
  const file = options.text('manifest');
  if (file !== undefined) return readManifestPath(file, kb ?? null);
  if (kb !== undefined) return manifestFromCatalogue(kb);
  throw new HotfixkitError(
    'USAGE',
    '--kb NUMBER or --manifest FILE is needed; "hotfixkit manifest list" shows what there is',
  );
}
