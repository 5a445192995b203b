import { listPackage } from '../../package/inspect/list-package.js';
import { Layouts } from '../../package/install/layout.js';
import { type Command, ExitStatus } from '../command.js';
import { packageOptions, withPackage } from '../open.js';
import { grouped, plural } from '../plural.js';
import { baseOption, withBase } from '../transform-path.js';

export const list: Command = {
  arguments: '<package>',
  options: [
    {
      flags: '--layout <layout>',
      help: 'which path to show (default target)',
      choices: Layouts.filter((l) => l !== 'flat'),
    },
    { flags: '--hash', help: 'add the SHA-256 of every file, decoded without writing anything' },
    baseOption,
    { flags: '--only <glob>...', help: 'only files that fit; letter case does not matter; may be repeated' },
    ...packageOptions,
  ],
  examples: [
    'hotfixkit list SCCM2007-SP2-KB977203-ENU.msi',
    "hotfixkit list package.msi --only '*.dll' --hash --json",
    'hotfixkit list package.msi --layout source',
    'hotfixkit list patch.msp --base package.msi',
  ],
  async run(context, args, options) {
    const file = args[0]!;
    return withPackage(
      context,
      file,
      options,
      async (opened) => {
        const progress = context.progress('Reading');
        const files = await withBase(context, options, (base) =>
          listPackage(opened.content, {
            ...(base ? { base } : {}),
            layout: options.choice('layout', Layouts) ?? 'target',
            hash: options.flag('hash'),
            only: options.list('only'),
            onProgress: progress.update,
            ...(context.signal ? { signal: context.signal } : {}),
          }),
        ).finally(() => progress.done());
        const isPatch = opened.content.kind === 'msp';
        context.warn(files.warnings);
        context.answer({ file, kind: opened.content.kind, files: files.files }, () => [
          ...context.table(
            [
              { title: 'Path' },
              { title: 'Size', align: 'right' },
              { title: 'Version' },
              { title: 'Platform' },
              { title: 'Modified' },
              ...(isPatch ? [{ title: 'Comes as' }, { title: 'For' }] : [{ title: 'Feature' }]),
              ...(options.flag('hash') ? [{ title: 'SHA-256' }] : []),
            ],
            files.files.map((entry) => [
              entry.path ?? entry.patch?.name ?? `(${entry.key})`,
              String(entry.size),
              entry.version ?? '',
              entry.platform ?? '',
              entry.modified?.slice(0, 16).replace('T', ' ') ?? '',
              ...(isPatch
                ? [entry.patch?.delivery ?? '', entry.patch?.transform ?? '']
                : [entry.feature ?? '']),
              ...(options.flag('hash') ? [entry.sha256 ?? ''] : []),
            ]),
          ),
          '',
          `${plural(files.files.length, 'file')}, ${grouped(files.files.reduce((sum, entry) => sum + entry.size, 0))} bytes`,
        ]);
        return ExitStatus.done;
      },
      { orContainer: true },
    );
  },
};
