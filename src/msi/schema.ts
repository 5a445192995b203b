import type { BinaryCell } from './binary-cell.js';
import { type Column, columnTypeFromCode, describeColumn } from './column.js';

/*
 * Columns of Windows Installer's own tables (win32 docs, "Database Tables"; types as the schema of the SDK has them), in the
 * codes of the text archive format, keys with an asterisk. Row types follow from them, and so does how a transform is read
 * whose database is not at hand: its records do not say how wide their values are.
 *
 * Where packages differ in a width, the alternatives stand after a bar. `?` marks a column that must have a value by the
 * documentation and that real packages leave empty; `+` marks a size, which must not be negative.
 */
const tables = {
  ActionText: '*Action s72, Description L0, Template L0',
  AdminExecuteSequence: '*Action s72, Condition S255, Sequence I2',
  AdminUISequence: '*Action s72, Condition S255, Sequence I2',
  AdvtExecuteSequence: '*Action s72, Condition S255, Sequence I2',
  AdvtUISequence: '*Action s72, Condition S255, Sequence I2',
  AppId:
    '*AppId s38, RemoteServerName S255, LocalService S255, ServiceParameters S255, DllSurrogate S255, ActivateAtStorage I2, RunAsInteractiveUser I2',
  AppSearch: '*Property s72, *Signature_ s72',
  BBControl:
    '*Billboard_ s50, *BBControl s50, Type s50, X i2, Y i2, Width i2, Height i2, Attributes I4, Text L50',
  Billboard: '*Billboard s50, Feature_ s38, Action S50, Ordering I2',
  Binary: '*Name s72, Data v0',
  BindImage: '*File_ s72, Path S255',
  CCPSearch: '*Signature_ s72',
  CheckBox: '*Property s72, Value S64',
  Class:
    '*CLSID s38, *Context s32, *Component_ s72, ProgId_Default S255, Description L255, AppId_ S38, FileTypeMask S255, Icon_ S72, IconIndex I2, DefInprocHandler S32, Argument S255, Feature_ s38, Attributes I2',
  ComboBox: '*Property s72, *Order i2, Value s64, Text L64',
  CompLocator: '*Signature_ s72, ComponentId s38, Type I2',
  Complus: '*Component_ s72, *ExpType I2',
  Component: '*Component s72, ComponentId S38, Directory_ s72, Attributes i2, Condition S255, KeyPath S72',
  Condition: '*Feature_ s38, *Level i2, Condition S255',
  Control:
    '*Dialog_ s72, *Control s50, Type s20, X i2, Y i2, Width i2, Height i2, Attributes I4, Property S72, Text L0, Control_Next S50, Help L50',
  ControlCondition: '*Dialog_ s72, *Control_ s50, *Action s50, *Condition s255',
  ControlEvent: '*Dialog_ s72, *Control_ s50, *Event s50, *Argument s255, *Condition S255, Ordering I2',
  CreateFolder: '*Directory_ s72, *Component_ s72',
  CustomAction: '*Action s72, Type i2, Source S72, Target S255, ExtendedType I4',
  Dialog:
    '*Dialog s72, HCentering i2, VCentering i2, Width i2, Height i2, Attributes I4, Title L128, Control_First s50, Control_Default S50, Control_Cancel S50',
  Directory: '*Directory s72, Directory_Parent S72, DefaultDir l255',
  DrLocator: '*Signature_ s72, *Parent S72, *Path S255, Depth I2',
  DuplicateFile: '*FileKey s72, Component_ s72, File_ s72, DestName L255, DestFolder S72',
  Environment: '*Environment s72, Name l255, Value L255, Component_ s72',
  Error: '*Error i2, Message L0',
  EventMapping: '*Dialog_ s72, *Control_ s50, *Event s50, Attribute s50',
  Extension: '*Extension s255, *Component_ s72, ProgId_ S255, MIME_ S64, Feature_ s38',
  ExternalFiles:
    '*Family s8, *FTK s128, *FilePath s255, SymbolPaths S255, IgnoreOffsets S255, IgnoreLengths S255, RetainOffsets S255, Order i2',
  Feature:
    '*Feature s38, Feature_Parent S38, Title L64, Description L255, Display I2, Level i2, Directory_ S72, Attributes i2?',
  FeatureComponents: '*Feature_ s38, *Component_ s72',
  File: '*File s72, Component_ s72, FileName l255, FileSize i4+, Version S72, Language S20, Attributes I2, Sequence i2|i4',
  FileSFPCatalog: '*File_ s72, *SFPCatalog_ s255',
  Font: '*File_ s72, FontTitle S128',
  Icon: '*Name s72, Data v0',
  IniFile:
    '*IniFile s72, FileName l255, DirProperty S72, Section l96, Key l128, Value l255, Action i2, Component_ s72',
  IniLocator: '*Signature_ s72, FileName s255, Section s96, Key s128, Field I2, Type I2',
  InstallExecuteSequence: '*Action s72, Condition S255, Sequence I2',
  InstallUISequence: '*Action s72, Condition S255, Sequence I2',
  IsolatedComponent: '*Component_Shared s72, *Component_Application s72',
  LaunchCondition: '*Condition s255, Description l255',
  ListBox: '*Property s72, *Order i2, Value s64, Text L64',
  ListView: '*Property s72, *Order i2, Value s64, Text L64, Binary_ S72',
  LockPermissions: '*LockObject s72, *Table s32, *Domain S255, *User s255, Permission I4',
  MIME: '*ContentType s64, Extension_ s255, CLSID S38',
  Media: '*DiskId i2, LastSequence i4|i2?, DiskPrompt L64, Cabinet S255, VolumeLabel S32, Source S72',
  ModuleComponents: '*Component s72, *ModuleID s72, *Language i2',
  ModuleSignature: '*ModuleID s72, *Language i2, Version s32',
  MoveFile:
    '*FileKey s72, Component_ s72, SourceName L255, DestName L255, SourceFolder S72, DestFolder s72, Options i2',
  MsiAssembly: '*Component_ s72, Feature_ s38, File_Manifest S72, File_Application S72, Attributes I2',
  MsiAssemblyName: '*Component_ s72, *Name s255, Value s255',
  MsiDigitalCertificate: '*DigitalCertificate s72, CertData v0',
  MsiDigitalSignature: '*Table s32, *SignObject s72, DigitalCertificate_ s72, Hash V0',
  MsiEmbeddedChainer: '*MsiEmbeddedChainer s72, Condition S255, CommandLine S255, Source s72, Type i4',
  MsiEmbeddedUI: '*MsiEmbeddedUI s72, FileName s255, Attributes i2, MessageFilter I4, Data v0',
  MsiFileHash: '*File_ s72, Options i2, HashPart1 i4, HashPart2 i4, HashPart3 i4, HashPart4 i4',
  MsiLockPermissionsEx: '*MsiLockPermissionsEx s72, LockObject s72, Table s32, SDDLText s0, Condition S255',
  MsiPackageCertificate: '*PackageCertificate s72, DigitalCertificate_ s72',
  MsiPatchCertificate: '*PatchCertificate s72, *DigitalCertificate_ s72',
  MsiPatchHeaders: '*StreamRef s38, Header v0?',
  MsiPatchMetadata: '*Company S72, *Property s72, Value l0?',
  MsiPatchSequence: '*PatchFamily s72, *ProductCode S38, Sequence s72?, Attributes I4|I2',
  MsiServiceConfig: '*MsiServiceConfig s72, Name s255, Event i2, ConfigType i4, Argument S0, Component_ s72',
  MsiServiceConfigFailureActions:
    '*MsiServiceConfigFailureActions s72, Name s255, Event i2, ResetPeriod I4, RebootMessage L255, Command L255, Actions S0, DelayActions S0, Component_ s72',
  MsiShortcutProperty: '*MsiShortcutProperty s72, Shortcut_ s72, PropertyKey s0, PropVariantValue s0',
  ODBCAttribute: '*Driver_ s72, *Attribute s40, Value L255',
  ODBCDataSource:
    '*DataSource s72, Component_ s72, Description s255, DriverDescription s255, Registration i2',
  ODBCDriver: '*Driver s72, Component_ s72, Description s255, File_ s72, File_Setup S72',
  ODBCSourceAttribute: '*DataSource_ s72, *Attribute s32, Value L255',
  ODBCTranslator: '*Translator s72, Component_ s72, Description s255, File_ s72, File_Setup S72',
  Patch: '*File_ s72, *Sequence i2|i4, PatchSize i4+, Attributes i2, Header V0, StreamRef_ S38',
  PatchPackage: '*PatchId s38, Media_ i2',
  ProgId: '*ProgId s255, ProgId_Parent S255, Class_ S38, Description L255, Icon_ S72, IconIndex I2',
  Property: '*Property s72, Value l0?',
  PublishComponent: '*ComponentId s38, *Qualifier s255, *Component_ s72, AppData L255, Feature_ s38',
  RadioButton: '*Property s72, *Order i2, Value s64, X i2, Y i2, Width i2, Height i2, Text L0, Help L50',
  RegLocator: '*Signature_ s72, Root i2, Key s255, Name S255, Type I2',
  Registry: '*Registry s72, Root i2, Key l255, Name L255, Value L0, Component_ s72',
  RemoveFile: '*FileKey s72, Component_ s72, FileName L255, DirProperty s72, InstallMode i2',
  RemoveIniFile:
    '*RemoveIniFile s72, FileName l255, DirProperty S72, Section l96, Key l128, Value L255, Action i2, Component_ s72',
  RemoveRegistry: '*RemoveRegistry s72, Root i2, Key l255, Name L255, Component_ s72',
  ReserveCost: '*ReserveKey s72, Component_ s72, ReserveFolder S72, ReserveLocal i4, ReserveSource i4',
  SFPCatalog: '*SFPCatalog s255, Catalog v0, Dependency S0',
  SelfReg: '*File_ s72, Cost I2',
  ServiceControl: '*ServiceControl s72, Name l255, Event i2, Arguments L255, Wait I2, Component_ s72',
  ServiceInstall:
    '*ServiceInstall s72, Name s255, DisplayName L255, ServiceType i4, StartType i4, ErrorControl i4, LoadOrderGroup S255, Dependencies S255, StartName S255, Password S255, Arguments S255, Component_ s72, Description L255',
  Shortcut:
    '*Shortcut s72, Directory_ s72, Name l128, Component_ s72, Target s72, Arguments S255, Description L255, Hotkey I2, Icon_ S72, IconIndex I2, ShowCmd I2, WkDir S72, DisplayResourceDLL S255, DisplayResourceId I2, DescriptionResourceDLL S255, DescriptionResourceId I2',
  Signature:
    '*Signature s72, FileName s255, MinVersion S20, MaxVersion S20, MinSize I4, MaxSize I4, MinDate I4, MaxDate I4, Languages S255',
  TextStyle: '*TextStyle s72, FaceName s32, Size i2, Color I4, StyleBits I2',
  TypeLib:
    '*LibID s38, *Language i2, *Component_ s72, Version I4, Description L128, Directory_ S72, Feature_ s38, Cost I4',
  UIText: '*Key s72, Text L255',
  Upgrade:
    '*UpgradeCode s38, *VersionMin S20, *VersionMax S20, *Language S255, *Attributes i4, Remove S255, ActionProperty s72',
  Verb: '*Extension_ s255, *Verb s32, Sequence I2, Command L255, Argument L255',
  _Validation:
    '*Table s32, *Column s32, Nullable s4, MinValue I4, MaxValue I4, KeyTable S255, KeyColumn I2, Category S32, Set S255, Description S255',
} as const;

/** A table whose columns Windows Installer documents. */
export type StandardTable = keyof typeof tables;

/** The columns of a table definition, one by one. Part of how {@link TableRow} is computed. */
export type ColumnText<Text extends string> = Text extends `${infer First}, ${infer Rest}`
  ? First | ColumnText<Rest>
  : Text;
/** The name of a column in a table definition. Part of how {@link TableRow} is computed. */
export type NameOf<Text extends string> = Text extends `*${infer Name} ${string}`
  ? Name
  : Text extends `${infer Name} ${string}`
    ? Name
    : never;
/** The type of a column in a table definition. Part of how {@link TableRow} is computed. */
export type ValueOf<Text extends string> = Text extends `${string} ${infer Code}`
  ? Code extends `${string}?`
    ? ValueOfCode<Uppercase<Code>>
    : ValueOfCode<Code>
  : never;
/**
 * The type behind a column code (`s72`, `I2`, `v0`; upper case: nullable). Part of how {@link TableRow} is
 * computed.
 */
export type ValueOfCode<Code extends string> = Code extends `s${string}` | `l${string}`
  ? string
  : Code extends `i${string}`
    ? number
    : Code extends `v${string}`
      ? BinaryCell
      : Code extends `S${string}` | `L${string}`
        ? string | null
        : Code extends `I${string}`
          ? number | null
          : BinaryCell | null;

/** A row of a documented table by the names of its columns: `TableRow<'File'>['FileSize']` is a number of bytes. */
export type TableRow<Name extends StandardTable> = {
  readonly [Text in ColumnText<(typeof tables)[Name]> as NameOf<Text>]: ValueOf<Text>;
};

/** The type that is required of a column when its rows are read by type. */
export interface ColumnRule {
  name: string;
  kind: Column['kind'];
  mayBeNull: boolean;
  isSize: boolean;
}

/** Whether Windows Installer documents a table of this name, so that `database.rows` has types for it. */
export function isStandardTable(name: string): name is StandardTable {
  return Object.hasOwn(tables, name);
}

/** The columns of a documented table, in order. */
export function columnRules(table: StandardTable): ColumnRule[] {
  return parsed(table).map(({ name, codes, flaw }) => {
    const code = codes[0]!;
    const letter = code[0]!.toLowerCase();
    return {
      name,
      kind: letter === 'i' ? 'integer' : letter === 'v' ? 'binary' : 'string',
      mayBeNull: flaw === '?' || code[0] !== letter,
      isSize: flaw === '+',
    };
  });
}

function parsed(table: StandardTable): { name: string; key: boolean; codes: string[]; flaw: string }[] {
  return tables[table].split(', ').map((text) => {
    const key = text.startsWith('*');
    const [name = '', type = ''] = text.slice(key ? 1 : 0).split(' ');
    const flaw = /[?+]$/.exec(type)?.[0] ?? '';
    return { name, key, codes: type.slice(0, type.length - flaw.length).split('|'), flaw };
  });
}

/**
 * Possible columns of a table of this name, likeliest first; none for a table that is not Windows Installer's. Widths
 * of strings are those of `referenceSize`.
 */
export function standardColumns(table: string, referenceSize: 2 | 3): Column[][] {
  if (!isStandardTable(table)) return [];
  const described = parsed(table);
  const alternatives = Math.max(...described.map(({ codes }) => codes.length));
  return Array.from({ length: alternatives }, (_, a) =>
    described.map(({ name, key, codes }, i) =>
      describeColumn(name, i + 1, columnTypeFromCode(codes[a] ?? codes[0]!, key)!, referenceSize),
    ),
  );
}
