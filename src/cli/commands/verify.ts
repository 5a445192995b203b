import { junitSuite, readContentFiles, renderJunit, renderVerifyMarkdown, verifyFiles } from '../../index.js';
import { type Command, ExitStatus } from '../command.js';
import { manifestOf, manifestOptions } from '../manifest-option.js';
import { packageOptions, withPackage } from '../open.js';
import { verifyLines } from '../verify-table.js';

const formats = ['text', 'json', 'junit', 'markdown'] as const;

export const verify: Command = {
  arguments: '<path>',
  options: [
    ...manifestOptions,
    { flags: '--only-present', help: 'files that are not there are no failure' },
    { flags: '--format <format>', help: 'text, json, junit or markdown', choices: formats },
    ...packageOptions,
  ],
  examples: [
    'hotfixkit verify out/image --kb 977203',
    'hotfixkit verify SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --json',
    'hotfixkit verify out/image --kb 977203 --format junit > verify.xml',
    'hotfixkit verify . --manifest kb123456.json --product SP1 --only-present',
  ],
  run(context, args, options) {
    const manifest = manifestOf(options);
    return withPackage(context, args[0]!, options, async ({ content }) => {
      const progress = context.progress('Verifying');
      const files = await readContentFiles(content, manifest, {
        onProgress: progress.update,
        ...(context.signal ? { signal: context.signal } : {}),
      }).finally(() => progress.done());
      const result = verifyFiles(files, manifest, {
        product: options.text('product') ?? null,
        onlyPresent: options.flag('onlyPresent'),
      });
      context.warn(result.warnings);
      const format = context.json ? 'json' : (options.choice('format', formats) ?? 'text');
      if (format === 'json') context.document(result);
      else if (format === 'junit') {
        context.text(renderJunit([junitSuite(result, { onlyPresent: options.flag('onlyPresent') })]));
      } else if (format === 'markdown') context.text(renderVerifyMarkdown(result));
      else context.lines(verifyLines(context, result));
      return result.ok ? ExitStatus.done : ExitStatus.differs;
    });
  },
};
