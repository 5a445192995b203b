import { dirname } from 'node:path';
import { HotfixkitError } from '../../core/errors.js';
import type { TableRow } from '../../msi/schema.js';
import { isSameFolder } from '../../node/same-folder.js';
import type { PatchedPackage } from '../../package/patch/patched-package.js';
import type { SequenceOptions } from '../command-line/sequence-options.js';
import { adminPropertiesToSave } from '../image/admin-properties-stream.js';
import { type AdministrativePlan, planAdministrativeInstallation } from '../image/administrative-plan.js';
import { type ImagePatchPlan, planImagePatch } from '../image/patch-image.js';
import type { InstallationEvent } from '../log/installation-log.js';
import { logError, returnValueOf } from '../log/message-of-error.js';
import type { AdministrativeSession } from './administrative-session.js';
import { selectFiles } from './file-selection.js';
import { ImageFolders } from './image-folders.js';
import { runCustomAction } from './run-custom-action.js';
import { standardActions } from './standard-actions.js';

/** Options of {@link planAdministrativeSequence}. */
export interface PlanSequenceOptions extends SequenceOptions {
  /** File name of the database in the image. */
  packageName: string;
}

/** What {@link applyAdministrativeSequence} will do. */
export type SequencePlan = {
  /** Folder of the image; absolute. */
  target: string;
  /** The action that does the work; null where the sequence has none and the work is done at its end. */
  finalizer: string | null;
  /** The log events after the work is done. */
  logAfter: readonly InstallationEvent[];
} & (
  | {
      kind: 'image';
      image: AdministrativePlan;
      /** See {@link writeAdminProperties}; null for those that the source image has saved. */
      adminProperties: ReadonlyMap<string, string> | null;
      elevationBit: 'keep' | 'clear';
      /** What happens with a file that differs from the package's tables. */
      fileMismatch: 'take' | 'refuse';
    }
  | {
      /** An image is patched where it lies. */
      kind: 'patch';
      package: PatchedPackage;
      image: ImagePatchPlan;
    }
);

/** The sequence for a package without AdminExecuteSequence (win32 docs, Msi/suggested-adminexecutesequence). */
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

/** Standard actions with an effect here; the others of Windows Installer do nothing in an administrative run. */
type Handler = (run: SequenceRun) => void;

const handlers: Readonly<Record<string, Handler>> = {
  CostInitialize: () => undefined,
  FileCost: () => undefined,
  CostFinalize: (run) => run.costFinalize(),
  // Free space is not checked in advance: if the disk is full when the files are written, everything is rolled back.
  InstallValidate: () => undefined,
  InstallInitialize: () => undefined,
  InstallAdminPackage: (run) => run.wantDatabase(),
  InstallFiles: (run) => run.wantFiles(),
  PatchFiles: () => undefined,
  InstallFinalize: (run) => run.installFinalize(),
  LaunchConditions: (run) => run.launchConditions(),
};

/**
 * Goes through AdminExecuteSequence: its rows with a positive number, in that order, as far as their conditions hold
 * (win32 docs, Msi/adminexecutesequence-table). Nothing is written and no file is decoded: actions of an administrative
 * installation use only tables and properties, so their results are known in advance. The work is that of
 * InstallFinalize; a sequence without that action does it at its end.
 *
 * Custom actions that run code are skipped with a warning, those that set properties and folders, or end the run with a
 * message, are carried out. Throws `MSI_BAD_CONDITION`, `LAUNCH_CONDITION`, `ACTION_FAILED`, `TARGET_MISSING`,
 * `TARGET_FOREIGN`, and what planning the image throws.
 */
export function planAdministrativeSequence(
  session: AdministrativeSession,
  options: PlanSequenceOptions,
): SequencePlan {
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
    // Of two rows with one number the first stored runs first: sorting is stable.
    .sort((a, b) => a.Sequence! - b.Sequence!);
  const run = new SequenceRun(session, target, options);
  try {
    for (const row of rows) run.row(row);
    return run.end();
  } catch (error) {
    // Nothing is written, so no other lines come before these.
    for (const event of session.releaseLog()) session.log(event);
    throw error;
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

type Planned =
  | Pick<
      Extract<SequencePlan, { kind: 'image' }>,
      'kind' | 'image' | 'adminProperties' | 'elevationBit' | 'fileMismatch'
    >
  | Pick<Extract<SequencePlan, { kind: 'patch' }>, 'kind' | 'image' | 'package'>;

class SequenceRun {
  readonly #session: AdministrativeSession;
  readonly #options: PlanSequenceOptions;
  readonly #customActions: ReadonlyMap<string, TableRow<'CustomAction'>>;
  readonly #folders: ImageFolders;
  readonly #target: string;
  #levels: ReadonlyMap<string, number> = new Map();
  #isCosted = false;
  #writesDatabase = false;
  #writesFiles = false;
  #planned: Planned | null = null;
  #finalizer: string | null = null;

  constructor(session: AdministrativeSession, target: string, options: PlanSequenceOptions) {
    this.#session = session;
    this.#target = target;
    this.#folders = new ImageFolders(session, target);
    this.#options = options;
    this.#customActions = new Map(
      session.package.database.rows('CustomAction').map((row) => [row.Action, row]),
    );
  }

  row({ Action: action, Condition: condition }: TableRow<'AdminExecuteSequence'>): void {
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
      if (custom) runCustomAction(custom, this.#session, this.#isCosted ? this.#folders : null);
      else handlers[action]?.(this);
    } catch (error) {
      logError(error, log);
      log({ type: 'actionEnd', action, returnValue: returnValueOf(error) });
      throw error;
    }
    log({ type: 'actionEnd', action, returnValue: 1 });
  }

  end(): SequencePlan {
    this.#planned ??= this.#plan();
    return {
      ...this.#planned,
      target: this.#target,
      finalizer: this.#finalizer,
      logAfter: this.#session.releaseLog(),
    };
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

  /**
   * Sets the levels of features, then the properties of folders, which conditions and formatted text may use from here
   * on.
   */
  costFinalize(): void {
    const { database } = this.#session.package;
    const levels = new Map(database.rows('Feature').map((row) => [row.Feature, row.Level]));
    for (const { Feature_: feature, Level: level, Condition: condition } of database.rows('Condition')) {
      const place = { table: 'Condition', row: `${feature}, ${level}`, column: 'Condition' };
      if (this.#session.holds(condition, place)) levels.set(feature, level);
    }
    this.#levels = levels;
    this.#isCosted = true;
    this.#folders.toProperties();
  }

  wantDatabase(): void {
    this.#writesDatabase = true;
  }

  wantFiles(): void {
    this.#writesFiles = true;
  }

  installFinalize(): void {
    if (this.#planned) return;
    this.#planned = this.#plan();
    this.#finalizer = 'InstallFinalize';
    // The work is done here, so later events come after those of the work.
    this.#session.holdLog();
  }

  #plan(): Planned {
    const session = this.#session;
    const { package: pkg, properties } = session;
    const { packageName, elevationBit = 'keep', fileMismatch = 'take' } = this.#options;
    const selection = () => selectFiles(session, this.#levels, this.#options.componentConditions ?? 'ignore');
    let planned: Planned;
    if (pkg.patched && this.#isImage()) {
      planned = { kind: 'patch', package: pkg, image: planImagePatch(pkg, packageName, selection()) };
    } else {
      const image = planAdministrativeInstallation(pkg, {
        packageName: this.#writesDatabase ? packageName : null,
        shortNames: properties.lookup('SHORTFILENAMES') !== null,
        selected: this.#writesFiles ? selection() : () => false,
        movedFolders: this.#folders.moved,
      });
      planned = {
        kind: 'image',
        image,
        adminProperties: this.#adminProperties(),
        elevationBit,
        fileMismatch: pkg.patched ? 'refuse' : fileMismatch,
      };
    }
    for (const one of planned.image.warnings) session.warnings.push(one);
    return planned;
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

  /** Whether the target is the image itself, which is patched where it lies. */
  #isImage(): boolean {
    const folder = imageFolderOf(this.#session);
    return folder !== null && isSameFolder(this.#target, folder);
  }
}
