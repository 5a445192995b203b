import { BufferSource } from '../../core/byte-source.js';
import { addFacts, HotfixkitError, type Warning } from '../../core/errors.js';
import { hashSource } from '../../node/hash.js';
import { microsoftJudge } from '../../package/node/microsoft-judge.js';
import type { OpenPackageOptions } from '../../package/opened-package.js';
import { judgeSource } from '../../package/signature/judge-file.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { type PackageSignature, packageSignature } from '../../package/signature/package-signatures.js';
import type { Manifest } from '../manifest/manifest.js';
import type { StageToApply } from './apply-package-stage.js';
import { checkPatchSource } from './check-client-patch.js';
import { refuseSignatures } from './check-signatures.js';
import { needClientSource, targetPath } from './client-content.js';
import { formatClientProperties } from './client-properties.js';
import { diskContentFolder } from './disk-content-folder.js';
import { findFurtherPatches } from './further-patches.js';
import { LinePatches, readClient } from './line-patches.js';
import { type LoosePatch, readLoosePatches } from './loose-patches.js';
import { lineSteps } from './next-steps.js';
import { planPatchLine } from './patch-line.js';
import { checkLineLength, lineLocation, patchProperty } from './patch-property.js';
import type { LineOptions } from './plan-package-stage.js';
import { type StageCopy, type StagePlan, stageAction, stagedLinePath } from './plan-stage.js';
import { refuseForeignRecordFolder } from './stage-record.js';

/** Options of {@link planLooseStage}. */
export interface PlanLooseStageOptions extends LineOptions {
  open?: OpenPackageOptions;
  overwrite?: boolean;
  /** The client source need not exist; the patches then say themselves which client they are for. */
  createClientSource?: boolean;
  /** Stage what must not be used by its signature, or is for another client. */
  force?: boolean;
  signed?: boolean;
  judge?: SignatureJudge;
  record?: string | null;
  /** The published table of an article, if there is one: patches that it names must have its size. */
  manifestOf?: (kb: string) => Manifest | null;
}

/** A stage of patches without a manifest. */
export type LooseStage = StageToApply & {
  plan: StagePlan;
  warnings: Warning[];
  /** Those of which the size is that of a published table. */
  known: string[];
};

/**
 * Plans the staging of client patches from a folder of hotfixes, without a manifest: each goes to `i386\hotfix\KBnnnnnn` by
 * the number in its name. It must be a patch for the ConfigMgr client that the client source holds; there is no table
 * that its files could be compared with. Patches that others replace are not staged. Nothing is written.
 *
 * Throws `STAGE_*`, `SIGNATURE_REFUSED`, `PATCH_NO_SEQUENCE`, and what opening throws.
 */
export function planLooseStage(
  paths: readonly string[],
  client: string,
  options: PlanLooseStageOptions = {},
): LooseStage {
  const { force = false, signed = false, overwrite = false, record = null } = options;
  const content = diskContentFolder(client);
  if (options.createClientSource !== true) needClientSource(content, client);
  if (record !== null) refuseForeignRecordFolder(record);
  const further = findFurtherPatches(options.withPatches ?? [], client, false);
  const found = readLoosePatches(paths, options.open);
  const all = byPlace(found.patches, (patch) => stagedLinePath(content, folderOf(patch), patch.name));
  if (all.size === 0) {
    throw new HotfixkitError(
      'STAGE_NO_PATCH',
      'there is no client patch (.msp) in what was named; a hotfix is staged with --kb NUMBER or --manifest ARTICLE',
      {
        file: paths.join(', '),
      },
    );
  }
  const warnings = [...found.warnings];
  const known: string[] = [];
  for (const patch of all.values()) {
    try {
      warnings.push(
        ...checkPatchSource(new BufferSource(patch.bytes), patch.name, {
          section: null,
          matchesTable: false,
        }),
      );
      if (isPublished(patch, options.manifestOf?.(String(patch.kb)) ?? null, force, warnings))
        known.push(patch.from);
    } catch (error) {
      throw addFacts(error, { file: patch.from });
    }
  }
  const judge = options.judge ?? microsoftJudge();
  const signatures: PackageSignature[] = [...all.values()].map(({ from, bytes }) =>
    packageSignature('patch', from, judgeSource(new BufferSource(bytes), judge)),
  );
  refuseSignatures(signatures, { signed, force });
  const patches = new LinePatches(judge);
  try {
    for (const [path, { bytes }] of all) patches.add(path, 'staged', new BufferSource(bytes));
    for (const path of further.paths) patches.addGiven(client, path);
    patches.addFound(client);
    const line = planPatchLine(patches.patches, readClient(client), {
      force,
      signed,
      warnings: patches.warnings,
    });
    const copies = line.paths.flatMap((path): StageCopy[] => {
      const patch = all.get(path);
      if (!patch) return [];
      const { bytes } = patch;
      const to = targetPath(content, folderOf(patch), patch.name);
      const existing = content.existing(to);
      const wanted = { size: bytes.length, sha256: hashSource(new BufferSource(bytes), 'sha256') };
      const action = stageAction(existing, wanted, overwrite);
      return [{ content: 'client', to, from: { bytes }, ...wanted, action, existing }];
    });
    const property = patchProperty(line.paths, lineLocation(options));
    const others = formatClientProperties(options.properties ?? {});
    const text = others === '' ? property : `${others} ${property}`;
    checkLineLength(text);
    const packageId = options.packageId ?? null;
    const plan: StagePlan = {
      overwrite,
      kb: null,
      product: null,
      packageId,
      copies,
      patchFiles: line.paths,
      patchLine: line,
      withPatches: further.paths,
      patchProperty: property,
      installationProperties: { clientPush: others === '' ? null : others, taskSequence: text },
      next: lineSteps(packageId, text),
      warnings: line.warnings,
    };
    const targets = { client, utility: client };
    const fileOf = (path: string): never => {
      throw new HotfixkitError('INTERNAL', 'a staged file has no source', { entry: path });
    };
    warnings.push(...further.warnings, ...line.warnings);
    return { plan, targets, record, signatures, content: null, fileOf, warnings, known };
  } finally {
    patches.close();
  }
}

function folderOf({ kb }: LoosePatch): string {
  return `i386/hotfix/KB${kb}`;
}

/** Throws `STAGE_AMBIGUOUS` for two patches of one name and article that differ; equal ones count once. */
function byPlace(
  patches: readonly LoosePatch[],
  pathOf: (patch: LoosePatch) => string,
): Map<string, LoosePatch> {
  const places = new Map<string, LoosePatch>();
  for (const patch of patches) {
    const path = pathOf(patch);
    const key = [...places.keys()].find((other) => other.toUpperCase() === path.toUpperCase());
    const other = key === undefined ? undefined : places.get(key);
    if (!other) places.set(path, patch);
    else if (Buffer.compare(other.bytes, patch.bytes) !== 0) {
      throw new HotfixkitError(
        'STAGE_AMBIGUOUS',
        `${other.from} and this patch have one name and differ: leave one out`,
        { file: patch.from },
      );
    }
  }
  return places;
}

/** Whether a published table has the patch in this size. Throws `STAGE_WRONG_PATCH` where it has it in another one. */
function isPublished(
  { name, bytes, kb }: LoosePatch,
  manifest: Manifest | null,
  force: boolean,
  warnings: Warning[],
): boolean {
  const rows = (manifest?.sections ?? []).flatMap(({ files }) =>
    files.filter((row) => row.name.toLowerCase() === name.toLowerCase() && row.size !== null),
  );
  if (rows.length === 0) return false;
  if (rows.some(({ size }) => size === bytes.length)) return true;
  const sizes = [...new Set(rows.map(({ size }) => size))].join(' or ');
  const message = `KB${kb} publishes this patch with ${sizes} bytes, and it has ${bytes.length}: get it again`;
  if (!force)
    throw new HotfixkitError('STAGE_WRONG_PATCH', message, { expected: sizes, found: bytes.length });
  warnings.push({ code: 'STAGE_WRONG_PATCH', message, entry: name });
  return false;
}
