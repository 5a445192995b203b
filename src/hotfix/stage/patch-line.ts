import { HotfixkitError, type Warning } from '../../core/errors.js';
import type { TransformTarget } from '../../msi/transform-validation.js';
import { articleNumber, insertByNumber, sortByNumber } from '../../package/patch/article-number.js';
import { describeOrder, type PatchEvidence, type PatchFate } from '../../package/patch/describe-order.js';
import { orderByFiles } from '../../package/patch/file-order.js';
import type { PatchPackage } from '../../package/patch/patch-package.js';
import { refuseObsoleteCircle, refuseTooMany, sequencePatches } from '../../package/patch/patch-sequence.js';
import { refuseSignatures } from './check-signatures.js';
import type { LineOrigin, LinePatch } from './line-patches.js';

/** A patch with its place in the `PATCH` line. */
export interface LineEntry {
  /** Below the client source with `/`, or a full Windows path. */
  path: string;
  origin: LineOrigin;
  /**
   * `unread` for a patch that cannot be read here: only its name decides its place. `no-patch` and `bad-signature` for files
   * in the client source that the line must not have.
   */
  status: PatchFate | 'unread' | 'no-patch' | 'bad-signature';
  /** 1 is the first of the line; null for a patch that the line does not have. */
  position: number | null;
  patchCode: string | null;
  /** The path of the patch that takes its place. */
  by: string | null;
  /** One sentence without a full stop. */
  reason: string;
  evidence: PatchEvidence[];
}

/** The client that the patches of a line are for. */
export interface LineClient {
  productCode: string | null;
  productVersion: string | null;
  /** `i386/client.msi` of the client source, or what the patches themselves ask for. */
  from: 'client.msi' | 'patches';
}

/** What a `PATCH` line takes. */
export interface PatchLineOptions {
  /** Take what is for another client, or must not be used by its signature. */
  force?: boolean;
  /** Demand an accepted signature of the patches that are not staged. */
  signed?: boolean;
}

/** The `PATCH` line of a client source, in the order in which Windows Installer applies its patches. */
export interface PatchLine {
  /** The patches of the line. */
  paths: string[];
  /** Null where no patch can be read. */
  client: LineClient | null;
  /** All that were looked at: those of the line in their order, then the others. */
  patches: LineEntry[];
  warnings: Warning[];
}

/**
 * Puts the patches of a line in the order of Windows Installer, for the client that they are for, and leaves those out that
 * others replace and those in the client source that are for another product or version.
 *
 * Patches without MsiPatchSequence are applied as the line has them. Their order here is that of the versions of the files
 * that they share, then that of the numbers of their articles. Patches that cannot be read go by number alone.
 *
 * Throws `STAGE_WRONG_PATCH` for a patch that is staged or named and is for another product or version (a warning with
 * `force`), `SIGNATURE_REFUSED` for a named one that must not be used, `STAGE_AMBIGUOUS` where the patches do not say which client they are for, and `PATCH_NO_SEQUENCE` where they
 * contradict each other.
 *
 * @param options.warnings those of finding the patches, for the answer
 * @param client what `i386\client.msi` says; null where there is none
 */
export function planPatchLine(
  patches: readonly LinePatch[],
  client: TransformTarget | null,
  {
    force = false,
    signed = false,
    warnings: found = [],
  }: PatchLineOptions & { warnings?: readonly Warning[] } = {},
): PatchLine {
  refuseTooMany(patches.length);
  refuseSignatures(
    patches.flatMap(({ origin, signature }) => (origin === 'given' && signature ? [signature] : [])),
    { force, signed },
  );
  const isBad = ({ origin, signature }: LinePatch): boolean =>
    origin === 'found' &&
    !force &&
    signature !== null &&
    (signature.harmful || (signed && !signature.accepted));
  const pathOf = ({ path }: LinePatch): string => path;
  const bad = sortByNumber(patches.filter(isBad), pathOf);
  const sorted = sortByNumber(
    patches.filter((one) => !isBad(one)),
    pathOf,
  );
  const readable = new Map(sorted.flatMap((one) => (one.patch ? [[one.patch, one] as const] : [])));
  const known = orderByFiles([...readable.keys()]);
  refuseObsoleteCircle(known);
  const target = client ?? commonTarget(sorted);
  const warnings: Warning[] = [...found];
  const described = target ? describeOrder(target, sequencePatches(target, known)) : [];
  const entries = described.map(({ patch, fate, by, reason, evidence }): LineEntry => {
    const { path, origin } = readable.get(patch)!;
    const { patchCode } = patch.identity;
    const why = fate === 'applies' && patch.sequences === null ? withoutSequence(path) : reason;
    return {
      path,
      origin,
      status: fate,
      position: null,
      patchCode,
      by: by?.label ?? null,
      reason: why,
      evidence,
    };
  });
  for (const entry of entries) {
    if (entry.status === 'applies') continue;
    if (entry.by === null) refuseOrWarn(entry, client !== null, force, warnings);
    else if (entry.origin !== 'found') {
      warnings.push({
        code: 'PATCH_LEFT_OUT',
        message: `the PATCH line does without this patch: ${entry.reason}`,
        file: entry.path,
      });
    }
  }
  const unread = sorted.filter(({ patch }) => patch === null).map((one) => unreadEntry(one, warnings));
  const paths = insertByNumber(
    entries
      .filter(({ status, by, origin }) => status === 'applies' || (by === null && origin !== 'found'))
      .map(({ path }) => path),
    unread.filter(({ status }) => status === 'unread').map(({ path }) => path),
    'last',
  );
  const all = [...entries, ...unread, ...bad.map((one) => badEntry(one, warnings))];
  for (const entry of all) {
    const at = paths.indexOf(entry.path);
    entry.position = at < 0 ? null : at + 1;
  }
  return {
    paths,
    client: target && {
      productCode: target.productCode,
      productVersion: target.productVersion,
      from: client ? 'client.msi' : 'patches',
    },
    patches: all.sort((a, b) => (a.position ?? Infinity) - (b.position ?? Infinity) || 0),
    warnings,
  };
}

/** What decides the place of a patch that Windows Installer applies as the line has it. */
function withoutSequence(path: string): string {
  const number = articleNumber(path);
  const then = number === null ? 'it has no number of an article' : `the number of its article, ${number}`;
  return `no MsiPatchSequence: the versions of files that other patches have too decide its place, then ${then}`;
}

/** A patch for another product or version: one that was asked for is refused, one that lies there is left out. */
function refuseOrWarn(entry: LineEntry, hasClient: boolean, force: boolean, warnings: Warning[]): void {
  const { path, origin, reason } = entry;
  const what = hasClient
    ? 'the client.msi of the client source'
    : 'the client that the other patches are for';
  if (origin === 'found') {
    warnings.push({
      code: 'STAGE_CLIENT_SOURCE',
      message: `this patch in the client source is left out of the PATCH line: ${reason}; move it out of i386/hotfix if clients do not need it`,
      file: path,
    });
    return;
  }
  const advice = hasClient
    ? 'take the patch for this client, or give the client source that it is for'
    : 'stage patches for different clients one by one, or put client.msi into i386, which says what the client is; take the patch for this client';
  const message = `this patch is not for ${what}: ${reason}; ${advice}`;
  if (!force) throw new HotfixkitError('STAGE_WRONG_PATCH', message, { file: path });
  warnings.push({ code: 'STAGE_WRONG_PATCH', message, file: path });
}

/** A patch in the client source that was changed after it was signed, or is not signed where that is demanded. */
function badEntry({ path, origin, patch, signature }: LinePatch, warnings: Warning[]): LineEntry {
  const reason = `its signature is not accepted: ${signature?.summary ?? ''}`;
  warnings.push({
    code: 'PATCH_LEFT_OUT',
    message: `this patch in the client source is left out of the PATCH line: ${reason}; get it again from its publisher, or remove it`,
    file: path,
  });
  const patchCode = patch?.identity.patchCode ?? null;
  return { path, origin, status: 'bad-signature', position: null, patchCode, by: null, reason, evidence: [] };
}

function unreadEntry({ path, origin, problem }: LinePatch, warnings: Warning[]): LineEntry {
  const base = { path, origin, position: null, patchCode: null, by: null, evidence: [] };
  if (problem === null) {
    const reason = 'it is not on this system, so that only the number in its name decides its place';
    return { ...base, status: 'unread', reason };
  }
  const reason = `it is not a Windows Installer patch: ${problem}`;
  if (origin === 'found') {
    warnings.push({
      code: 'STAGE_CLIENT_SOURCE',
      message: `this file in the client source is left out of the PATCH line: ${reason}; replace or remove it`,
      file: path,
    });
    return { ...base, status: 'no-patch', reason };
  }
  if (origin === 'given') {
    warnings.push({
      code: 'STAGE_WRONG_PATCH',
      message: `${reason}; the installation of clients fails with it (1635): replace it`,
      file: path,
    });
  }
  return { ...base, status: 'unread', reason };
}

/** Most products that the patches of a line are tried on; real ones are for a few. */
const MOST_TARGETS = 64;

/**
 * The product that most of the patches can be applied to, of those that a staged patch is for where there is one. Null where
 * none can be read; throws `STAGE_AMBIGUOUS` where two are as good.
 */
function commonTarget(patches: readonly LinePatch[]): TransformTarget | null {
  const known = patches.flatMap(({ patch, origin }) => (patch ? [{ patch, origin }] : []));
  const staged = known.filter(({ origin }) => origin === 'staged');
  const targets = new Map<string, TransformTarget>();
  for (const { patch } of staged.length > 0 ? staged : known) {
    for (const one of targetsOf(patch)) targets.set(`${one.productCode} ${one.productVersion}`, one);
  }
  const all = known.map(({ patch }) => patch);
  const scored = [...targets.values()].slice(0, MOST_TARGETS).map((target) => {
    const steps = sequencePatches(target, all).steps.map(({ patch }) => patch);
    return { target, steps };
  });
  const most = scored.reduce((best, { steps }) => Math.max(best, steps.length), 0);
  const [first, ...others] = scored.filter(({ steps }) => steps.length === most && most > 0);
  const rival = others.find(({ steps }) => steps.some((patch) => !first!.steps.includes(patch)));
  if (first && rival && staged.length === 0) {
    const names = [first, rival].map(
      ({ target, steps }) =>
        `${steps.map(({ label }) => label).join(', ')} for ${target.productVersion} ${target.productCode}`,
    );
    throw new HotfixkitError(
      'STAGE_AMBIGUOUS',
      `the patches in the client source are for different clients, and it has no i386/client.msi that says which one it is: ${names.join('; ')}. Put client.msi there, or move the patches of the other client out`,
    );
  }
  return first?.target ?? null;
}

function targetsOf(patch: PatchPackage): TransformTarget[] {
  return patch.transforms.flatMap(({ before, upgradeCode }) => {
    const codes = before.productCode === null ? patch.identity.targets : [before.productCode];
    return codes.map((productCode) => ({
      productCode,
      productVersion: before.productVersion,
      upgradeCode,
      platform: before.platform,
      languages: before.languages,
    }));
  });
}
