/*
 * Columns of the Windows Installer tables that test packages have ("Database Tables"), in the type codes of exported
 * tables: s text, l localizable text, i integer, v binary, upper case for nullable; then the width. Keys have an asterisk.
 */

const schema = {
  ActionText: '*Action s72, Description L64, Template L128',
  AdminExecuteSequence: '*Action s72, Condition S255, Sequence I2',
  AdminUISequence: '*Action s72, Condition S255, Sequence I2',
  AdvtExecuteSequence: '*Action s72, Condition S255, Sequence I2',
  Binary: '*Name s72, Data v0',
  BindImage: '*File_ s72, Path S255',
  Component: '*Component s72, ComponentId S38, Directory_ s72, Attributes i2, Condition S255, KeyPath S72',
  Condition: '*Feature_ s38, *Level i2, Condition S255',
  CreateFolder: '*Directory_ s72, *Component_ s72',
  CustomAction: '*Action s72, Type i2, Source S72, Target S255',
  Directory: '*Directory s72, Directory_Parent S72, DefaultDir l255',
  DuplicateFile: '*FileKey s72, Component_ s72, File_ s72, DestName L255, DestFolder S72',
  Error: '*Error i2, Message L0',
  Feature:
    '*Feature s38, Feature_Parent S38, Title L64, Description L255, Display I2, Level i2, Directory_ S72, Attributes i2',
  FeatureComponents: '*Feature_ s38, *Component_ s72',
  File: '*File s72, Component_ s72, FileName l255, FileSize i4, Version S72, Language S20, Attributes I2, Sequence i2',
  Icon: '*Name s72, Data v0',
  IniFile:
    '*IniFile s72, FileName l255, DirProperty S72, Section l96, Key l128, Value l255, Action i2, Component_ s72',
  InstallExecuteSequence: '*Action s72, Condition S255, Sequence I2',
  InstallUISequence: '*Action s72, Condition S255, Sequence I2',
  LaunchCondition: '*Condition s255, Description l255',
  Media: '*DiskId i2, LastSequence i4, DiskPrompt L64, Cabinet S255, VolumeLabel S32, Source S72',
  MoveFile:
    '*FileKey s72, Component_ s72, SourceName L255, DestName L255, SourceFolder S72, DestFolder s72, Options i2',
  MsiFileHash: '*File_ s72, Options i2, HashPart1 i4, HashPart2 i4, HashPart3 i4, HashPart4 i4',
  MsiPatchHeaders: '*StreamRef s38, Header v0',
  MsiPatchMetadata: '*Company S72, *Property s72, Value l0',
  MsiPatchSequence: '*PatchFamily s72, *ProductCode S38, Sequence s72, Attributes I4',
  Patch: '*File_ s72, *Sequence i2, PatchSize i4, Attributes i2, Header V0, StreamRef_ S38',
  PatchPackage: '*PatchId s38, Media_ i2',
  Property: '*Property s72, Value l0',
  Registry: '*Registry s72, Root i2, Key l255, Name L255, Value L0, Component_ s72',
  RemoveFile: '*FileKey s72, Component_ s72, FileName L255, DirProperty s72, InstallMode i2',
  RemoveIniFile:
    '*RemoveIniFile s72, FileName l255, DirProperty S72, Section l96, Key l128, Value L255, Action i2, Component_ s72',
  Upgrade:
    '*UpgradeCode s38, *VersionMin S20, *VersionMax S20, *Language S255, *Attributes i4, Remove S255, ActionProperty s72',
  _Validation:
    '*Table s32, *Column s32, Nullable s4, MinValue I4, MaxValue I4, KeyTable S255, KeyColumn I2, Category S32, Set S255, Description S255',
} as const;

export type TableName = keyof typeof schema;

export interface SchemaColumn {
  name: string;
  /** `s72`, `I2`, ... */
  type: string;
  key: boolean;
}

export function columnsOf(table: TableName): SchemaColumn[] {
  return schema[table].split(', ').map((text) => {
    const key = text.startsWith('*');
    const [name, type] = text.slice(key ? 1 : 0).split(' ') as [string, string];
    return { name, type, key };
  });
}

/** Rows of _Validation for the columns of some tables: whether they may be null, and what kind of value they have. */
export function validationRows(tables: readonly TableName[]): (string | number | null)[][] {
  return [...tables].sort().flatMap((table) =>
    columnsOf(table).map(({ name, type }) => {
      const nullable = type[0] === type[0]!.toUpperCase() ? 'Y' : 'N';
      const limit = type.endsWith('4') ? 0x7fffffff : 0x7fff;
      const integer = type.toLowerCase().startsWith('i');
      const category = integer
        ? null
        : type.toLowerCase().startsWith('v')
          ? 'Binary'
          : categoryOf(name, type);
      return [
        table,
        name,
        nullable,
        integer ? -limit : null,
        integer ? limit : null,
        null,
        null,
        category,
        null,
        null,
      ];
    }),
  );
}

function categoryOf(name: string, type: string): string {
  if (name === 'FileName' || name === 'DestName') return 'Filename';
  if (name === 'DefaultDir') return 'DefaultDir';
  if (name === 'Condition') return 'Condition';
  if (name === 'Cabinet') return 'Cabinet';
  if (name === 'Version' || name.startsWith('Version')) return 'Version';
  if (name === 'ComponentId' || name === 'UpgradeCode' || name === 'ProductCode') return 'Guid';
  return type.endsWith('38') || type.endsWith('72') ? 'Identifier' : 'Text';
}

/** Standard actions in the suggested order of the documentation. */
export const standardSequences = {
  AdminExecuteSequence: {
    CostInitialize: 800,
    FileCost: 900,
    CostFinalize: 1000,
    InstallValidate: 1400,
    InstallInitialize: 1500,
    InstallAdminPackage: 3900,
    InstallFiles: 4000,
    InstallFinalize: 6600,
  },
  AdminUISequence: { CostInitialize: 800, FileCost: 900, CostFinalize: 1000, ExecuteAction: 1300 },
  AdvtExecuteSequence: {
    CostInitialize: 800,
    CostFinalize: 1000,
    InstallValidate: 1400,
    InstallInitialize: 1500,
    PublishFeatures: 6300,
    PublishProduct: 6400,
    InstallFinalize: 6600,
  },
  InstallExecuteSequence: {
    FindRelatedProducts: 25,
    LaunchConditions: 100,
    ValidateProductID: 700,
    CostInitialize: 800,
    FileCost: 900,
    CostFinalize: 1000,
    InstallValidate: 1400,
    RemoveExistingProducts: 1450,
    InstallInitialize: 1500,
    ProcessComponents: 1600,
    UnpublishFeatures: 1800,
    RemoveFiles: 3500,
    CreateFolders: 3700,
    InstallFiles: 4000,
    RegisterUser: 6000,
    RegisterProduct: 6100,
    PublishFeatures: 6300,
    PublishProduct: 6400,
    InstallFinalize: 6600,
  },
  InstallUISequence: {
    FindRelatedProducts: 25,
    LaunchConditions: 100,
    ValidateProductID: 700,
    CostInitialize: 800,
    FileCost: 900,
    CostFinalize: 1000,
    ExecuteAction: 1300,
  },
} as const satisfies Partial<Record<TableName, Record<string, number>>>;
