import { HotfixkitError } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import { listStreams } from '../../package/inspect/list-streams.js';
import { databaseOf } from '../../package/node/diff-packages.js';
import { type Command, ExitStatus } from '../command.js';
import type { streams as definition } from '../definitions/streams.js';
import { withPackage } from '../open.js';
import { formatSize } from '../progress-bar.js';
import { refuseInput } from '../refuse-input.js';
import { openTransform, splitTransformPath } from '../transform-path.js';

export const streams: Command<typeof definition> = {
  run(context, { database: given, name }, options) {
    const { path, transform } = splitTransformPath(given);
    return withPackage(context, path, options, async (opened) => {
      const database =
        transform === null
          ? databaseOf(opened.content)
          : (openTransform(opened, transform, null)?.transform.content ?? null);
      if (!database)
        throw new HotfixkitError(
          'MSI_NOT_A_DATABASE',
          'this package is not a database, so it has no streams',
        );
      if (name === undefined) {
        const all = listStreams(database);
        context.answer(all, () =>
          context.table(
            [{ title: 'Name' }, { title: 'Size', align: 'right' }, { title: 'Kind' }],
            all.map(({ name: title, size, kind, missingBytes }) => [
              title,
              size === null ? '' : String(size),
              missingBytes ? `${kind}, ${plural(missingBytes, 'byte')} are missing at its end` : kind,
            ]),
          ),
        );
        return ExitStatus.done;
      }
      const source = database.stream(name);
      const output = options.output;
      if (output === undefined) {
        const step = 1024 * 1024;
        for (let at = 0; at < source.size; at += step)
          context.bytes(source.read(at, Math.min(step, source.size - at)));
      } else {
        refuseInput(output, path);
        context.warn(await writeFileAtomic(output, source));
        context.answer({ name, output, size: source.size }, () => [
          `${name}: ${formatSize(source.size)} written to ${output}`,
        ]);
      }
      return ExitStatus.done;
    });
  },
};
