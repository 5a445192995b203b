import type { BundlePackageDescription, BundlePayloadDescription } from '../../archive/bundle-description.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { forEachPath } from '../../core/for-each-path.js';
import { plural } from '../../core/plural.js';
import { describePackage, type PackageDescription } from '../../hotfix/describe/describe-package.js';
import { describeSignedFile, isNoPackage } from '../../hotfix/describe/describe-signed-file.js';
import { FileSource } from '../../node/file-source.js';
import { damageOf } from '../../package/damage.js';
import { codeWarningsOfBundles } from '../../package/inspect/bundle-codes.js';
import { bundleErrors } from '../../package/inspect/check-bundles.js';
import type { InsideDescription } from '../../package/inspect/describe-container.js';
import {
  describeInstallation,
  type InstallationDescription,
} from '../../package/inspect/describe-installation.js';
import { notRead } from '../../package/not-searched.js';
import type { Command } from '../command.js';
import type { info as definition } from '../definitions/info.js';
import { ExitStatus, errorJson } from '../exit-status.js';
import { installationLines } from '../installation-lines.js';
import { withPackage } from '../open.js';
import { damageJson, errorDocument, errorLines, worstStatus } from '../outcomes.js';
import { patchLines } from '../patch-lines.js';
import { formatSize } from '../progress-bar.js';
import { quoted } from '../quoted.js';
import { signatureJudge } from '../signature-judge.js';
import { withBase } from '../transform-path.js';

export const info: Command<typeof definition> = {
  async run(context, args, options) {
    const judging = {
      judge: signatureJudge(options),
      ...(options.signature ? {} : { mostJudged: LARGEST_JUDGED }),
    };
    const one = (path: string, base: Parameters<typeof describePackage>[1]) =>
      withPackage(
        context,
        path,
        options,
        (opened) => {
          context.warn(notRead(opened.content).map((warning) => ({ file: path, ...warning })));
          const description = describePackage(opened, { ...base, ...judging });
          const isItself = description.inside.length === 0 && opened.container !== null;
          const [failure = null, ...others] = isItself ? bundleErrors(opened.container) : [];
          const more = [
            ...others.map(({ code, message, facts }): Warning => ({ code, message, ...facts })),
            ...(isItself ? codeWarningsOfBundles(opened.container) : []),
          ];
          context.warn(more.map((warning) => ({ file: path, ...warning })));
          description.warnings.push(...more);
          const { content } = opened;
          const installation =
            options.actions && (content.kind === 'msi' || content.kind === 'msm')
              ? describeInstallation(content)
              : null;
          if (options.actions && !installation) {
            context.note(`${path}: ${actionsElsewhere(path, content.kind)}`);
          }
          // Cabinets are opened by the description.
          return { description, installation, damage: damageOf(opened), failure };
        },
        { orContainer: true, orDamaged: true },
      );
    /** Where the package inside a container cannot be opened, the container is still described. */
    const oneOrContainer = async (
      path: string,
      base: Parameters<typeof describePackage>[1],
    ): Promise<Found> => {
      try {
        return await one(path, base);
      } catch (error) {
        if (!(error instanceof HotfixkitError) || error.kind !== 'input' || path.includes('!')) throw error;
        const signed = isNoPackage(error) ? signedFile(path, judging) : null;
        // A catalogue is all that it can be; a program without a package inside may be half a download.
        if (signed)
          return {
            description: signed,
            installation: null,
            damage: null,
            failure: signed.kind === 'cat' ? null : error,
          };
        // If this fails too, the first error says more.
        const around = await one(`${path}!`, base).catch((further: unknown) => {
          // As a container it may not be for what was asked, either.
          if (further instanceof HotfixkitError && ['input', 'usage'].includes(further.kind)) return null;
          throw further;
        });
        if (!around?.description.container) throw error;
        const { description, damage } = around;
        return {
          description: { ...description, file: path, inside: [] },
          installation: null,
          damage,
          failure: error,
        };
      }
    };
    const paths = args.package;
    const outcomes = await withBase(context, options, (found) => {
      const base = found ? { base: found } : {};
      // Of one package the error is the answer.
      if (paths.length > 1) return forEachPath(paths, (path) => oneOrContainer(path, base));
      return oneOrContainer(paths[0]!, base).then((result) => [{ path: paths[0]!, result, error: null }]);
    });
    const documents = outcomes.map(({ path, result, error }) =>
      result
        ? {
            ...documentOf(result.description, result.damage),
            ...(result.installation ? { installation: result.installation } : {}),
            ...(result.failure ? { error: errorJson(result.failure) } : {}),
          }
        : errorDocument(path, error!),
    );
    context.answer(documents.length === 1 ? documents[0]! : { packages: documents }, () =>
      outcomes.flatMap(({ path, result, error }, i) => [
        ...(i > 0 ? [''] : []),
        ...(result ? [...describe(result.description), ...patchLines(context, result.description)] : []),
        ...(result?.installation ? ['', ...installationLines(context, result.installation)] : []),
        ...(result?.failure ? ['', ...errorLines(context, path, result.failure)] : []),
        ...(error ? errorLines(context, path, error) : []),
      ]),
    );
    const isDamaged = outcomes.some(({ result }) => result?.damage || result?.failure);
    return Math.max(worstStatus(outcomes), isDamaged ? ExitStatus.input : ExitStatus.done);
  },
};

/** {@link describeSignedFile} for a file on disk. */
function signedFile(
  path: string,
  judging: Parameters<typeof describeSignedFile>[2],
): PackageDescription | null {
  const source = new FileSource(path);
  try {
    return describeSignedFile(path, source, judging);
  } finally {
    source.close();
  }
}

/**
 * Bytes of a signed file that is read for its signature unless that is asked for: what takes about as long as Node takes to
 * start.
 */
const LARGEST_JUDGED = 32 * 2 ** 20;

/** A description, what is damaged in it, and why the package inside could not be opened. */
interface Found {
  description: PackageDescription;
  /** Null unless it was asked for, and for what installs nothing by itself. */
  installation: InstallationDescription | null;
  damage: Warning | null;
  failure: HotfixkitError | null;
}

/** Why there are no actions to show, and how to see them. */
function actionsElsewhere(path: string, kind: string): string {
  if (kind === 'msp' || kind === 'mst') {
    const what = kind === 'msp' ? 'patch' : 'transform';
    return `a ${what} changes the actions of its product; to see them as they would be: hotfixkit info PRODUCT.msi --with ${quoted(path)} --actions`;
  }
  return `--actions is about installation packages, and this is of the kind ${kind}`;
}

/** In the JSON of every command, `schema` is the form of the document. */
function documentOf({ schema, ...description }: PackageDescription, damage: Warning | null): object {
  const error = damage ? { error: damageJson(damage) } : {};
  return { ...description, databaseSchema: schema, ...error };
}

function describe(document: PackageDescription): string[] {
  const rows: [string, string][] = [
    ['File', document.file],
    ...(document.inside.length > 0 ? [['Inside', document.inside.join('!')] as [string, string]] : []),
    ['Kind', document.kind],
  ];
  const add = (title: string, value: string | number | null | undefined): void => {
    if (value !== null && value !== undefined && value !== '') rows.push([title, String(value)]);
  };
  add('Size', document.size === null ? null : formatSize(document.size));
  if (document.container) {
    add('Container', document.container.title);
    if (document.inside.length > 0) add('  Signature', document.container.signatureSummary);
    for (const [label, value] of Object.entries(document.container.facts)) add(`  ${label}`, value);
  }
  for (const { file, transform } of document.with?.patches ?? []) add('With patch', `${file} (${transform})`);
  for (const file of document.with?.leftOut ?? []) add('Without patch', `${file} (left out)`);
  for (const file of document.with?.transforms ?? []) add('With transform', file);
  add('Name says', nameFacts(document));
  add('Product', document.product?.name);
  add('Version', document.product?.version);
  add('Manufacturer', document.product?.manufacturer);
  add('Product code', document.product?.code);
  add('Upgrade code', document.product?.upgradeCode);
  add('Package code', document.packageCode);
  add('Title', document.summary?.title);
  add('Subject', document.summary?.subject);
  add('Comments', document.summary?.comments);
  add('Platform', document.platform);
  add('Languages', document.languages.join(', '));
  add('Schema', document.schema);
  if (document.source) {
    const { wordCount, compressed, shortNames, administrativeImage } = document.source;
    const source = administrativeImage ? 'administrative image' : compressed ? 'compressed' : 'uncompressed';
    add('Source', `${source}, ${shortNames ? 'short' : 'long'} names (Word Count ${wordCount})`);
  }
  add('Code page', document.codePage);
  add('Signature', document.signatureSummary);
  if (document.patch) {
    add('Patch code', document.patch.code);
    add('Obsoletes', document.patch.obsoletes.join(' '));
    add('Targets', document.patch.targets.join(' '));
    add('Transforms', document.patch.transforms.join(' '));
    for (const [name, value] of Object.entries(document.patch.metadata)) add(`  ${name}`, value);
    for (const { family, sequence, productCode } of document.patch.sequences) {
      add('  Family', `${family} ${sequence}${productCode === null ? '' : ` for ${productCode}`}`);
    }
  }
  for (const cabinet of document.cabinets) {
    const where = cabinet.embedded ? 'embedded' : 'beside the package';
    const facts = cabinet.present
      ? [
          cabinet.size === null ? '' : formatSize(cabinet.size),
          cabinet.missingBytes ? `${plural(cabinet.missingBytes, 'byte')} are missing at its end` : '',
          cabinet.methods.join(' '),
          cabinet.files === null ? 'cannot be read' : plural(cabinet.files, 'file'),
        ]
      : [document.source?.administrativeImage ? 'not needed by an image' : 'MISSING'];
    add('Cabinet', `${cabinet.name}: ${[...facts, where].filter((fact) => fact !== '').join(', ')}`);
  }
  add(
    'Holds',
    Object.entries(document.counts)
      .map(([name, count]) => plural(count, singular(name)))
      .join(', '),
  );
  const width = rows.reduce((most, [title]) => Math.max(most, title.length), 0);
  return [
    ...rows.map(([title, value]) => `${title.padEnd(width)}  ${value}`),
    ...chainLines(document.container?.bundle?.chain ?? []),
    ...(document.container
      ? ['', 'Files inside', ...tree(filesInside(document, document.container), 1)]
      : []),
  ];
}

/** What is inside the container that the path names; where it names no inner one, or a package, what lies around that. */
function filesInside(
  { file, inside }: PackageDescription,
  container: NonNullable<PackageDescription['container']>,
): readonly InsideDescription[] {
  let around: readonly InsideDescription[] = container.inside;
  if (!file.endsWith(`!${inside.join('!')}`)) return around;
  for (const name of inside) {
    const within: readonly InsideDescription[] | null | undefined = around.find(
      ({ path }) => path === name,
    )?.inside;
    if (!within) break;
    around = within;
  }
  return around;
}

/** Most lines for one container. */
const SHOWN = 40;

/** What a bundle installs, in this order. */
function chainLines(chain: readonly BundlePackageDescription[]): string[] {
  if (chain.length === 0) return [];
  const left = chain.length - SHOWN;
  return [
    '',
    'Packages of the bundle, in the order of installation',
    ...chain.slice(0, SHOWN).flatMap((one) => {
      const { id, kind, version, productCode, patchCode, upgradeCode, installCondition, payload } = one;
      const properties = Object.entries(one.properties ?? {}).map(([name, value]) => `${name}=${value}`);
      const add = (label: string, value: string | null): string[] =>
        value === null || value === '' ? [] : [`    - ${label}: ${value}`];
      return [
        `  ${id}  (${[kind, version ?? ''].filter((fact) => fact !== '').join(', ')})`,
        ...add('Product code', productCode),
        ...add('Patch code', patchCode),
        ...add('Upgrade code', upgradeCode),
        ...add('Installed if', installCondition),
        ...add('Installed with', properties.join(' ')),
        ...add('Package', payload && `${payload.path ?? payload.name}, ${placeOf(payload)}`),
        ...add('Download', payload && !payload.present ? payload.downloadUrl : null),
      ];
    }),
    ...(left > 0 ? [`  … and ${plural(left, 'more package')}`] : []),
  ];
}

function placeOf({ place, present, container, file }: BundlePayloadDescription): string {
  const where = {
    attached: `in the attached container ${container ?? ''}`.trimEnd(),
    detached: `in the container ${file} beside the bundle`,
    external: 'beside the bundle',
  }[place];
  return present ? where : `ABSENT, would be ${where}`;
}

function tree(inside: readonly InsideDescription[], depth: number): string[] {
  const indent = '  '.repeat(depth);
  // Members that can be opened come first.
  const sorted = [
    ...inside.filter(({ kind }) => kind !== null),
    ...inside.filter(({ kind }) => kind === null),
  ];
  const lines = sorted
    .slice(0, SHOWN)
    .flatMap(({ path, size, kind, encrypted, facts, inside: more }) => [
      `${indent}${path}  (${[kind ?? '', formatSize(size), encrypted ? 'encrypted' : ''].filter((fact) => fact !== '').join(', ')})`,
      ...Object.entries(facts ?? {}).map(([label, value]) => `${indent}  - ${label}: ${value}`),
      ...tree(more ?? [], depth + 1),
    ]);
  const left = sorted.length - SHOWN;
  return left > 0 ? [...lines, `${indent}… and ${plural(left, 'more file')}`] : lines;
}

function nameFacts({ nameSays }: PackageDescription): string | null {
  if (!nameSays) return null;
  const { product, productName, servicePack, kb, fix, language, platform } = nameSays;
  return [
    productName ?? product,
    servicePack,
    kb === null ? null : `KB${kb}`,
    fix === null ? null : `fix ${fix}`,
    language?.name,
    platform,
  ]
    .filter((fact) => fact !== null && fact !== undefined)
    .join(', ');
}

/** The noun of a count's key: `files`, `properties`. */
function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}
