import { availableParallelism } from 'node:os';
import {
  applyExtract,
  Conflicts,
  HotfixkitError,
  Layouts,
  type OpenedPackage,
  Overwrites,
  openPatchedPackage,
  openProduct,
  type PackageFile,
  planExtract,
} from '../../api/index.js';
import { type Command, ExitStatus, type Options } from '../command.js';
import type { Context } from '../context.js';
import { flushOf, flushOption } from '../flush-option.js';
import { openOptions, packageOptions, withPackage } from '../open.js';
import { grouped, plural } from '../plural.js';

export const extract: Command = {
  arguments: '<package>',
  options: [
    { flags: '-o, --output <dir>', help: 'folder to write to; made if it is not there' },
    {
      flags: '--layout <layout>',
      help: 'folders as installed, as in an image, none, or File keys (default target)',
      choices: Layouts,
    },
    {
      flags: '--only <glob>...',
      help: 'only files that fit; a bare name matches in any folder; may be repeated',
    },
    {
      flags: '--overwrite <when>',
      help: 'what to do with files that exist (default never)',
      choices: Overwrites,
    },
    { flags: '--on-conflict <how>', help: 'when two files want one path (default fail)', choices: Conflicts },
    {
      flags: '--ignore-mismatch',
      help: 'warn, do not fail, where a size or hash differs from the package’s tables',
    },
    {
      flags: '--base <package>',
      help: 'for a patch: the product or image that it is for; deltas are applied to its files',
    },
    { flags: '--deltas', help: 'for a patch without --base: write its deltas too, as they are' },
    { flags: '--dry-run', help: 'show what would be written' },
    flushOption('auto'),
    ...packageOptions,
  ],
  examples: [
    'hotfixkit extract package.msi -o out',
    "hotfixkit extract SCCM2007-SP2-KB977203-ENU.msi --only '**/ccmcertfix.exe' -o .",
    'hotfixkit extract package.msi --layout source -o image',
    'hotfixkit extract fix.msp --base image/product.msi -o out',
  ],
  async run(context, args, options) {
    const output = options.need('output', '-o DIR');
    const base = options.text('base');
    if (base !== undefined && options.flag('deltas')) {
      throw new HotfixkitError('USAGE', '--base applies deltas, --deltas writes them: one or the other');
    }
    return withPackage(
      context,
      args[0]!,
      options,
      async (opened) => {
        if (base === undefined) return extractFrom(context, args[0]!, output, options, opened);
        const product = openProduct(base, openOptions(context, options));
        try {
          const patched = openPatchedPackage(product, [opened]);
          context.warn(patched.content.warnings);
          return await extractFrom(context, args[0]!, output, options, patched);
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
  options: Options,
  { content, location }: OpenedPackage,
): Promise<number> {
  const onConflict = options.choice('onConflict', Conflicts);
  const plan = planExtract(content, {
    layout: options.choice('layout', Layouts) ?? 'target',
    only: options.list('only'),
    deltas: options.flag('deltas'),
    ...('isPatched' in content ? { accept: (file) => content.isPatched(file) } : {}),
    ...(onConflict ? { onConflict } : {}),
  });
  const dryRun = options.flag('dryRun');
  const warnings = [...plan.warnings];
  if (!dryRun) {
    const progress = context.progress('Extracting');
    const written = await applyExtract(content, plan, output, {
      overwrite: options.choice('overwrite', Overwrites) ?? 'never',
      tolerant: options.flag('ignoreMismatch'),
      ...flushOf(options),
      location,
      threads: availableParallelism(),
      onProgress: progress.update,
      ...(context.signal ? { signal: context.signal } : {}),
    }).finally(() => progress.done());
    for (const one of written) warnings.push(one);
  }
  context.warn(warnings);
  const describe = ({ file, path: to }: { file: PackageFile; path: string }) => {
    return { key: file.key, path: to, size: file.size };
  };
  const files = plan.files.map(describe);
  const deltas = plan.deltas.map(describe);
  const left = deltas.length > 0 ? { deltas } : {};
  const document = { file: path, output, layout: plan.layout, dryRun, files, ...left, warnings };
  context.answer(document, () => [
    ...files.map((file) => file.path),
    '',
    `${plural(files.length, 'file')}, ${grouped(plan.size)} bytes ${dryRun ? 'would be written' : 'written'} to ${output}`,
    ...(deltas.length > 0
      ? [
          '',
          'Deltas, which need the older files (--base IMAGE applies them, --deltas writes them as they are):',
          ...deltas.map((delta) => `  ${delta.path}`),
        ]
      : []),
  ]);
  return ExitStatus.done;
}
