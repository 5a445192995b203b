import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Manifest } from '../manifest/manifest.js';
import type { StageTargets } from './apply-stage.js';
import { utilityName } from './plan-stage.js';

/** The content folders as people give them. */
export interface StageFolders {
  /** The client installation files, the folder that holds `i386`. */
  client: string;
  /** Package source of the utility; a folder beside the client source, named for the utility, where absent. */
  utility?: string | undefined;
  /** A package source for the client patch alone; none where absent. */
  hotfix?: string | undefined;
}

/**
 * Where a package is staged to. The utilities of several packages are not the same, so each gets a package source of its
 * own, named for the package.
 *
 * @param packagePath the package, where it is one of several
 */
export function stageTargets(
  folders: StageFolders,
  manifest: Manifest,
  packagePath: string | null = null,
): StageTargets {
  const { client, hotfix } = folders;
  const name = packagePath === null ? '' : basename(packagePath).replace(/\.[^.]*$/, '');
  const parts = [utilityFolderName(manifest), name].filter((part) => part !== '');
  const utility =
    folders.utility === undefined
      ? join(dirname(resolve(client)), parts.join('-'))
      : join(folders.utility, name);
  return { client, utility, ...(hotfix === undefined ? {} : { hotfix }) };
}

/** Folders in which taking back may change something: those that were named, and those that {@link stageTargets} named. */
export function undoFolders(folders: StageFolders, manifest: Manifest): string[] {
  const { client, utility, hotfix } = folders;
  const beside = dirname(resolve(client));
  const name = utilityFolderName(manifest);
  const siblings = existsSync(beside) ? readdirSync(beside) : [];
  return [
    client,
    ...(utility === undefined
      ? siblings.filter((one) => one === name || one.startsWith(`${name}-`)).map((one) => join(beside, one))
      : [utility]),
    ...(hotfix === undefined ? [] : [hotfix]),
  ];
}

function utilityFolderName({ facts, kb }: Manifest): string {
  return facts?.utility ? utilityName(facts.utility) : `KB${kb}`;
}
