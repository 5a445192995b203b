import { HotfixkitError } from '../../core/errors.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import { listStreams } from '../../package/inspect/list-streams.js';
import { databaseOf } from '../../package/node/diff-packages.js';
import { type Command, ExitStatus } from '../command.js';
import { packageOptions, withPackage } from '../open.js';
import { formatSize } from '../progress-bar.js';
import { openTransform, splitTransformPath } from '../transform-path.js';

export const streams: Command = {
  arguments: '<database> [name]',
  options: [
    { flags: '-o, --output <file>', help: 'write the stream here instead of to stdout' },
    ...packageOptions,
  ],
  examples: [
    'hotfixkit streams package.msi',
    'hotfixkit streams package.msi product.cab -o product.cab',
    'hotfixkit streams package.msi Binary.CustomActions > ca.dll',
    'hotfixkit streams patch.msp#T1ToU1',
  ],
  run(context, args, options) {
    const [given = '', name] = args;
    const { path, transform } = splitTransformPath(given);
    return withPackage(context, path, options, async (opened) => {
      const database =
        transform === null
          ? databaseOf(opened.content)
          : (openTransform(opened, transform, null)?.transform.content ?? null);
      if (!database)
        throw new HotfixkitError('MSI_NOT_A_DATABASE', 'this package has no streams: it is no database');
      if (name === undefined) {
        const all = listStreams(database);
        context.answer(all, () =>
          context.table(
            [{ title: 'Name' }, { title: 'Size', align: 'right' }, { title: 'Kind' }],
            all.map((stream) => [stream.name, stream.size === null ? '' : String(stream.size), stream.kind]),
          ),
        );
        return ExitStatus.done;
      }
      const source = database.stream(name);
      const output = options.text('output');
      if (output === undefined) {
        const step = 1024 * 1024;
        for (let at = 0; at < source.size; at += step)
          context.bytes(source.read(at, Math.min(step, source.size - at)));
      } else {
        context.warn(await writeFileAtomic(output, source));
        context.answer({ name, output, size: source.size }, () => [
          `${name}: ${formatSize(source.size)} written to ${output}`,
        ]);
      }
      return ExitStatus.done;
    });
  },
};
