/**
 * Facts of an article beyond its file tables, for staging, reporting and diagnosing. What is absent or null is not known: an
 * imported article has what its text says.
 */
export interface HotfixFacts {
  /** Products the article applies to, in full. */
  appliesTo: string[];
  symptom?: SymptomFacts;
  /** How the symptoms look in logs, for diagnosing; empty or absent where no log shows them. */
  symptoms?: LogSymptom[];
  cause?: string;
  resolution?: string;
  prerequisites?: PrerequisiteFacts;
  /** `possible`: a restart may be required. */
  restartRequired?: boolean | 'possible';
  /** Articles whose hotfixes this one replaces. */
  replaces: string[];
  supersededBy: SupersedenceFacts[];
  related: RelatedArticle[];
  /** The Windows Installer packages the hotfix ships as; the last part of the name follows the language. */
  packages: { product: string; file: string }[];
  clientPatch?: ClientPatchFacts;
  utility?: UtilityFacts;
  /** Client installation properties that are lost unless they are given again with the hotfix (`SMSSLP`, `FSP`). */
  propertiesToRepeat?: string[];
  /** Notes for the administrator, one point each. */
  notes: { topic: string; text: string }[];
  sources: SourceFacts[];
  /** The sentences that the facts rest on; absent where they were collected by hand from `sources`. */
  evidence?: FactEvidence[];
}

/** The sentence that a fact rests on. */
export interface FactEvidence {
  /** The fact by its key: `clientPatch.folder`, `utility.file`, `restartRequired`. */
  fact: string;
  /** What it says, in short. */
  value: string;
  /** The sentence as published. */
  sentence: string;
  /** Its line in the file of the article; null where lines mean nothing, as in HTML. */
  line: number | null;
}

/** The symptom that the hotfix cures, as the article describes it. */
export interface SymptomFacts {
  summary: string;
  /** The symptom appears if all of these hold. */
  conditions: string[];
  /** Log file that the article names. */
  log: string;
  /** The line as published. */
  message: string;
  /** The part of the line that no translation changes. */
  errorCode: string;
  component: string;
}

/** One symptom as logs show it, in as many wordings as are known. */
export interface LogSymptom {
  /** Short name, unique within the manifest. */
  id: string;
  summary: string;
  /** Names of the logs it is written to, in lower case. */
  logs: string[];
  /** Component that writes the line, as the log names it. */
  component: string | null;
  /** Error code in the line that no translation changes (`0x80092024`). */
  errorCode: string | null;
  wordings: LogWording[];
  /** What it means. */
  means: string;
  remedy: string;
}

/** The line in one language: verbatim, and where that varies as a regular expression (no flags, letter case ignored). */
export interface LogWording {
  /** BCP 47 tag. */
  language: string;
  text: string;
  pattern?: string;
}

/** What must be installed before the hotfix. */
export interface PrerequisiteFacts {
  summary: string;
  /** One of these must be installed. */
  anyOf: string[];
}

/** The hotfix that supersedes this one. */
export interface SupersedenceFacts {
  /** The article that supersedes this one. */
  kb: string;
  /** The wrong number that the article prints, if it does. */
  published: string;
  /** Which number is right, and how one can tell. */
  note: string;
  /** Whether the superseding hotfix brings the utility along; null: not known. */
  includesUtility: boolean | null;
}

/** A related article. */
export interface RelatedArticle {
  kb: string;
  title: string;
  /** How it relates to this hotfix. */
  relation: string;
}

/** The Windows Installer patch for clients, and where the product keeps it. */
export interface ClientPatchFacts {
  /** Folder below the client installation files, with `/`; null: not known, and asked for when it is staged. */
  folder: string | null;
  /** The same folder on a site server, as people write it; null: not known. */
  installedFolder: string | null;
  /** Patch of each product (null: of a table that names none); the name may differ by locale. Empty: not known. */
  files: { product: string | null; name: string }[];
  /** The line for a task sequence of each product, with `<Package_ID>` where the client package's ID goes. */
  properties: { product: string; line: string }[];
  /** The package that installing the hotfix on a site server creates; null: not known. */
  packageName: string | null;
}

/** A program that the hotfix brings along and that is to run on clients. */
export interface UtilityFacts {
  file: string;
  /** Its folder after the hotfix is installed on a site server; null: not known. */
  installedFolder: string | null;
  /** In one sentence; null: not known. */
  purpose: string | null;
  commandLine: string;
  /** The same, with its errors going to a file; null: not known. */
  loggingCommandLine: string | null;
  /** How a ConfigMgr program should run it. What is null is left to the console. */
  program: {
    run: 'Normal' | 'Minimized' | 'Maximized' | 'Hidden' | null;
    canRunWhen: 'UserLoggedOn' | 'NoUserLoggedOn' | 'AnyUserStatus' | null;
    adminRightsRequired: boolean | null;
  };
}

/** Where facts of a manifest come from. */
export interface SourceFacts {
  title: string;
  url: string | null;
  /** Which facts rest on it. */
  supports: string;
}

/** `required`, `may be required`, `not required`. */
export function restartText(required: NonNullable<HotfixFacts['restartRequired']>): string {
  return required === 'possible' ? 'may be required' : required ? 'required' : 'not required';
}
