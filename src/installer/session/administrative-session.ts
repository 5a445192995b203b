import { dirname, resolve, sep, win32 } from 'node:path';
import { addFacts, shortened, type Warning } from '../../core/errors.js';
import type { ConditionContext } from '../../msi/condition.js';
import type { Product } from '../../package/patch/patched-package.js';
import { savedAdminProperties } from '../image/admin-properties-stream.js';
import { environmentReader, isHarmlessVariable } from '../language/environment.js';
import { EvaluationBudget } from '../language/evaluation-budget.js';
import type { FormatContext } from '../language/formatted-text.js';
import { PropertyTable } from '../language/property-table.js';
import {
  type InstallationEvent,
  type InstallationLog,
  nullInstallationLog,
} from '../log/installation-log.js';
import { chooseTarget, targetProperties } from './installation-target.js';

/** The input of an administrative session. */
export interface AdministrativeSessionOptions {
  /** Properties of the command line, names in upper case. */
  properties?: ReadonlyMap<string, string>;
  /** Path of the package: its folder is SourceDir, and cannot be TARGETDIR. */
  packagePath: string;
  /** The package lies inside the file of that path, not beside its own files. */
  isInsideContainer?: boolean;
  /** LogonUser; becomes "Last Saved By" of the image. */
  user: string;
  /** Environment variables, for `%NAME` in conditions and `[%NAME]` in formatted text; only harmless ones are read. */
  environment?: Readonly<Record<string, string | undefined>>;
  now?: Date;
  log?: InstallationLog;
  /** The system of the paths, which decides their syntax; default: this system. */
  platform?: string;
}

/** Most withheld variables that get a warning each; one more warning covers the rest. */
const MOST_WITHHELD = 50;

/** Most references without a value that one warning names. */
const MOST_NAMED = 20;

/** The place of a text in the database, for messages. */
export interface CellPlace {
  table: string;
  row: string;
  column: string;
}

/**
 * One administrative installation of one package: its properties, and the evaluation of conditions and formatted text.
 *
 * Properties of the environment are those of a current Windows, because the image must not depend on the system that
 * makes it. The command line can change all other properties.
 */
export class AdministrativeSession {
  readonly properties: PropertyTable;
  readonly package: Product;
  /** Sends an event to the listener, at once or when the log is released. */
  readonly log: InstallationLog = (event) => {
    if (this.#heldLog) this.#heldLog.push(event);
    else this.#listener(event);
  };
  readonly warnings: Warning[] = [];
  readonly user: string;
  readonly now: Date;
  readonly packagePath: string;
  readonly isInsideContainer: boolean;
  readonly platform: string;
  /** Properties that the package, an administrative image, has saved. */
  readonly saved: ReadonlyMap<string, string>;
  /** Absolute paths of files and component folders; there from CostFinalize on. */
  paths: { file(key: string): string | null; component(key: string): string | null } | null = null;
  readonly #commandLine: ReadonlyMap<string, string>;
  readonly #variables: (name: string) => string | null;
  /** Names, in upper case, of variables that were withheld from the package. */
  readonly #withheld = new Set<string>();
  readonly #budget = new EvaluationBudget();
  readonly #listener: InstallationLog;
  #heldLog: InstallationEvent[] | null = null;
  #target: string | null = null;

  /** Throws `MSI_BAD_VALUE` if the saved properties of the image cannot be read. */
  constructor(pkg: Product, options: AdministrativeSessionOptions) {
    this.package = pkg;
    this.#listener = options.log ?? nullInstallationLog;
    this.user = options.user;
    this.now = options.now ?? new Date();
    this.platform = options.platform ?? process.platform;
    this.packagePath = resolve(options.packagePath);
    this.isInsideContainer = options.isInsideContainer ?? false;
    this.#commandLine = new Map(options.properties ?? []);
    this.#variables = environmentReader(options.environment ?? {});
    this.saved = savedAdminProperties(pkg);
    this.properties = new PropertyTable({
      environment: this.#environmentProperties(),
      commandLine: this.#commandLine,
      adminProperties: this.saved,
      propertyTable: pkg.properties,
    });
  }

  /**
   * Fixes the folder that the installation writes to: TARGETDIR or ROOTDRIVE of the command line. Call it before any
   * text of the package is evaluated. A package that names a target itself gets a warning (`TARGET_FIXED`). Throws
   * `TARGET_MISSING`, `TARGET_FOREIGN`, `PATH_UNSAFE`.
   *
   * @param imageFolder where patches are for an image: its folder
   */
  fixTarget(imageFolder: string | null): string {
    if (this.#target !== null) return this.#target;
    const { folder, properties } = chooseTarget({
      commandLine: this.#commandLine,
      platform: this.platform,
      imageFolder,
    });
    this.#target = folder;
    for (const name of targetProperties) {
      this.properties.fix(name, properties[name]);
      const own = [this.saved.get(name), this.package.properties.get(name)];
      if (own.some((value) => value && value !== properties[name])) {
        this.#warnOfTarget(name, { stream: 'Property', entry: name });
      }
    }
    return folder;
  }

  /**
   * Sets a property as an action does, and logs it. A property that names the target does not change, with a warning.
   */
  set(name: string, value: string | null, action: string | null = null): void {
    if (this.properties.isFixed(name)) {
      if (this.properties.get(name) === (value ?? '')) return;
      this.#warnOfTarget(name, { stream: 'CustomAction', ...(action === null ? {} : { entry: action }) });
      return;
    }
    const from = this.properties.lookup(name);
    const to = value || null;
    this.properties.set(name, to);
    if (from !== to) this.log({ type: 'propertyChange', name, from, to });
  }

  /** Whether a condition of the database is true; a missing one is. Throws `MSI_BAD_CONDITION`, naming the cell. */
  holds(condition: string | null, place: CellPlace): boolean {
    if (condition === null) return true;
    try {
      return this.#budget.holds(condition, this.#conditionContext());
    } catch (error) {
      throw addFacts(error, { stream: place.table, entry: place.row, structure: place.column });
    }
  }

  /**
   * Resolves formatted text of the database. A reference without a value becomes empty, with a warning. Throws
   * `MSI_BAD_VALUE`.
   */
  format(template: string, place: CellPlace): string {
    try {
      const { text, missing: all } = this.#budget.format(template, this.#formatContext());
      // Withheld variables already have a warning.
      const missing = all.filter((name) => !name.startsWith('%') || isHarmlessVariable(name.slice(1)));
      if (missing.length > 0) {
        this.warn({
          code: 'PROPERTY_MISSING',
          message: `${place.table}.${place.column} of ${place.row} refers to names that have no value: ${namesOf(missing)}`,
          stream: place.table,
          entry: place.row,
          structure: place.column,
        });
      }
      return text;
    } catch (error) {
      throw addFacts(error, { stream: place.table, entry: place.row, structure: place.column });
    }
  }

  #warnOfTarget(name: string, place: { stream: string; entry?: string }): void {
    this.warn({
      code: 'TARGET_FIXED',
      message: `the package sets ${name} itself; this is ignored, because only the command line decides where to write`,
      ...place,
    });
  }

  /** Holds events back from the listener until {@link releaseLog}. */
  holdLog(): void {
    this.#heldLog ??= [];
  }

  /** Returns the events that were held back; from here on events are sent at once. */
  releaseLog(): InstallationEvent[] {
    const held = this.#heldLog ?? [];
    this.#heldLog = null;
    return held;
  }

  /** Keeps a warning and writes it to the log. */
  warn(warning: Warning): void {
    this.warnings.push(warning);
    this.log({ type: 'info', text: `Note: ${warning.message}` });
  }

  /**
   * A variable of the environment; null for one that packages may not read, with one warning, whether it is set or
   * not.
   */
  readonly #readVariable = (name: string): string | null => {
    if (isHarmlessVariable(name)) return this.#variables(name);
    const key = name.toUpperCase();
    if (this.#withheld.has(key) || this.#withheld.size > MOST_WITHHELD) return null;
    this.#withheld.add(key);
    const shown = name.length > 80 ? `${name.slice(0, 77)}...` : name;
    this.warn({
      code: 'ENVIRONMENT_WITHHELD',
      message:
        this.#withheld.size > MOST_WITHHELD
          ? 'the package reads more environment variables; they are withheld too'
          : `the package reads the environment variable ${shown}; it is withheld, so its value is empty`,
      entry: shown,
    });
    return null;
  };

  #conditionContext(): ConditionContext {
    return { property: this.properties.lookup, environment: this.#readVariable };
  }

  #formatContext(): FormatContext {
    const { paths } = this;
    return {
      property: this.properties.lookup,
      environment: this.#readVariable,
      ...(paths ? { filePath: paths.file, componentFolder: paths.component } : {}),
    };
  }

  /** The properties that Windows Installer sets (win32 docs, Msi/property-reference), for a 64-bit Windows 10. */
  #environmentProperties(): [string, string][] {
    const separator = this.platform === 'win32' ? win32.sep : sep;
    const folder = dirname(this.packagePath);
    const sourceDir = folder.endsWith(separator) ? folder : `${folder}${separator}`;
    return [
      ['ACTION', 'ADMIN'],
      ['EXECUTEACTION', 'ADMIN'],
      ['AdminUser', '1'],
      ['Privileged', '1'],
      ['VersionMsi', '5.00'],
      ['VersionNT', '603'],
      ['VersionNT64', '603'],
      ['WindowsBuild', '9600'],
      ['ServicePackLevel', '0'],
      ['MsiNTProductType', '1'],
      ['Intel', '6'],
      ['Intel64', '6'],
      ['MsiAMD64', '6'],
      ['PhysicalMemory', '8192'],
      ...windowsFolders,
      ['LogonUser', this.user],
      ['Date', this.now.toISOString().slice(0, 10)],
      ['Time', this.now.toISOString().slice(11, 19)],
      ['OriginalDatabase', this.packagePath],
      ['DATABASE', this.packagePath],
      ['SourceDir', sourceDir],
      ['SOURCEDIR', sourceDir],
      ...(this.package.isAdministrativeImage ? ([['IsAdminPackage', '1']] as [string, string][]) : []),
    ];
  }
}

/** The folders of a 64-bit Windows, for a 32-bit package (win32 docs, Msi/property-reference). */
const windowsFolders: readonly [string, string][] = [
  ['WindowsVolume', 'C:\\'],
  ['WindowsFolder', 'C:\\Windows\\'],
  ['SystemFolder', 'C:\\Windows\\SysWOW64\\'],
  ['System64Folder', 'C:\\Windows\\System32\\'],
  ['System16Folder', 'C:\\Windows\\System\\'],
  ['FontsFolder', 'C:\\Windows\\Fonts\\'],
  ['TempFolder', 'C:\\Windows\\Temp\\'],
  ['ProgramFilesFolder', 'C:\\Program Files (x86)\\'],
  ['ProgramFiles64Folder', 'C:\\Program Files\\'],
  ['CommonFilesFolder', 'C:\\Program Files (x86)\\Common Files\\'],
  ['CommonFiles64Folder', 'C:\\Program Files\\Common Files\\'],
  ['CommonAppDataFolder', 'C:\\ProgramData\\'],
  ['StartMenuFolder', 'C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\'],
  ['ProgramMenuFolder', 'C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\'],
  ['AdminToolsFolder', 'C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\Administrative Tools\\'],
  ['StartupFolder', 'C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\StartUp\\'],
  ['TemplateFolder', 'C:\\ProgramData\\Microsoft\\Windows\\Templates\\'],
  ['DesktopFolder', 'C:\\Users\\Public\\Desktop\\'],
  ['AppDataFolder', 'C:\\Users\\Administrator\\AppData\\Roaming\\'],
  ['LocalAppDataFolder', 'C:\\Users\\Administrator\\AppData\\Local\\'],
  ['PersonalFolder', 'C:\\Users\\Administrator\\Documents\\'],
  ['MyPicturesFolder', 'C:\\Users\\Administrator\\Pictures\\'],
  ['FavoritesFolder', 'C:\\Users\\Administrator\\Favorites\\'],
  ['SendToFolder', 'C:\\Users\\Administrator\\AppData\\Roaming\\Microsoft\\Windows\\SendTo\\'],
];

/** The first of them, shortened: a text may refer to any number. */
function namesOf(missing: readonly string[]): string {
  const names = missing.slice(0, MOST_NAMED).map((name) => shortened(name));
  return missing.length > MOST_NAMED
    ? `${names.join(', ')} and ${missing.length - MOST_NAMED} more`
    : names.join(', ');
}
