import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Manifest } from '../manifest/manifest.js';
import { articleFileName } from '../naming/article-name.js';
import type { StageTargets } from './apply-stage.js';
import { utilityName } from './plan-stage.js';
import { placesBeside } from './stage-record.js';

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
 * The folders that a package is staged to. The utilities of several packages differ, so each gets a package source of
 * its own, named after the package. Relative where the folder that was given is.
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
    folders.utility === undefined ? join(client, '..', parts.join('-')) : join(folders.utility, name);
  return { client, utility, ...(hotfix === undefined ? {} : { hotfix }) };
}

/**
 * Folders in which undoing may change files: those that were given, and those of {@link stageTargets}, also where the client
 * source was staged to by the folder that a given link leads to.
 */
export function undoFolders(folders: StageFolders, manifest: Manifest): string[] {
  const { client, utility, hotfix } = folders;
  const name = utilityFolderName(manifest);
  const siblings = placesBeside(client).flatMap((beside) =>
    (existsSync(beside) ? readdirSync(beside) : [])
      .filter((one) => one === name || one.startsWith(`${name}-`))
      .map((one) => join(beside, one)),
  );
  return [
    client,
    ...(utility === undefined ? siblings : [utility]),
    ...(hotfix === undefined ? [] : [hotfix]),
  ];
}

function utilityFolderName(manifest: Manifest): string {
  const utility = manifest.facts?.utility;
  return utility ? utilityName(utility) : articleFileName(manifest);
}
