import { availableParallelism } from 'node:os';
import { HotfixkitError } from '../../core/errors.js';
import { leavesUnmatched } from '../../core/path-filter.js';
import { groupDigits, plural } from '../../core/plural.js';
import { FileFactsCollector } from '../../formats/pe/file-facts-collector.js';
import { type ExtractPlan, planExtract } from '../../package/extract/extract-plan.js';
import { checkVersion } from '../../package/file-check.js';
import { applyExtract, tryExtract } from '../../package/node/extract.js';
import { openProduct } from '../../package/node/open-product.js';
import { refuseUnknownFiles, warningsOf } from '../../package/not-searched.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import type { PackageContent, PackageFile } from '../../package/package-content.js';
import { openPatchedPackage } from '../../package/patch/open-patched-package.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { OptionsOf } from '../definition.js';
import type { extract as definition } from '../definitions/extract.js';
import { ExitStatus } from '../exit-status.js';
import { openOptions, withPackage } from '../open.js';

/** How to extract from an archive that is cut. */
const NAME_FILES = 'download it again, or name the files to take (--only)';

export const extract: Command<typeof definition> = {
  async run(context, { package: path, name: names }, given) {
    const options = { ...given, only: [...given.only, ...names] };
    const { base, output } = options;
    if (output === '-' && context.json) {
      throw new HotfixkitError(
        'USAGE',
        '-o - writes the file itself to stdout, so there is no --json with it',
      );
    }
    if (base !== undefined && options.deltas) {
      throw new HotfixkitError('USAGE', 'give --base to apply deltas or --deltas to write them, not both');
    }
    return withPackage(
      context,
      path,
      options,
      async (opened) => {
        if (base === undefined) return extractFrom(context, path, output, options, opened);
        const product = openProduct(base, openOptions(context, options));
        try {
          const patched = openPatchedPackage(product, [opened]);
          context.warn(patched.content.warnings);
          return await extractFrom(context, path, output, options, patched);
        } finally {
          product.close();
        }
      },
      { orContainer: true },
    );
  },
};

async function extractFrom(
  context: Context,
  path: string,
  output: string,
  options: OptionsOf<typeof definition>,
  opened: OpenedPackage,
): Promise<number> {
  const { content, location } = opened;
  if (options.only.length === 0) refuseUnknownFiles(opened, NAME_FILES);
  const plan = planExtract(content, {
    layout: options.layout,
    onConflict: options.onConflict,
    only: options.only,
    deltas: options.deltas,
    ...('isPatched' in content ? { accept: (file) => content.isPatched(file) } : {}),
  });
  const dryRun = options.dryRun;
  if (output === '-' && !dryRun) {
    writeToStdout(context, content, plan, options.ignoreMismatch);
    return leavesUnmatched(options.only, plan.warnings) ? ExitStatus.differs : ExitStatus.done;
  }
  const warnings = [...plan.warnings];
  if (dryRun) {
    content.check(plan.files.map(({ file }) => file));
    if (output !== '-') tryExtract(plan, output, options.overwrite);
  } else {
    const progress = context.progress('Extracting');
    const written = await applyExtract(content, plan, output, {
      overwrite: options.overwrite,
      tolerant: options.ignoreMismatch,
      flush: options.flush,
      location,
      threads: availableParallelism(),
      onProgress: progress.update,
      ...(context.signal ? { signal: context.signal } : {}),
    })
      .catch((error: unknown) => {
        throw withSwitch(error);
      })
      .finally(() => progress.done());
    for (const one of written) warnings.push(one);
  }
  context.warn(warnings);
  // Where the package states another size: what was written.
  const sizes = new Map(
    warnings.flatMap(({ code, entry, found }) =>
      code === 'PACKAGE_FILE_SIZE' && typeof found === 'number' ? [[entry, found] as const] : [],
    ),
  );
  const describe = ({ file, path: to }: { file: PackageFile; path: string }) => {
    return { key: file.key, path: to, size: sizes.get(file.key) ?? file.size };
  };
  const files = plan.files.map(describe);
  const deltas = plan.deltas.map(describe);
  const left = deltas.length > 0 ? { deltas } : {};
  const document = {
    ...{ file: path, output, layout: plan.layout, dryRun, files, ...left },
    warnings: [...warningsOf(opened), ...warnings],
  };
  context.answer(document, () => [
    ...files.map((file) => file.path),
    '',
    `${plural(files.length, 'file')}, ${groupDigits(files.reduce((sum, { size }) => sum + size, 0))} bytes ${dryRun ? 'would be written' : 'written'} to ${output}`,
    ...(deltas.length > 0
      ? [
          '',
          'Deltas, which need the old files (--base IMAGE applies them, --deltas writes the deltas):',
          ...deltas.map((delta) => `  ${delta.path}`),
        ]
      : []),
  ]);
  return leavesUnmatched(options.only, plan.warnings) ? ExitStatus.differs : ExitStatus.done;
}

/** The one file of the plan. It is checked at its end, after it is written: the exit status tells. */
function writeToStdout(
  context: Context,
  content: PackageContent,
  plan: ExtractPlan,
  tolerant: boolean,
): void {
  const [only, ...others] = plan.files;
  if (others.length > 0) {
    throw new HotfixkitError(
      'USAGE',
      `-o - writes one file, and ${plan.files.length} match; name one of them`,
      {
        expected: 'one file',
        found: plan.files
          .slice(0, 3)
          .map(({ path }) => path)
          .join(', '),
      },
    );
  }
  content.check([only!.file]);
  context.warn(plan.warnings);
  const { file } = only!;
  const facts = new FileFactsCollector(file.size);
  try {
    context.binary(passing(file.pieces(), facts));
    const wrong = checkVersion(file, file.targetPath ?? file.key, facts.finish()?.version ?? null);
    if (wrong) context.warn([{ ...wrong.facts, code: wrong.code, message: wrong.message }]);
  } catch (error) {
    if (!tolerant || !isMismatch(error)) throw withSwitch(error);
    // The last piece has been written: sizes and hashes are compared behind it.
    context.warn([{ ...error.facts, code: error.code, message: error.message }]);
  }
}

/** Lets the facts of an executable be read on the way. */
function* passing(
  pieces: Iterable<Uint8Array>,
  facts: FileFactsCollector,
): Generator<Uint8Array, void, void> {
  for (const piece of pieces) {
    facts.write(piece);
    yield piece;
  }
}

/** Whether the content of a file is not what the package states. */
function isMismatch(error: unknown): error is HotfixkitError {
  if (!(error instanceof HotfixkitError)) return false;
  return error.code === 'PACKAGE_FILE_SIZE' || error.code === 'PACKAGE_FILE_HASH';
}

/** The error with the option that writes the file all the same, as Windows does. */
function withSwitch(error: unknown): unknown {
  if (!isMismatch(error)) return error;
  const { code, message, facts } = error;
  return new HotfixkitError(
    code,
    `${message}; --ignore-mismatch writes it with a warning, as Windows does`,
    facts,
    { cause: error },
  );
}
