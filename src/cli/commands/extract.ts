import { availableParallelism } from 'node:os';
import { applyExtract, Conflicts, Layouts, Overwrites, planExtract } from '../../index.js';
import { type Command, ExitStatus } from '../command.js';
import { packageOptions, withPackage } from '../open.js';
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
    { flags: '--dry-run', help: 'show what would be written' },
    ...packageOptions,
  ],
  examples: [
    'hotfixkit extract package.msi -o out',
    "hotfixkit extract SCCM2007-SP2-KB977203-ENU.msi --only '**/ccmcertfix.exe' -o .",
    'hotfixkit extract package.msi --layout source -o image',
  ],
  async run(context, args, options) {
    const output = options.need('output', '-o DIR');
    return withPackage(
      context,
      args[0]!,
      options,
      async (opened) => {
        const onConflict = options.choice('onConflict', Conflicts);
        const plan = planExtract(opened.content, {
          layout: options.choice('layout', Layouts) ?? 'target',
          only: options.list('only'),
          ...(onConflict ? { onConflict } : {}),
        });
        const dryRun = options.flag('dryRun');
        const warnings = [...plan.warnings];
        if (!dryRun) {
          const progress = context.progress('Extracting');
          warnings.push(
            ...(await applyExtract(opened.content, plan, output, {
              overwrite: options.choice('overwrite', Overwrites) ?? 'never',
              tolerant: options.flag('ignoreMismatch'),
              location: opened.location,
              threads: availableParallelism(),
              onProgress: progress.update,
              ...(context.signal ? { signal: context.signal } : {}),
            }).finally(() => progress.done())),
          );
        }
        context.warn(warnings);
        const files = plan.files.map(({ file, path }) => ({ key: file.key, path, size: file.size }));
        context.answer({ file: args[0], output, layout: plan.layout, dryRun, files, warnings }, () => [
          ...files.map(({ path }) => path),
          '',
          `${plural(files.length, 'file')}, ${grouped(plan.size)} bytes ${dryRun ? 'would be written' : 'written'} to ${output}`,
        ]);
        return ExitStatus.done;
      },
      { orContainer: true },
    );
  },
};
