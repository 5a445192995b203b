import { statSync } from 'node:fs';
import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError, type Warning } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { pathKey, safePath } from '../../core/safe-path.js';
import { printable } from '../../core/visible-text.js';
import type { Database } from '../../msi/database.js';
import { beginOutput } from '../../node/output-transaction.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import { damageOf } from '../../package/damage.js';
import { findStreams, visibleName } from '../../package/inspect/find-streams.js';
import { listStreams } from '../../package/inspect/list-streams.js';
import { databaseOf } from '../../package/node/diff-packages.js';
import { warningsOf } from '../../package/not-searched.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { streams as definition } from '../definitions/streams.js';
import { ExitStatus } from '../exit-status.js';
import { withPackage } from '../open.js';
import { damageJson } from '../outcomes.js';
import { formatSize } from '../progress-bar.js';
import { refuseInput } from '../refuse-input.js';
import { openTransform, splitTransformPath } from '../transform-path.js';

const STEP = 1024 * 1024;

export const streams: Command<typeof definition> = {
  run(context, { database: given, name: asked }, options) {
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
      const { output } = options;
      const damage = damageOf(opened);
      const { names: matching, isNamed } = findStreams(database, asked);
      if (output === '-' && matching.length !== 1) {
        const found =
          asked.length === 0 ? '; name the stream' : `, and ${matching.length} match; name one of them`;
        throw new HotfixkitError('USAGE', `-o - writes one stream to standard output${found}`);
      }
      if (output === '-' || (output === undefined && isNamed)) {
        if (context.json) {
          throw new HotfixkitError(
            'USAGE',
            'the stream itself is not JSON; leave --json out, or name a file with -o',
          );
        }
        context.binary(piecesOf(database.stream(matching[0]!)));
        return ExitStatus.done;
      }
      if (output !== undefined && isNamed && !isFolder(output)) {
        const source = database.stream(matching[0]!);
        refuseInput(output, path);
        context.warnBeside(await writeFileAtomic(output, source));
        context.answer(
          { name: matching[0]!, output, size: source.size, warnings: warningsOf(opened) },
          () => [`${matching[0]!}: ${formatSize(source.size)} written to ${output}`],
        );
        return ExitStatus.done;
      }
      if (output !== undefined) await saveStreams(context, database, matching, output, warningsOf(opened));
      else {
        const wanted = new Set(matching);
        const all = listStreams(database).filter(
          (stream) => asked.length === 0 || (stream.size !== null && wanted.has(stream.name)),
        );
        const error = damage ? { error: damageJson(damage) } : {};
        context.answer({ streams: all, warnings: warningsOf(opened), ...error }, () =>
          context.table(
            [{ title: 'Name' }, { title: 'Size', align: 'right' }, { title: 'Kind' }],
            all.map(({ name: title, size, kind, missingBytes }) => [
              title,
              size === null ? '' : String(size),
              missingBytes ? `${kind}, ${plural(missingBytes, 'byte')} are missing at its end` : kind,
            ]),
          ),
        );
      }
      return damage ? ExitStatus.input : ExitStatus.done;
    });
  },
};

/** Whether a path is that of a folder that is there, or ends like one. */
function isFolder(path: string): boolean {
  return /[\\/]$/.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A file a stream, all or nothing; files that exist are replaced. */
async function saveStreams(
  context: Context,
  database: Database,
  names: readonly string[],
  folder: string,
  warnings: readonly Warning[],
): Promise<void> {
  const output = await beginOutput(folder, { signal: context.signal });
  const files: { name: string; path: string; size: number }[] = [];
  const taken = new Map<string, string>();
  try {
    for (const name of names) {
      const { path } = safePath(visibleName(name).replace(/[\\/]/g, '_'));
      const other = taken.get(pathKey(path));
      if (other !== undefined) {
        const message = `two streams would have the same file name: ${printable(other)} and ${printable(name)}; write them one by one`;
        throw new HotfixkitError('PATH_COLLISION', message, { stream: name });
      }
      taken.set(pathKey(path), name);
      const source = database.stream(name);
      const file = output.create(path);
      for (const piece of piecesOf(source)) file.write(piece);
      file.end();
      files.push({ name, path, size: source.size });
    }
    context.warnBeside(await output.commit());
  } catch (error) {
    throw output.failed(error);
  }
  context.answer({ output: folder, files, warnings }, () => [
    ...files.map(({ path }) => path),
    '',
    `${plural(files.length, 'stream')} written to ${folder}`,
  ]);
}

function* piecesOf(source: ByteSource): Generator<Uint8Array, void, void> {
  for (let at = 0; at < source.size; at += STEP) yield source.read(at, Math.min(STEP, source.size - at));
}
