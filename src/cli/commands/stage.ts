import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { type Manifest, manifestName, stagePackage, utilityName } from '../../index.js';
import { type Command, ExitStatus } from '../command.js';
import { manifestOf, manifestOptions } from '../manifest-option.js';
import { stepLines } from '../next-step-lines.js';
import { packageOptions, withPackage } from '../open.js';
import { verifyLines } from '../verify-table.js';

export const stage: Command = {
  arguments: '<package>',
  options: [
    ...manifestOptions,
    { flags: '--client-source <dir>', help: 'the client installation files (the folder that holds i386)' },
    {
      flags: '--utility-source <dir>',
      help: 'package source of the utility (default: beside the client source)',
    },
    { flags: '--package-id <id>', help: 'ID of the ConfigMgr client package, e.g. ABC00001' },
    { flags: '--overwrite', help: 'replace files that are there and differ' },
    { flags: '--force', help: 'stage although verification fails' },
    { flags: '--dry-run', help: 'show what would be done' },
    ...packageOptions,
  ],
  examples: [
    'hotfixkit stage SCCM2007-SP2-KB977203-ENU.msi --kb 977203 --client-source /srv/sms/Client --package-id ABC00001',
    'hotfixkit stage out/image --kb 977203 --client-source Client --dry-run',
  ],
  run(context, args, options) {
    const manifest = manifestOf(options);
    const client = options.need('clientSource', '--client-source DIR');
    const utility = options.text('utilitySource') ?? join(dirname(resolve(client)), utilityFolder(manifest));
    const dryRun = options.flag('dryRun');
    return withPackage(context, args[0]!, options, async ({ content, location }) => {
      const progress = context.progress('Staging');
      const { verification, plan, warnings } = await stagePackage(
        content,
        { client, utility },
        {
          manifest,
          product: options.text('product') ?? null,
          packageId: options.text('packageId') ?? null,
          packageFile: content.kind === 'msi' ? basename(location.path) : null,
          overwrite: options.flag('overwrite'),
          force: options.flag('force'),
          dryRun,
          location,
          threads: availableParallelism(),
          onProgress: progress.update,
          ...(context.signal ? { signal: context.signal } : {}),
        },
      ).finally(() => progress.done());
      context.warn([...verification.warnings, ...warnings]);
      const folders = { client, utility };
      const files = (plan?.copies ?? []).map(({ content: where, to, size, sha256, action }) => ({
        path: join(folders[where], to).replaceAll('\\', '/'),
        size,
        sha256,
        action,
      }));
      const ok = verification.ok;
      const document = {
        ok,
        dryRun,
        staged: plan !== null,
        files,
        patchProperty: plan?.patchProperty ?? null,
      };
      context.answer({ ...document, next: plan?.next ?? [], verification, warnings }, () => {
        if (!plan) {
          return [
            ...verifyLines(context, verification),
            '',
            'Nothing was staged: verification failed (--force stages all the same).',
          ];
        }
        const { match } = verification.counts;
        return [
          `${verification.ok ? 'Verified' : 'NOT VERIFIED'}: ${manifestName(manifest)}, ${verification.manifest.product ?? ''}: ${match} files match`,
          '',
          ...context.table(
            [{ title: 'Action' }, { title: 'File' }, { title: 'Size', align: 'right' }, { title: 'SHA-256' }],
            files.map((file) => [file.action, file.path, String(file.size), file.sha256]),
          ),
          ...(dryRun ? ['', 'Nothing was written (--dry-run).'] : []),
          '',
          ...stepLines(context, plan.next),
        ];
      });
      return ok ? ExitStatus.done : ExitStatus.differs;
    });
  },
};

function utilityFolder({ facts, kb }: Manifest): string {
  return facts?.utility ? utilityName(facts.utility) : `KB${kb}`;
}
