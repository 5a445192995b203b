import { BufferSource } from '../../core/byte-source.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { isSameName } from '../../core/name-key.js';
import { hashSource } from '../../node/hash.js';
import type { UtilityFacts } from '../manifest/hotfix-facts.js';
import type { Manifest, ManifestSection } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import { plainArticleName } from '../naming/article-name.js';
import { type ContentFolder, checkClientSource, type ExistingFile, targetPath } from './client-content.js';
import { clientHotfixPackage } from './client-hotfix-package.js';
import { type ClientProperties, formatClientProperties } from './client-properties.js';
import { type NextStep, nextSteps } from './next-steps.js';
import { writePackageDefinition } from './package-definition.js';
import { parsePackageId } from './package-id.js';
import type { PatchLine } from './patch-line.js';
import { checkLineLength, lineLocation, patchProperty } from './patch-property.js';
import { type StageSource, type StageSources, stageFacts } from './stage-sources.js';

/** A {@link StageSource} whose content is known. */
export interface HashedSource extends StageSource {
  /** Lower-case hexadecimal. */
  sha256: string;
}

/** A content folder: its label in the plan, and the files in it. */
export interface StageFolder extends ContentFolder {
  /** Path as people read it in the next steps. */
  label: string;
}

/** What {@link planStage} decides from. */
export interface StagePlanInput {
  manifest: Manifest;
  product: string | null;
  /** The table that the files were verified against; where absent, the first of the product. */
  section?: ManifestSection;
  /** The files of the package that are staged. */
  sources: StageSources<HashedSource>;
  /** The client installation files. */
  client: StageFolder;
  /** The package source of the utility. */
  utility: StageFolder;
  /** A package source for the client patch alone, for installed clients; none where absent. */
  hotfix?: StageFolder | null;
  /** ID of the ConfigMgr client package. */
  packageId?: string | null;
  /** Where the task sequence's cache lies; `C:` if not given. */
  drive?: string;
  /** A folder (UNC or with a drive letter) that clients reach, instead of the task sequence's cache. */
  clientPath?: string | null;
  /** Further patches for the same line: full Windows paths, or paths below the client installation files. */
  withPatches?: readonly string[];
  /** All patches of the line in their order; without it, those that are staged and then the further ones. */
  patchLine?: PatchLine | null;
  /** Other installation properties of the client. */
  properties?: ClientProperties;
  /** File name of the hotfix package, for the next steps. */
  packageFile?: string | null;
  /** The program of the utility writes its errors to a file. */
  utilityLog?: boolean;
  /** Replace existing files that differ. */
  overwrite?: boolean;
}

/** What staging does with a file: create it, leave it, replace it, or refuse because another one is there. */
export type StageAction = 'create' | 'unchanged' | 'replace' | 'conflict';

/** One file to be put in place. */
export interface StageCopy {
  /** Which content folder. */
  content: 'client' | 'utility' | 'hotfix';
  /** Relative to that folder, with `/`. */
  to: string;
  /** A source's path, or the bytes of a file that hotfixkit writes itself. */
  from: { path: string } | { bytes: Uint8Array };
  size: number;
  sha256: string;
  /** `unchanged`: the file exists already. `conflict`: another file exists and may not be replaced. */
  action: StageAction;
  existing: ExistingFile | null;
}

/** What staging would do, as data: files to copy, properties to give, steps to take by hand. */
export interface StagePlan {
  /** Whether existing files that differ are replaced. */
  overwrite: boolean;
  kb: string | null;
  product: string | null;
  packageId: string | null;
  copies: StageCopy[];
  /** The patches of the line in their order: paths below the client installation files, or full Windows paths. */
  patchFiles: string[];
  /** What the order rests on, and what the line does without; null where no order was asked for. */
  patchLine: PatchLine | null;
  /** Further patches of the line: full Windows paths, or paths below the client installation files. */
  withPatches: string[];
  /** The `PATCH` property. */
  patchProperty: string;
  /** The text for the box of client push, and for that of the step Setup Windows and ConfigMgr. */
  installationProperties: { clientPush: string | null; taskSequence: string };
  next: NextStep[];
  warnings: Warning[];
}

/**
 * Plans which files staging puts where: the client patch into its folder below the client installation files, the
 * utility and a package definition for it into a package source of its own. Pure except for reading the two folders.
 *
 * An existing file with the same content is left alone; one that differs is a conflict unless `overwrite` is given. A
 * plan with conflicts cannot be applied (`STAGE_CONFLICT`).
 *
 * Throws `STAGE_BAD_PACKAGE_ID`, `STAGE_BAD_LOCATION`, `STAGE_BAD_NAME`, `STAGE_LINE_TOO_LONG`, and `STAGE_UNSTATED` where the
 * manifest does not say what staging needs.
 */
export function planStage(input: StagePlanInput): StagePlan {
  const { manifest, product, sources, client, utility, hotfix = null, overwrite = false } = input;
  const facts = stageFacts(manifest);
  const packageId =
    input.packageId === undefined || input.packageId === null ? null : parsePackageId(input.packageId);

  const copies: StageCopy[] = [];
  const add = (
    content: StageCopy['content'],
    to: string,
    from: StageCopy['from'],
    { size, sha256 }: ExistingFile,
  ) => {
    const existing = { client, utility, hotfix }[content]?.existing(to) ?? null;
    const action = stageAction(existing, { size, sha256 }, overwrite);
    copies.push({ content, to, from, size, sha256, action, existing });
  };

  const staged: string[] = [];
  for (const patch of sources.patches) {
    const to = targetPath(client, facts.clientPatch.folder, patch.name);
    add('client', to, { path: patch.path }, patch);
    staged.push(stagedLinePath(client, facts.clientPatch.folder, patch.name));
  }

  let definitionFile: string | null = null;
  if (sources.utility && facts.utility) {
    add(
      'utility',
      targetPath(utility, '', facts.utility.file),
      { path: sources.utility.path },
      sources.utility,
    );
    const section = input.section ?? manifest.sections.find((one) => one.product === product);
    const bytes = utilityDefinition(manifest, facts.utility, section, input.utilityLog ?? false);
    definitionFile = targetPath(utility, '', `${utilityName(facts.utility)}.sms`);
    add('utility', definitionFile, { bytes }, hashed(bytes));
  }

  if (hotfix) {
    for (const patch of sources.patches) {
      add('hotfix', targetPath(hotfix, '', patch.name), { path: patch.path }, patch);
    }
    const names = sources.patches.map(({ name }) => name);
    for (const { name, bytes } of clientHotfixPackage(manifest, names)) {
      add('hotfix', targetPath(hotfix, '', name), { bytes }, hashed(bytes));
    }
  }

  const location = lineLocation({ ...input, packageId });
  const { withPatches = [], patchLine = null } = input;
  const patchFiles = patchLine ? patchLine.paths : [...staged, ...withPatches];
  const line = patchProperty(patchFiles, location);
  const others = formatClientProperties(input.properties ?? {});
  const installationProperties = {
    clientPush: others === '' ? null : others,
    taskSequence: others === '' ? line : `${others} ${line}`,
  };
  checkLineLength(installationProperties.taskSequence);
  return {
    overwrite,
    kb: manifest.kb,
    product,
    packageId,
    copies,
    patchFiles,
    patchLine,
    withPatches: [...withPatches],
    patchProperty: line,
    installationProperties,
    next: nextSteps({
      manifest,
      product,
      installationProperties,
      packageId,
      packageFile: input.packageFile ?? null,
      utilityFolder: definitionFile === null ? null : utility.label,
      definitionFile,
      hotfixFolder: hotfix?.label ?? null,
    }),
    warnings: [...checkClientSource(client), ...checkPackageId(packageId, manifest)],
  };
}

/**
 * The path of a staged patch in the line. The folders are spelled as in the article: Windows ignores letter case, but people
 * compare it.
 */
export function stagedLinePath(client: Pick<ContentFolder, 'list'>, folder: string, name: string): string {
  const to = targetPath(client, folder, name);
  return `${folder}/${to.slice(to.lastIndexOf('/') + 1)}`;
}

/** Updates a plan for folders that may have changed since it was made. */
export function updateStagePlan(
  plan: StagePlan,
  folderOf: (content: StageCopy['content']) => Pick<ContentFolder, 'existing'>,
): StagePlan {
  const copies = plan.copies.map((copy) => {
    const existing = folderOf(copy.content).existing(copy.to);
    return { ...copy, existing, action: stageAction(existing, copy, plan.overwrite) };
  });
  return { ...plan, copies };
}

/** What staging does with a file, by what is there. */
export function stageAction(
  existing: ExistingFile | null,
  wanted: ExistingFile,
  overwrite: boolean,
): StageAction {
  if (!existing) return 'create';
  const same = existing.size === wanted.size && existing.sha256.toLowerCase() === wanted.sha256.toLowerCase();
  return same ? 'unchanged' : overwrite ? 'replace' : 'conflict';
}

/** Whether other files exist where a plan stages its files, so that nothing of it is staged. */
export function hasConflicts({ copies }: StagePlan): boolean {
  return copies.some(({ action }) => action === 'conflict');
}

/**
 * Throws `STAGE_CONFLICT` with the name of every existing file that differs; does nothing if there is none.
 *
 * @param pathOf gives the path of a staged file on disk
 */
export function refuseConflicts(plan: StagePlan, pathOf: (copy: StageCopy) => string): void {
  const conflicts = plan.copies.filter(({ action }) => action === 'conflict');
  const first = conflicts[0];
  if (!first) return;
  const more = conflicts.length > 1 ? ` (and ${conflicts.length - 1} more)` : '';
  throw new HotfixkitError(
    'STAGE_CONFLICT',
    `another file exists there and is not replaced${more}; move it away, or replace it with --overwrite always`,
    {
      file: pathOf(first),
      entry: conflicts.map(({ to }) => to).join(', '),
      expected: first.sha256,
      found: first.existing?.sha256 ?? '',
    },
  );
}

function hashed(bytes: Uint8Array): ExistingFile {
  return { size: bytes.length, sha256: hashSource(new BufferSource(bytes), 'sha256') };
}

/** Name of the utility's package source, of its definition file and of its program. */
export function utilityName(utility: UtilityFacts): string {
  return utility.file.replace(/\.[^.]*$/, '');
}

function utilityDefinition(
  manifest: Manifest,
  utility: UtilityFacts,
  section: ManifestSection | undefined,
  log: boolean,
): Uint8Array {
  const name = utilityName(utility);
  const row = section?.files.find(({ name }) => isSameName(fileNameOfRow(name), utility.file));
  const { run, canRunWhen, adminRightsRequired } = utility.program;
  const comment = utility.purpose === null ? {} : { comment: utility.purpose.slice(0, 127) };
  if (log && utility.loggingCommandLine === null) {
    throw new HotfixkitError(
      'USAGE',
      `the article does not say how ${utility.file} writes its errors to a file; leave --utility-log out, or give the command line with --utility-command`,
    );
  }
  return writePackageDefinition({
    name: `${plainArticleName(manifest)} - ${name}`.slice(0, 50),
    ...(row?.version && { version: row.version.slice(0, 32) }),
    publisher: 'Microsoft',
    language: 'English (United States)',
    ...comment,
    programs: [
      {
        name: name.slice(0, 50),
        ...comment,
        commandLine: (log ? utility.loggingCommandLine : null) ?? utility.commandLine,
        ...(run === null ? {} : { run }),
        ...(canRunWhen === null ? {} : { canRunWhen }),
        ...(adminRightsRequired === null ? {} : { adminRightsRequired }),
      },
    ],
  });
}

/** The number of an article with six digits looks like a package ID, and is often given by mistake. */
function checkPackageId(packageId: string | null, manifest: Manifest): Warning[] {
  if (packageId !== `KB${manifest.kb}`) return [];
  return [
    {
      code: 'STAGE_BAD_PACKAGE_ID',
      message: 'this is the number of the article; the line needs the ID of the ConfigMgr client package',
      found: packageId,
    },
  ];
}
