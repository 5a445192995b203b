import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { addFacts, HotfixkitError } from '../../core/errors.js';
import type { TableRow } from '../../msi/schema.js';
import type { OutputFolder } from '../../node/output-folder.js';
import { isSameFolder } from '../../node/same-folder.js';
import { isWindowsPath, localPath } from '../../node/user-path.js';
import { selectComponents } from '../../package/install/features.js';
import type { WriteOptions } from '../../package/node/write-options.js';
import type { SequenceOptions } from '../command-line/sequence-options.js';
import { adminPropertiesToSave } from '../image/admin-properties-stream.js';
import {
  type AdministrativeInstallationOptions,
  type AdministrativeResult,
  applyAdministrativeInstallation,
} from '../image/administrative-installation.js';
import { type AdministrativePlan, planAdministrativeInstallation } from '../image/administrative-plan.js';
import { applyImagePatch, planImagePatch } from '../image/patch-image.js';
import { tellFileOperations } from '../log/installation-log-operations.js';
import { logError } from '../log/message-of-error.js';
import type { AdministrativeSession } from './administrative-session.js';
import { customActionEffect, IGNORE_RESULT } from './custom-action.js';
import { redirectFolders } from './redirected-folders.js';
import { standardActions } from './standard-actions.js';

/** Options of {@link runAdministrativeSequence}. */
export interface AdministrativeSequenceOptions extends WriteOptions, SequenceOptions {
  /** File name of the database in the image. */
  packageName: string;
  /** Called with the absolute paths that are about to be written. If it throws, the run ends before that. */
  beforeWriting?: (paths: readonly string[]) => void;
  /** An output that the image is part of, see {@link AdministrativeInstallationOptions.into}. */
  into?: AdministrativeInstallationOptions['into'];
}

/** What the sequence did, and where. */
export interface SequenceResult extends AdministrativeResult {
  /** Folder of the image; absolute. */
  target: string;
  plan: Omit<AdministrativePlan, 'files'> & { files: readonly { path: string }[] };
}

/** What is taken where a package has no AdminExecuteSequence (win32 docs, Msi/suggested-adminexecutesequence). */
const suggested: readonly TableRow<'AdminExecuteSequence'>[] = [
  { Action: 'CostInitialize', Condition: null, Sequence: 800 },
  { Action: 'FileCost', Condition: null, Sequence: 900 },
  { Action: 'CostFinalize', Condition: null, Sequence: 1000 },
  { Action: 'InstallValidate', Condition: null, Sequence: 1400 },
  { Action: 'InstallInitialize', Condition: null, Sequence: 1500 },
  { Action: 'InstallAdminPackage', Condition: null, Sequence: 3900 },
  { Action: 'InstallFiles', Condition: null, Sequence: 4000 },
  { Action: 'InstallFinalize', Condition: null, Sequence: 6600 },
];

/** Standard actions that do something here; the others of Windows Installer do nothing in an administrative run. */
type Handler = (run: SequenceRun) => void | Promise<void>;

const handlers: Readonly<Record<string, Handler>> = {
  CostInitialize: () => undefined,
  FileCost: () => undefined,
  CostFinalize: (run) => run.costFinalize(),
  // Whether there is room is known by the disk alone; it is asked when the files are written, and all is taken back.
  InstallValidate: () => undefined,
  InstallInitialize: () => undefined,
  InstallAdminPackage: (run) => run.wantDatabase(),
  InstallFiles: (run) => run.wantFiles(),
  PatchFiles: () => undefined,
  InstallFinalize: (run) => run.installFinalize(),
  LaunchConditions: (run) => run.launchConditions(),
};

/**
 * Runs AdminExecuteSequence: its rows with a positive number, in that order, as far as their conditions hold (win32 docs,
 * Msi/adminexecutesequence-table). What is asked for is done by InstallFinalize, all or nothing; a sequence without that
 * action ends in it all the same.
 *
 * Custom actions that run code are skipped with a warning, those that set properties and folders, or end the run with a
 * message, are carried out. Throws `MSI_BAD_CONDITION`, `LAUNCH_CONDITION`, `ACTION_FAILED`, `TARGET_MISSING`,
 * `TARGET_FOREIGN`, `TARGET_IS_SOURCE`, and what planning, decoding and the disk throw.
 */
export async function runAdministrativeSequence(
  session: AdministrativeSession,
  options: AdministrativeSequenceOptions,
): Promise<SequenceResult> {
  const target = session.fixTarget(imageFolderOf(session));
  const authored = session.package.database.rows('AdminExecuteSequence');
  if (authored.length === 0 && options.missingSequence === 'refuse') {
    throw new HotfixkitError('PACKAGE_NOT_INSTALLABLE', 'the package has no AdminExecuteSequence to run', {
      stream: 'AdminExecuteSequence',
    });
  }
  if (authored.length === 0) {
    session.warn({
      code: 'PACKAGE_SOURCE_LAYOUT',
      message: 'the package has no AdminExecuteSequence; the suggested sequence is used',
      stream: 'AdminExecuteSequence',
    });
  }
  const rows = (authored.length > 0 ? authored : suggested)
    .filter((row) => (row.Sequence ?? 0) > 0)
    // Of two rows with one number the first stored goes first: sorting keeps their order.
    .sort((a, b) => a.Sequence! - b.Sequence!);
  const run = new SequenceRun(session, target, options);
  try {
    for (const row of rows) await run.row(row);
    return await run.end();
  } catch (error) {
    throw run.rollBackSteps(error);
  }
}

/** Patches that come without a target are for the image itself. Inside a container there is no image to change. */
function imageFolderOf({
  package: pkg,
  packagePath,
  isInsideContainer,
}: AdministrativeSession): string | null {
  const isImage = pkg.patched && pkg.base.isAdministrativeImage && !isInsideContainer;
  return isImage ? dirname(packagePath) : null;
}

/** How an action ended that threw: the user stopped it, or it failed. */
export function returnValueOf(error: unknown): 2 | 3 {
  return error instanceof HotfixkitError && error.code === 'ABORTED' ? 2 : 3;
}

class SequenceRun {
  readonly #session: AdministrativeSession;
  readonly #options: AdministrativeSequenceOptions;
  readonly #customActions: ReadonlyMap<string, TableRow<'CustomAction'>>;
  readonly #moved = new Map<string, string>();
  readonly #target: string;
  #levels: ReadonlyMap<string, number> = new Map();
  #isCosted = false;
  #writesDatabase = false;
  #writesFiles = false;
  #result: SequenceResult | null = null;
  /** What has been put in place: an action behind InstallFinalize may still fail. */
  #output: OutputFolder | null = null;

  constructor(session: AdministrativeSession, target: string, options: AdministrativeSequenceOptions) {
    this.#session = session;
    this.#target = target;
    this.#options = options;
    this.#customActions = new Map(
      session.package.database.rows('CustomAction').map((row) => [row.Action, row]),
    );
  }

  async row({ Action: action, Condition: condition }: TableRow<'AdminExecuteSequence'>): Promise<void> {
    const { log } = this.#session;
    if (
      !this.#session.holds(condition, { table: 'AdminExecuteSequence', row: action, column: 'Condition' })
    ) {
      log({ type: 'actionSkipped', action });
      return;
    }
    if (!this.#customActions.has(action) && !standardActions.has(action)) {
      this.#session.warn({
        code: 'ACTION_SKIPPED',
        message: `${action} is neither an action of Windows Installer nor in the CustomAction table`,
        stream: 'AdminExecuteSequence',
        entry: action,
      });
      log({ type: 'message', number: 2726, fields: [action], kind: 'info' });
      log({ type: 'actionEnd', action, returnValue: 0 });
      return;
    }
    log({ type: 'actionStart', action });
    const custom = this.#customActions.get(action);
    try {
      if (custom) this.#custom(custom);
      else await handlers[action]?.(this);
    } catch (error) {
      logError(error, log);
      log({ type: 'actionEnd', action, returnValue: returnValueOf(error) });
      throw error;
    }
    log({ type: 'actionEnd', action, returnValue: 1 });
  }

  async end(): Promise<SequenceResult> {
    if (!this.#result) await this.installFinalize();
    const result = this.#result!;
    return this.#output ? { ...result, warnings: [...result.warnings, ...this.#output.finish()] } : result;
  }

  /** Gives the error to throw. */
  rollBackSteps(error: unknown): unknown {
    return this.#output?.failed(error) ?? error;
  }

  launchConditions(): void {
    if (this.#options.launchConditions === 'ignore') {
      this.#session.log({
        type: 'info',
        text: 'LaunchConditions are not evaluated (--launch-conditions ignore).',
      });
      return;
    }
    for (const { Condition: condition, Description: description } of this.#session.package.database.rows(
      'LaunchCondition',
    )) {
      const place = { table: 'LaunchCondition', row: condition };
      if (this.#session.holds(condition, { ...place, column: 'Condition' })) continue;
      const message = this.#session.format(description, { ...place, column: 'Description' });
      throw new HotfixkitError('LAUNCH_CONDITION', `the package requires ${condition}: ${message}`, {
        stream: 'LaunchCondition',
        entry: condition,
      });
    }
  }

  /** Levels of features, then folders become properties: what conditions and formatted text may ask for from here on. */
  costFinalize(): void {
    const { database } = this.#session.package;
    const levels = new Map(database.rows('Feature').map((row) => [row.Feature, row.Level]));
    for (const { Feature_: feature, Level: level, Condition: condition } of database.rows('Condition')) {
      const place = { table: 'Condition', row: `${feature}, ${level}`, column: 'Condition' };
      if (this.#session.holds(condition, place)) levels.set(feature, level);
    }
    this.#levels = levels;
    this.#isCosted = true;
    this.#foldersToProperties();
  }

  wantDatabase(): void {
    this.#writesDatabase = true;
  }

  wantFiles(): void {
    this.#writesFiles = true;
  }

  async installFinalize(): Promise<void> {
    if (this.#result) return;
    const { package: pkg, properties, user, now, packagePath } = this.#session;
    const target = this.#target;
    const hold = (output: OutputFolder): void => {
      this.#output = output;
    };
    if (pkg.patched && this.#isImage()) {
      const plan = planImagePatch(pkg, this.#options.packageName, this.#selection());
      for (const one of plan.warnings) this.#session.warnings.push(one);
      this.#announce(plan, target);
      const result = await applyImagePatch(pkg, plan, target, { ...this.#options, user, now, hold });
      this.#result = { ...result, target, plan };
      return;
    }
    const plan = planAdministrativeInstallation(pkg, {
      packageName: this.#writesDatabase ? this.#options.packageName : null,
      shortNames: properties.lookup('SHORTFILENAMES') !== null,
      selected: this.#writesFiles ? this.#selection() : () => false,
      movedFolders: this.#moved,
    });
    for (const one of plan.warnings) this.#session.warnings.push(one);
    this.#announce(plan, target);
    const result = await applyAdministrativeInstallation(pkg, plan, target, {
      ...this.#options,
      packagePath,
      user,
      now,
      adminProperties: this.#adminProperties(),
      hold,
    });
    this.#result = { ...result, target, plan };
  }

  #adminProperties(): Map<string, string> | null {
    const { properties, package: pkg, saved } = this.#session;
    const { savedProperties = 'merge', disableMedia = 'leave' } = this.#options;
    const result = adminPropertiesToSave(properties, savedProperties === 'merge' ? saved : new Map());
    const pageCount = pkg.database.summaryInformation().pageCount;
    if (pageCount !== null && pageCount < 150 && properties.lookup('MSINODISABLEMEDIA') === null) {
      this.#session.log({
        type: 'info',
        text: `Page Count is ${pageCount}: DISABLEMEDIA is ${disableMedia === 'add' ? '' : 'not '}saved in the image.`,
      });
      if (disableMedia === 'add') return new Map([...(result ?? saved), ['DISABLEMEDIA', '1']]);
    }
    return savedProperties === 'replace' && result === null && saved.size > 0 ? new Map() : result;
  }

  /** Tells what will be written; throws what {@link AdministrativeSequenceOptions.beforeWriting} throws. */
  #announce(plan: AdministrativePlan, target: string): void {
    const { log, platform } = this.#session;
    const separator = platform === 'win32' ? '\\' : '/';
    const paths = plan.files.map(({ path }) => path);
    if (plan.packageName !== null) paths.push(plan.packageName);
    this.#options.beforeWriting?.(paths.map((path) => join(target, path)));
    tellFileOperations(log, { files: plan.files, target, separator });
  }

  /** Whether the target is the image itself, which is patched where it lies. */
  #isImage(): boolean {
    const folder = imageFolderOf(this.#session);
    return folder !== null && isSameFolder(this.#target, folder);
  }

  #custom(row: TableRow<'CustomAction'>): void {
    const effect = customActionEffect(row);
    const place = { table: 'CustomAction', row: row.Action, column: 'Target' };
    const session = this.#session;
    switch (effect.kind) {
      case 'setProperty':
        session.set(effect.property, session.format(effect.value, place), row.Action);
        return;
      case 'setDirectory':
        this.#moveFolder(effect.directory, session.format(effect.value, place), row);
        return;
      case 'fail': {
        const message = session.format(this.#errorText(effect.message), place);
        if ((row.Type & IGNORE_RESULT) !== 0) {
          session.warn({ code: 'ACTION_FAILED', message, stream: 'CustomAction', entry: row.Action });
          return;
        }
        throw new HotfixkitError('ACTION_FAILED', `the package ends the installation: ${message}`, {
          stream: 'CustomAction',
          entry: row.Action,
        });
      }
      case 'code':
        session.warn({
          code: 'ACTION_SKIPPED',
          message: `${row.Action} is not run: ${effect.description} (type ${row.Type}); its changes are missing from the image`,
          stream: 'CustomAction',
          entry: row.Action,
        });
    }
  }

  /** A number stands for a row of the Error table. */
  #errorText(text: string): string {
    const { database } = this.#session.package;
    if (!/^\d+$/.test(text) || !database.hasTable('Error')) return text;
    for (const row of database.table('Error').records()) {
      if (String(row.Error) === text) return typeof row.Message === 'string' ? row.Message : text;
    }
    return text;
  }

  /** Before CostFinalize there are no folders yet, and a property of that name is all that can be set. */
  #moveFolder(directory: string, path: string, { Action: action }: TableRow<'CustomAction'>): void {
    const isTarget = this.#session.properties.isFixed(directory);
    if (isTarget || !this.#isCosted || !this.#session.package.directories.has(directory)) {
      this.#session.set(directory, path, action);
      return;
    }
    const { platform } = this.#session;
    const place = relative(this.#target, resolve(this.#target, localPath(path, platform)));
    // A path of Windows is outside every image on another system, as it is there outside one on another drive.
    if ((platform !== 'win32' && isWindowsPath(path)) || place.startsWith('..') || isAbsolute(place)) {
      this.#session.warn({
        code: 'ACTION_SKIPPED',
        message: `${action} would move the folder ${directory} out of the image, to ${path}; it is not moved`,
        stream: 'CustomAction',
        entry: action,
      });
      return;
    }
    this.#moved.set(directory, place.replaceAll('\\', '/'));
    this.#foldersToProperties();
  }

  #foldersToProperties(): void {
    const { package: pkg, properties } = this.#session;
    const target = this.#target;
    const folders = redirectFolders(pkg.database, pkg.directories, this.#moved);
    const separator = this.#session.platform === 'win32' ? '\\' : '/';
    const folderOf = (path: string): string => `${path === '' ? target : join(target, path)}${separator}`;
    for (const [id, { sourceLong }] of folders) properties.set(id, folderOf(sourceLong));
    properties.fix('TARGETDIR', folderOf(''));
    const components = new Map(pkg.database.rows('Component').map((row) => [row.Component, row.Directory_]));
    const files = new Map(pkg.files.map((file) => [file.key, file]));
    const componentFolder = (key: string): string | null => {
      const paths = folders.get(components.get(key) ?? '');
      return paths ? folderOf(paths.sourceLong) : null;
    };
    this.#session.paths = {
      component: componentFolder,
      file: (key) => {
        const file = files.get(key);
        const folder = file?.component ? componentFolder(file.component) : null;
        return file && folder !== null ? `${folder}${file.name}` : null;
      },
    };
  }

  /** Which files: those of features whose level is not 0 and, where asked for, of components whose condition holds. */
  #selection(): (file: { component: string | null }) => boolean {
    const { database } = this.#session.package;
    const components = database.rows('Component');
    const selection = selectComponents(
      database,
      components.map((row) => row.Component),
      this.#levels,
    );
    const refused = new Set<string>();
    for (const { Component: component, Condition: condition } of components) {
      if (condition === null || !(selection.get(component)?.selected ?? false)) continue;
      const holds = this.#componentHolds(component, condition);
      if (holds) continue;
      const apply = this.#options.componentConditions === 'apply';
      if (apply) refused.add(component);
      this.#session.log({
        type: 'info',
        text: `Component ${component}: its condition (${condition}) is false; its files are ${apply ? 'left out' : 'included all the same'}.`,
      });
    }
    return ({ component }) =>
      component !== null && (selection.get(component)?.selected ?? false) && !refused.has(component);
  }

  /** One that does not parse stops the run only where it decides something. */
  #componentHolds(component: string, condition: string): boolean {
    try {
      return this.#session.holds(condition, { table: 'Component', row: component, column: 'Condition' });
    } catch (error) {
      if (this.#options.componentConditions === 'apply') throw addFacts(error, { entry: component });
      return true;
    }
  }
}
