import { dirname, resolve, sep, win32 } from 'node:path';
import { readAll } from '../bytes/byte-source.js';
import { addFacts, HotfixkitError, type Warning } from '../errors.js';
import { isWindowsPath } from '../fs/typed-path.js';
import type { InstallPackage } from '../package/install-package.js';
import { WordCount } from '../package/word-count.js';
import { ADMIN_PROPERTIES_STREAM, parseAdminProperties } from './admin-properties-stream.js';
import { type ConditionContext, evaluateCondition, parseCondition } from './condition.js';
import { environmentReader } from './environment.js';
import { type FormatContext, formatText } from './formatted-text.js';
import { type InstallationLog, nullInstallationLog } from './installation-log.js';
import { PropertyTable } from './property-table.js';

export interface AdministrativeSessionOptions {
  /** Properties of the command line, names in upper case. */
  properties?: ReadonlyMap<string, string>;
  /** Path of the package: its folder is SourceDir, and cannot be TARGETDIR. */
  packagePath: string;
  /** LogonUser; becomes "Last Saved By" of the image. */
  user: string;
  /** Environment variables, for `%NAME` in conditions and `[%NAME]` in formatted text. */
  environment?: Readonly<Record<string, string | undefined>>;
  now?: Date;
  log?: InstallationLog;
  /** Where the paths belong to: decides what a path looks like. This system's where absent. */
  platform?: string;
}

/** Where a text stands in the database, for messages. */
export interface CellPlace {
  table: string;
  row: string;
  column: string;
}

/**
 * One administrative installation of one package: its properties, and what conditions and formatted text make of them.
 *
 * Properties of the environment are those of a Windows of today, since packages ask for them: what is left behind must
 * not depend on the system that makes it. The command line can change any but these.
 */
export class AdministrativeSession {
  readonly properties: PropertyTable;
  readonly package: InstallPackage;
  readonly log: InstallationLog;
  readonly warnings: Warning[] = [];
  readonly user: string;
  readonly now: Date;
  readonly packagePath: string;
  readonly platform: string;
  /** Properties that the package, an administrative image, has saved. */
  readonly saved: ReadonlyMap<string, string>;
  /** Absolute paths of files and component folders; there from CostFinalize on. */
  paths: { file(key: string): string | null; component(key: string): string | null } | null = null;
  readonly #environment: (name: string) => string | null;

  /** Throws `MSI_BAD_VALUE` for saved properties of an image that are none. */
  constructor(pkg: InstallPackage, options: AdministrativeSessionOptions) {
    this.package = pkg;
    this.log = options.log ?? nullInstallationLog;
    this.user = options.user;
    this.now = options.now ?? new Date();
    this.platform = options.platform ?? process.platform;
    this.packagePath = resolve(options.packagePath);
    this.#environment = environmentReader(options.environment ?? {});
    this.saved = savedProperties(pkg);
    this.properties = new PropertyTable({
      environment: this.#environmentProperties(),
      commandLine: options.properties ?? [],
      adminProperties: this.saved,
      propertyTable: pkg.properties,
    });
  }

  /** Sets a property as an action does, and tells so. */
  set(name: string, value: string | null): void {
    const from = this.properties.lookup(name);
    const to = value || null;
    this.properties.set(name, to);
    if (from !== to) this.log({ type: 'propertyChange', name, from, to });
  }

  /** Whether a condition of the database holds; none does. Throws `MSI_BAD_CONDITION`, naming the cell. */
  holds(condition: string | null, place: CellPlace): boolean {
    if (condition === null) return true;
    try {
      return evaluateCondition(parseCondition(condition), this.#conditionContext());
    } catch (error) {
      throw addFacts(error, { stream: place.table, entry: place.row, structure: place.column });
    }
  }

  /** Formatted text of the database; what has no value is nothing, and a warning. Throws `MSI_BAD_VALUE`. */
  format(template: string, place: CellPlace): string {
    try {
      const { text, missing } = formatText(template, this.#formatContext());
      if (missing.length > 0) {
        this.warn({
          code: 'PROPERTY_MISSING',
          message: `${place.table}.${place.column} of ${place.row} refers to what has no value: ${missing.join(', ')}`,
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

  warn(warning: Warning): void {
    this.warnings.push(warning);
    this.log({ type: 'info', text: `Note: ${warning.message}` });
  }

  #conditionContext(): ConditionContext {
    return { property: this.properties.lookup, environment: this.#environment };
  }

  #formatContext(): FormatContext {
    const { paths } = this;
    return {
      property: this.properties.lookup,
      environment: this.#environment,
      ...(paths ? { filePath: paths.file, componentFolder: paths.component } : {}),
    };
  }

  /** What Windows Installer sets by itself (win32 docs, Msi/property-reference), for a 64-bit Windows 10. */
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

/** Where a 64-bit Windows has its folders, for a package of 32 bits (win32 docs, Msi/property-reference). */
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

/** Of the stream AdminProperties, which counts in an administrative image only (Word Count, bit 2). */
function savedProperties({ database, wordCount }: InstallPackage): ReadonlyMap<string, string> {
  if ((wordCount & WordCount.administrativeImage) === 0) return new Map();
  if (!database.streamNames().includes(ADMIN_PROPERTIES_STREAM)) return new Map();
  return parseAdminProperties(readAll(database.stream(ADMIN_PROPERTIES_STREAM)));
}

/** Throws `TARGET_FOREIGN` for a path of Windows on another system. */
export function refuseForeignPath(path: string, platform: string, what: string): void {
  if (platform === 'win32' || !isWindowsPath(path)) return;
  throw new HotfixkitError(
    'TARGET_FOREIGN',
    `${what} is a path of Windows, and this is another system; give one of this system, like ./image`,
    { found: path },
  );
}
