import { HotfixkitError } from '../../core/errors.js';
import { nameKey } from '../../core/name-key.js';
import type { HotfixFacts } from '../manifest/hotfix-facts.js';
import { type Manifest, type ManifestWarning, manifestName } from '../manifest/manifest.js';
import { fileNameOfRow } from '../manifest/row-name.js';
import type { VerifyResult } from '../verify/verify-files.js';
import { isGiven } from './given-rules.js';

/** A file of the package or image that is to be staged. */
export interface StageSource {
  /** Its path in the package or folder; not interpreted. */
  path: string;
  /** File name as found. */
  name: string;
  /** Bytes. */
  size: number;
}

/** The files of a hotfix that staging needs. */
export interface StageSources<T extends StageSource> {
  /** Windows Installer patches for the client, at least one. */
  patches: T[];
  /** Null where the hotfix has no utility. */
  utility: T | null;
}

/**
 * Picks the client patch and the utility among the files of a package or image.
 *
 * The patch is the one that the article names for the product, in any letter case. The article says that the name may
 * differ by locale: if it is not there, every `.msp` with the article's number in its name is taken that differs in its locale alone,
 * without those that the article names for another product. A patch that the user named is that one or none. Of several files of one name, the one that verification found right is
 * taken; failing that, they must agree in size.
 *
 * Throws `STAGE_NO_PATCH`, `STAGE_NO_UTILITY`, `STAGE_AMBIGUOUS`; `STAGE_UNSTATED` where the manifest does not say what
 * staging needs.
 */
export function selectStageSources<T extends StageSource>(
  files: readonly T[],
  manifest: Manifest,
  product: string | null,
  verification: VerifyResult | null = null,
): StageSources<T> {
  const patchFacts = stageFacts(manifest).clientPatch;
  const utilityFacts = manifest.facts?.utility;
  const byName = new Map<string, T[]>();
  for (const file of files) {
    const name = nameKey(file.name);
    const others = byName.get(name);
    if (others) others.push(file);
    else byName.set(name, [file]);
  }
  const matched = new Set(
    verification?.files.flatMap(({ status, path }) => (status === 'match' ? [path] : [])),
  );
  const one = (candidates: readonly T[]): T => {
    const verified = candidates.filter(({ path }) => matched.has(path));
    const [first, ...others] = verified.length > 0 ? verified : candidates;
    if (others.some(({ size }) => size !== first!.size)) {
      throw new HotfixkitError(
        'STAGE_AMBIGUOUS',
        'several files have this name and differ; give the package or folder that holds the right one alone',
        {
          entry: first!.name,
          found: candidates.map(({ path }) => path).join(', '),
        },
      );
    }
    return first!;
  };

  const named = patchFacts.files.filter(
    (file) => product === null || file.product === null || file.product === product,
  );
  let patches = named.flatMap(({ name }) => {
    const found = byName.get(nameKey(name));
    return found ? [one(found)] : [];
  });
  const isByUser = isGiven(manifest, 'clientPatch');
  if (patches.length === 0 && !isByUser) {
    const ofOthers = new Set(patchFacts.files.map(({ name }) => nameKey(name)));
    const stems = named.map(({ name }) => withoutLocale(name));
    patches = [...byName]
      .filter(
        ([name]) =>
          isNumberedPatch(name, manifest) &&
          !ofOthers.has(name) &&
          (stems.length === 0 || stems.includes(withoutLocale(name))),
      )
      .map(([, found]) => one(found));
  }
  if (patches.length === 0) {
    const there = [...byName.keys()].filter((name) => name.endsWith('.MSP'));
    const found = files.filter(({ name }) => there.includes(nameKey(name))).map(({ name }) => name);
    const message = isByUser
      ? 'the client patch that --client-patch names is not one of this product among the files; give the name of one that is'
      : 'the client patch is not among the files; if another file is that patch, name it with --client-patch FILE';
    throw new HotfixkitError('STAGE_NO_PATCH', message, {
      ...(found.length === 0 ? {} : { found: [...new Set(found)].slice(0, 10).join(', ') }),
      expected:
        (isByUser ? patchFacts.files : named).map(({ name }) => name).join(' or ') ||
        `*kb${manifest.kb ?? 'NUMBER'}*.msp`,
    });
  }

  if (!utilityFacts) return { patches, utility: null };
  const found = byName.get(nameKey(utilityFacts.file));
  if (!found) {
    throw new HotfixkitError(
      'STAGE_NO_UTILITY',
      'the utility is not among the files: give the package, or a folder with both of them',
      {
        expected: utilityFacts.file,
      },
    );
  }
  return { patches, utility: one(found) };
}

/** The name of a patch without a part for its locale (`-deu`, `-zh-tw`). */
function withoutLocale(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.msp$/, '')
    .replace(/[-_.](?:[a-z]{3}|[a-z]{2}(?:-[a-z]{2})?)(?=[-_.]|$)/g, '');
}

/** Whether {@link selectStageSources} may take a file, by its path or name. */
export function isStageSource(path: string, manifest: Manifest): boolean {
  const name = nameKey(path.slice(path.lastIndexOf('/') + 1));
  const { facts } = manifest;
  return (
    name === nameKey(facts?.utility?.file ?? '') ||
    (facts?.clientPatch?.files.some((file) => nameKey(file.name) === name) ?? false) ||
    isNumberedPatch(name, manifest)
  );
}

/** A patch with the number of the article in its name, which is a {@link nameKey}. */
function isNumberedPatch(name: string, { kb }: Manifest): boolean {
  return kb !== null && name.endsWith('.MSP') && name.includes(nameKey(`KB${kb}`));
}

/** Facts with all that staging needs. */
export type StageFacts = HotfixFacts & {
  clientPatch: NonNullable<HotfixFacts['clientPatch']> & { folder: string };
};

/**
 * The facts of a manifest that can be staged.
 *
 * @throws `STAGE_UNSTATED` where the article does not say, or contradicts itself about, what staging needs; the message names the
 * options that say it.
 */
export function stageFacts(manifest: Manifest): StageFacts {
  const { facts } = manifest;
  const unclear = manifest.warnings.filter(
    ({ code, structure = '' }) =>
      code === 'ARTICLE_RULE_UNCLEAR' && asked.some(([fact]) => structure === `facts.${fact}`),
  );
  const patch = facts?.clientPatch;
  const folder = patch?.folder ?? null;
  if (unclear.length === 0 && facts && patch && patch.files.length > 0 && folder !== null) {
    return { ...facts, clientPatch: { ...patch, folder } };
  }
  throw unstated(manifest, unclear);
}

/** What staging asks for where an article does not say it, and the option that says it. */
const asked = [
  ['clientPatch.files', '--client-patch FILE'],
  ['clientPatch.folder', '--hotfix-folder DIR'],
  ['utility', '--utility FILE'],
  ['utility.commandLine', '--utility-command TEXT'],
] as const;

/** One sentence about all that is contradictory or missing, with the options that say it. */
function unstated(manifest: Manifest, unclear: readonly ManifestWarning[]): HotfixkitError {
  const patch = manifest.facts?.clientPatch;
  const isUnclear = (fact: string): boolean => unclear.some(({ structure }) => structure === `facts.${fact}`);
  const lacksFile = (patch?.files.length ?? 0) === 0 && !isUnclear('clientPatch.files');
  const lacksFolder = (patch?.folder ?? null) === null && !isUnclear('clientPatch.folder');
  const missing = [
    ...(lacksFile ? ['which file is the client patch'] : []),
    ...(lacksFolder
      ? [`in which folder of the client installation files ${lacksFile ? 'it' : 'the client patch'} belongs`]
      : []),
  ];
  const patches = [
    ...new Set(
      manifest.sections.flatMap(({ files }) =>
        files.map((file) => fileNameOfRow(file.name)).filter((file) => /\.msp$/i.test(file)),
      ),
    ),
  ];
  const hints: Readonly<Record<string, string>> = {
    'clientPatch.files':
      patches.length === 0
        ? ' (its tables have no .msp: without a client patch there is nothing to stage)'
        : ` (its tables have ${patches.slice(0, 5).join(', ')})`,
    utility: ' (or none)',
    'clientPatch.folder': ` (usually i386\\hotfix\\KB${manifest.kb ?? 'nnnnnn'})`,
  };
  const options = asked.flatMap(([fact, option]) => {
    const isMissing =
      (fact === 'clientPatch.files' && lacksFile) || (fact === 'clientPatch.folder' && lacksFolder);
    const hint = fact === 'utility' || isMissing ? (hints[fact] ?? '') : '';
    return isMissing || isUnclear(fact) ? [`${option}${hint}`] : [];
  });
  const says =
    missing.length === 0
      ? []
      : [`the article of ${manifestName(manifest)} does not say ${missing.join(', nor ')}`];
  const first = unclear[0]?.found;
  return new HotfixkitError(
    'STAGE_UNSTATED',
    `${[...unclear.map(({ message }) => message), ...says].join('; ')}: nothing was staged; give ${options.join(' and ')}`,
    first === undefined ? {} : { found: first },
  );
}
