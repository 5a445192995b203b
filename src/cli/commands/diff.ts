import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HotfixkitError } from '../../core/errors.js';
import { applyTransform } from '../../msi/apply-transform.js';
import { existingPath } from '../../node/user-path.js';
import {
  databaseOf,
  diffDatabases,
  diffPackages,
  type PackageDiff,
} from '../../package/node/diff-packages.js';
import { diffSignedFiles } from '../../package/node/diff-signed-files.js';
import { warningsOf } from '../../package/not-searched.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import { isPatch } from '../../package/package.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { type DiffSide, diffView } from '../../report/diff-view.js';
import { diffEvidence, diffHashes, diffSuites } from '../../report/evidence-of-diff.js';
import { renderDiffHtml, renderDiffMarkdown } from '../../report/render-diff.js';
import { answerInFormat } from '../answer-in-format.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { OptionsOf } from '../definition.js';
import type { diff as definition } from '../definitions/diff.js';
import { diffLines } from '../diff-lines.js';
import { ExitStatus } from '../exit-status.js';
import { withPackage } from '../open.js';
import { signatureJudge } from '../signature-judge.js';
import { openTransform, splitTransformPath } from '../transform-path.js';

type Options = OptionsOf<typeof definition>;

export const diff: Command<typeof definition> = {
  async run(context, args, options) {
    const second = splitTransformPath(args.new);
    const [old, now] = [imageIn(args.old, second.path), imageIn(second.path, args.old)];
    if (now !== second.path) context.note(`${second.path}: compared with its package, ${now}`);
    if (old !== args.old) context.note(`${args.old}: compared with its package, ${old}`);
    const { format } = options;
    return await withPackage(context, old, options, (before) =>
      withPackage(context, now, options, async (after) => {
        const transformed = transformDiff(before, after, second.transform);
        const judge = signatureJudge(options);
        const result = transformed ?? (await comparePackages(context, before, after, judge));
        context.warn(result.warnings);
        const warnings = [
          ...warningsOf(before).map((warning) => ({ file: args.old, ...warning })),
          ...warningsOf(after).map((warning) => ({ file: args.new, ...warning })),
          ...result.warnings,
        ];
        const sides = [
          sideOf(old, before),
          sideOf(args.new === second.path ? now : args.new, after),
        ] as const;
        return show(context, { ...result, warnings }, sides, format);
      }),
    ).catch((error: unknown) => {
      const result = error instanceof HotfixkitError ? diffSignedFiles(args.old, args.new, error) : null;
      if (!result) throw error;
      const side = (file: string): DiffSide => ({ file, kind: 'file', product: null, version: null });
      return show(context, result, [side(args.old), side(args.new)], format);
    });
  },
};

function show(
  context: Context,
  result: PackageDiff,
  [before, after]: readonly [DiffSide, DiffSide],
  format: Options['format'],
): number {
  const view = diffView(result, before, after);
  answerInFormat(context, format, {
    document: () => ({ before, after, ...result }),
    lines: () => diffLines(context, view),
    evidence: () => diffEvidence(result, view),
    markdown: () => renderDiffMarkdown(view, result.warnings),
    html: (provenance) => renderDiffHtml(view, result.warnings, provenance),
    suites: () => diffSuites(result, view),
    hashes: () => diffHashes(result),
  });
  return result.same ? ExitStatus.done : ExitStatus.differs;
}

/** What is compared, as people know it. */
function sideOf(file: string, { content, inside }: OpenedPackage): DiffSide {
  const properties = 'properties' in content ? content.properties : null;
  const way = inside.filter((name) => name !== '');
  return {
    file: way.length > 0 && !file.includes('!') ? [file, ...way].join('!') : file,
    kind: content.kind,
    product: properties?.get('ProductName') ?? null,
    version: properties?.get('ProductVersion') ?? null,
  };
}

/** A folder beside a package is its image: the only package in it, if it is one. */
function imageIn(folder: string, other: string): string {
  const isFolder = (path: string): boolean =>
    statSync(existingPath(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder(folder) || isFolder(other)) return folder;
  const names = readdirSync(existingPath(folder)).filter((name) => name.toLowerCase().endsWith('.msi'));
  return names.length === 1 ? join(folder, names[0]!) : folder;
}

async function comparePackages(
  context: Context,
  before: OpenedPackage,
  after: OpenedPackage,
  judge: SignatureJudge,
): Promise<PackageDiff> {
  const progress = context.progress('Comparing');
  return await diffPackages(before, after, {
    judge,
    onProgress: progress.update,
    ...(context.signal ? { signal: context.signal } : {}),
  }).finally(() => progress.done());
}

/** A package with a transform applied, and the package itself; null where there is no transform to apply. */
function transformDiff(before: OpenedPackage, after: OpenedPackage, name: string | null): PackageDiff | null {
  const database = databaseOf(before.content);
  if (!database || isPatch(before.content)) return null;
  const found = openTransform(after, name, database);
  if (!found?.base) return null;
  return diffDatabases(found.base, applyTransform(found.base, found.transform));
}
