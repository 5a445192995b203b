import type { TableRow } from '../../msi/schema.js';
import { WordCount } from '../install/word-count.js';
import type { Product } from '../patch/patched-package.js';
import { type DescribedAction, describeCustomActions, sequenceTables } from './describe-custom-actions.js';

/** For whom a package installs, and with which rights. */
export interface InstallationScope {
  /** `either` depends on ALLUSERS=2 and the rights of the user; `user` is the default of Windows Installer. */
  scope: 'machine' | 'user' | 'either';
  /** The properties as the package sets them; null where it does not. */
  allUsers: string | null;
  installPerUser: string | null;
  /** Word Count says that no elevation is needed. */
  elevation: 'needed' | 'not needed';
  /** In words. */
  text: string;
  /** Custom actions that set one of the properties, so that a run may differ. */
  setBy: string[];
}

/** A service that a package installs, or controls. */
export interface DescribedService {
  name: string;
  displayName: string | null;
  start: string | null;
  account: string | null;
  /** The program, as installed. */
  file: string | null;
  arguments: string | null;
  /** `started on installation`, `stopped on removal`. */
  control: string[];
}

/** What a packager checks before deployment. */
export interface InstallationDescription {
  scope: InstallationScope;
  launchConditions: { condition: string; message: string }[];
  /** The sequences that call LaunchConditions; without any, the conditions are not checked. */
  launchConditionsIn: string[];
  customActions: DescribedAction[];
  services: DescribedService[];
  /** Values of `Run` and `RunOnce`: programs that start when a user logs on. */
  runKeys: { key: string; name: string | null; value: string | null; component: string }[];
  /** Actions that ask for a restart, and where. */
  restarts: { action: string; table: string; condition: string | null }[];
}

/** Scope, launch conditions, custom actions, services, programs at logon and restarts of a product. */
export function describeInstallation(product: Product): InstallationDescription {
  const { database } = product;
  const customActions = describeCustomActions(product);
  return {
    scope: scopeOf(product, customActions),
    launchConditions: database
      .rows('LaunchCondition')
      .map(({ Condition, Description }) => ({ condition: Condition, message: Description })),
    launchConditionsIn: sequenceTables.filter((table) =>
      database.rows(table).some(({ Action }) => Action === 'LaunchConditions'),
    ),
    customActions,
    services: servicesOf(product),
    runKeys: database
      .rows('Registry')
      .filter(({ Key }) => RUN_KEY.test(Key))
      .map(({ Root, Key, Name, Value, Component_ }) => {
        return {
          key: `${roots[Root] ?? `root ${Root}`}\\${Key}`,
          name: Name,
          value: Value,
          component: Component_,
        };
      }),
    restarts: sequenceTables.flatMap((table) =>
      database
        .rows(table)
        .filter(({ Action }) => Action === 'ForceReboot' || Action === 'ScheduleReboot')
        .map(({ Action, Condition }) => ({ action: Action, table, condition: Condition })),
    ),
  };
}

const RUN_KEY = /(?:^|\\)CurrentVersion\\(?:Policies\\Explorer\\)?Run(?:Once|OnceEx|Services)?(?:\\|$)/i;
/** Registry.Root. */
const roots: Readonly<Record<number, string>> = {
  [-1]: 'HKCU or HKLM',
  0: 'HKCR',
  1: 'HKCU',
  2: 'HKLM',
  3: 'HKU',
};
const SCOPE_PROPERTIES: readonly (string | null)[] = ['ALLUSERS', 'MSIINSTALLPERUSER'];

/** The rules of the ALLUSERS property (win32 docs, "ALLUSERS property" and "Single Package Authoring"). */
function scopeOf(product: Product, actions: readonly DescribedAction[]): InstallationScope {
  const allUsers = product.properties.get('ALLUSERS') ?? null;
  const installPerUser = product.properties.get('MSIINSTALLPERUSER') ?? null;
  const noElevation = (product.wordCount & WordCount.noElevation) !== 0;
  const [scope, text] = textOf(allUsers, installPerUser);
  // An installation for one user that needs no elevation must not ask for it.
  const elevation = noElevation ? 'not needed' : 'needed';
  return {
    scope,
    allUsers,
    installPerUser,
    elevation,
    text: `${text}; elevation ${elevation}${noElevation ? ' (Word Count bit 3)' : ''}`,
    setBy: actions
      .filter(({ kind, source }) => kind === 'property' && SCOPE_PROPERTIES.includes(source.name))
      .map(({ action }) => action),
  };
}

function textOf(allUsers: string | null, perUser: string | null): [InstallationScope['scope'], string] {
  if (allUsers === '1') return ['machine', 'for all users (ALLUSERS=1)'];
  if (allUsers !== '2') return ['user', 'for the user who installs, unless ALLUSERS is given'];
  return perUser === '1'
    ? ['either', 'for the user who installs; for all users with MSIINSTALLPERUSER="" (ALLUSERS=2)']
    : ['either', 'for all users, or for the user who installs with MSIINSTALLPERUSER=1 (ALLUSERS=2)'];
}

/** ServiceInstall.StartType. */
const startTypes: Readonly<Record<number, string>> = {
  0: 'boot',
  1: 'system',
  2: 'automatic',
  3: 'on demand',
  4: 'disabled',
};
/** Bits of ServiceControl.Event. */
const events: readonly (readonly [number, string])[] = [
  [0x1, 'started on installation'],
  [0x2, 'stopped on installation'],
  [0x8, 'deleted on installation'],
  [0x10, 'started on removal'],
  [0x20, 'stopped on removal'],
  [0x80, 'deleted on removal'],
];

function servicesOf(product: Product): DescribedService[] {
  const { database } = product;
  const components = new Map(database.rows('Component').map((row) => [row.Component, row]));
  const files: readonly { key: string; targetPath: string | null }[] = product.files;
  const paths = new Map(files.map(({ key, targetPath }) => [key, targetPath]));
  const controls = database.rows('ServiceControl');
  const controlOf = (name: string): string[] =>
    controls.filter((row) => row.Name.toLowerCase() === name.toLowerCase()).flatMap(eventsOf);
  const installed = database.rows('ServiceInstall').map((row): DescribedService => {
    const key = components.get(row.Component_)?.KeyPath ?? '';
    return {
      name: row.Name,
      displayName: row.DisplayName,
      start: startTypes[row.StartType] ?? String(row.StartType),
      account: row.StartName ?? 'LocalSystem',
      file: paths.get(key) ?? null,
      arguments: row.Arguments,
      control: controlOf(row.Name),
    };
  });
  const known = new Set(installed.map(({ name }) => name.toLowerCase()));
  const others = [...new Set(controls.map(({ Name }) => Name))].filter(
    (name) => !known.has(name.toLowerCase()),
  );
  return [
    ...installed,
    ...others.map((name): DescribedService => {
      const none = { displayName: null, start: null, account: null, file: null, arguments: null };
      return { name, ...none, control: controlOf(name) };
    }),
  ];
}

function eventsOf({ Event }: TableRow<'ServiceControl'>): string[] {
  return events.filter(([bit]) => (Event & bit) !== 0).map(([, text]) => text);
}
