// The JSON documents of all commands: the schemas in schemas/ are made from these types (npm run schemas). Within a number, keys are
// added, never changed or taken away; see docs/evidence.md.

import type { ConfigUse } from '../../src/cli/context.js';
import type { ErrorCode, ErrorFacts, Warning } from '../../src/core/errors.js';
import type { PackageDescription } from '../../src/hotfix/describe/describe-package.js';
import type { Diagnosis } from '../../src/hotfix/diagnose/diagnose-logs.js';
import type { CatalogueEntry } from '../../src/hotfix/manifest/catalogue.js';
import type { Manifest } from '../../src/hotfix/manifest/manifest.js';
import type { PartialEntry } from '../../src/hotfix/manifest/partial-entries.js';
import type { ScanResult } from '../../src/hotfix/scan/scan-trees.js';
import type { NextStep } from '../../src/hotfix/stage/next-steps.js';
import type { LineClient, LineEntry } from '../../src/hotfix/stage/patch-line.js';
import type { StageAction } from '../../src/hotfix/stage/plan-stage.js';
import type { RequirementResult } from '../../src/hotfix/verify/require.js';
import type { VerifyResult } from '../../src/hotfix/verify/verify-files.js';
import type { CreatedTransform } from '../../src/msi/create-transform.js';
import type { Recovery } from '../../src/node/recover-folder.js';
import type { DeltaDescription } from '../../src/package/inspect/describe-delta.js';
import type { ListedFile } from '../../src/package/inspect/list-package.js';
import type { ListedStream } from '../../src/package/inspect/list-streams.js';
import type { PackageDiff } from '../../src/package/node/diff-packages.js';
import type { JudgedFile } from '../../src/package/node/judge-path.js';
import type { OrderedPatch, OrderedPatches } from '../../src/package/node/order-patches.js';
import type { VersionEntry } from '../../src/package/node/read-versions.js';
import type { PackageSignature } from '../../src/package/signature/package-signatures.js';
import type { DiffSide } from '../../src/report/diff-view.js';
import type { Report } from '../../src/report/report.js';
import type { FileSignature } from '../../src/signature/verdict.js';

/** Why a run, or a part of it, has no answer. */
export interface JsonError extends ErrorFacts {
  code: ErrorCode;
  /** A sentence for people. */
  message: string;
  /** The exit status of a run that ends with this error. */
  exitCode: number;
}

/** What every document may have. */
interface Common<Name extends string> {
  schema: Name;
  /** Packages that were opened inside the files that were named: `outer.exe!inner.msi`. */
  opened?: string[];
  /** Settings that were taken from a file. */
  config?: ConfigUse;
  /** What the user should look at; always there where the document of a command lists it. */
  warnings?: Warning[];
}

/** The only answer of a run that failed. */
export interface ErrorDocument extends Common<'hotfixkit/error/1'> {
  error: JsonError;
}

/** A path that could not be read, among others. */
interface FailedFile {
  file: string;
  error: JsonError;
}

/** A package; `databaseSchema` is the Windows Installer version that it needs, times 100. */
type DescribedPackage = Omit<PackageDescription, 'schema'> & {
  databaseSchema: number | null;
  error?: JsonError;
};

export type InfoDocument =
  | (Common<'hotfixkit/info/1'> & DescribedPackage)
  | (Common<'hotfixkit/info/1'> & {
      /** Of several packages, in their order. */
      packages: (DescribedPackage | FailedFile)[];
    });

export interface ListDocument extends Common<'hotfixkit/list/1'> {
  file: string;
  kind: string;
  files: (ListedFile & {
    /** The outer signature first; only where signatures were asked for. */
    signatures?: readonly FileSignature[];
    /** Verdict and signer in a few words; empty for kinds that carry none. */
    signature?: string;
  })[];
  warnings: Warning[];
  /** What the package lacks because it ends too early. */
  error?: JsonError;
}

export type TablesDocument = Common<'hotfixkit/tables/1'> &
  (
    | {
        tables: {
          name: string;
          rows: number;
          columns: { name: string; type: string; key: boolean }[];
        }[];
        warnings: Warning[];
        error?: JsonError;
      }
    | {
        output: string;
        /** The files that were written. */
        files: string[];
        warnings: Warning[];
      }
  );

export type StreamsDocument = Common<'hotfixkit/streams/1'> &
  (
    | { streams: ListedStream[]; warnings: Warning[]; error?: JsonError }
    | { name: string; output: string; size: number; warnings: Warning[] }
    | { output: string; files: { name: string; path: string; size: number }[]; warnings: Warning[] }
  );

export interface VersionsDocument extends Common<'hotfixkit/versions/1'> {
  files: VersionEntry[];
  errors?: FailedFile[];
  warnings: Warning[];
}

export interface DiffDocument extends Common<'hotfixkit/diff/1'>, PackageDiff {
  warnings: Warning[];
  before: DiffSide;
  after: DiffSide;
}

export interface ViewDocument extends Common<'hotfixkit/view/1'> {
  output: string;
  /** Bytes of the page. */
  size: number;
}

export interface ExtractDocument extends Common<'hotfixkit/extract/1'> {
  file: string;
  output: string;
  layout: string;
  dryRun: boolean;
  files: ExtractedFile[];
  /** Deltas that need the old files. */
  deltas?: ExtractedFile[];
  warnings: Warning[];
}

interface ExtractedFile {
  key: string;
  path: string;
  size: number;
}

export interface MsiexecDocument extends Common<'hotfixkit/msiexec/1'> {
  /** The code of Windows Installer. */
  exitCode: number;
  /** The folder of the image. */
  target: string | null;
  written: string[];
  /** Files that were there and stay by the file versioning rules. */
  kept: string[];
  /** Which of the written files were there before. */
  replaced: string[];
  removed: string[];
  warnings: Warning[];
  error: JsonError | null;
  /** The text of the help. */
  help?: string;
}

export type DeltaDocument = Common<'hotfixkit/delta/1'> &
  (({ file: string } & DeltaDescription) | { patch: string; old: string; output: string; size: number });

/** The verdict about a path: by a table, by requirements, or by both. */
type VerifiedPath = Partial<VerifyResult> & {
  ok: boolean;
  requirements?: readonly RequirementResult[];
  warnings: Warning[];
};

export type VerifyDocument =
  | (Common<'hotfixkit/verify/1'> & VerifiedPath)
  | (Common<'hotfixkit/verify/1'> & {
      ok: boolean;
      /** Of several paths, each by itself. */
      paths: (({ path: string } & VerifiedPath) | { path: string; ok: false; error: JsonError })[];
    })
  | (Common<'hotfixkit/verify/1'> & ScanResult);

export interface PatchesDocument extends Common<'hotfixkit/patches/1'>, Omit<OrderedPatches, 'patches'> {
  /** Those applied in their order, then the others as given. */
  patches: (Omit<OrderedPatch, 'error'> & { error?: JsonError })[];
}

export interface TransformDocument
  extends Common<'hotfixkit/transform/1'>,
    Omit<CreatedTransform, 'content'> {
  warnings: Warning[];
  old: string;
  new: string;
  /** The file that was written. */
  output: string;
  /** Bytes. */
  size: number;
  /** Bits of what a database has to have in common with the old one. */
  validation: number;
  /** Bits of the errors that do not stop it. */
  errors: number;
}

export interface SignatureDocument extends Common<'hotfixkit/signature/1'> {
  files: readonly JudgedFile[];
  /** Files of kinds that carry no signature of their own. */
  notLookedAt: number;
  errors?: FailedFile[];
}

export type ManifestDocument = Common<'hotfixkit/manifest/1'> &
  ({ manifests: CatalogueEntry[] } | Manifest | PartialEntry);

export interface DiagnoseDocument extends Common<'hotfixkit/diagnose/1'>, Diagnosis {
  warnings: Warning[];
}

interface StagedPackage {
  ok: boolean;
  dryRun: boolean;
  staged: boolean;
  changed: boolean;
  files: { path: string; size: number; sha256: string; action: StageAction }[];
  /** The PATCH= line. */
  patchProperty: string | null;
  installationProperties: { clientPush: string | null; taskSequence: string } | null;
  /** Folder of the record by which the run can be undone. */
  record: string | null;
  taskSequence: { output: string; scenario: string; changes: string[]; notes: string[] } | null;
  /** The client that the patches of the line are for; null where no patch can be read. */
  client: LineClient | null;
  /** The patches of the client source and of the options, with their places in the line. */
  patches: LineEntry[];
  /** What to do now; absent where nothing is staged. */
  next?: NextStep[];
  /** Null where patches are staged without a published table; absent where nothing is staged. */
  verification?: VerifyResult | null;
  /** Names of patches that have the size that the catalogue knows; only without a published table. */
  known?: string[];
  /** Absent where nothing is staged. */
  signatures?: PackageSignature[];
  warnings: Warning[];
}

export type StageDocument =
  | (Common<'hotfixkit/stage/1'> & StagedPackage)
  | (Common<'hotfixkit/stage/1'> & {
      ok: boolean;
      packages: (({ package: string } & StagedPackage) | { package: string; ok: false; error: JsonError })[];
    })
  | (Common<'hotfixkit/stage/1'> & {
      ok: boolean;
      dryRun: boolean;
      /** What taking back did, or would do, with each file. */
      files: { path: string; action: string }[];
    });

/** The report; `report.json` has this form too. */
export interface PrepareDocument extends Common<'hotfixkit/prepare/1'>, Report {
  warnings: Warning[];
  /** Only with `--dry-run`. */
  dryRun?: boolean;
  /** Files of an earlier run that would be removed; only with `--dry-run`. */
  remove?: string[];
}

export interface RecoverDocument extends Common<'hotfixkit/recover/1'> {
  ok: boolean;
  runs: Recovery['runs'];
  warnings: Warning[];
}

export interface HelpDocument extends Common<'hotfixkit/help/1'> {
  text: string;
}

export interface CompletionsDocument extends Common<'hotfixkit/completions/1'> {
  shell: string;
  script: string;
}
