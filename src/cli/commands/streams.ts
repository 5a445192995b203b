import type { ByteSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { pathFilter } from '../../core/path-filter.js';
import { plural } from '../../core/plural.js';
import { pathKey, safePath } from '../../core/safe-path.js';
import { printable, withoutActing } from '../../core/visible-text.js';
import type { Database } from '../../msi/database.js';
import { beginOutput } from '../../node/output-transaction.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import { damageOf } from '../../package/damage.js';
import { listStreams } from '../../package/inspect/list-streams.js';
import { databaseOf } from '../../package/node/diff-packages.js';
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
      const { output } = options;
      const damage = damageOf(opened);
      if (output === '-' && name === undefined) {
        throw new HotfixkitError('USAGE', '-o - writes one stream to standard output; name the stream');
      }
      const one = name === undefined ? null : findStream(database, name);
      if (one !== null) {
        const source = database.stream(one);
        if ((output === undefined || output === '-') && context.json) {
          throw new HotfixkitError(
            'USAGE',
            'the stream itself is not JSON; leave --json out, or name a file with -o',
          );
        }
        if (output === undefined || output === '-') context.binary(piecesOf(source));
        else {
          refuseInput(output, path);
          context.warn(await writeFileAtomic(output, source));
          context.answer({ name: one, output, size: source.size }, () => [
            `${one}: ${formatSize(source.size)} written to ${output}`,
          ]);
        }
        return ExitStatus.done;
      }
      const matching = streamsThatFit(database, name);
      if (output === '-') {
        throw new HotfixkitError(
          'USAGE',
          `-o - writes one stream, and ${matching.length} match; name one of them`,
        );
      }
      if (output !== undefined) await saveStreams(context, database, matching, output);
      else {
        const wanted = new Set(matching);
        const all = listStreams(database).filter(
          (stream) => name === undefined || (stream.size !== null && wanted.has(stream.name)),
        );
        context.answer({ streams: all, ...(damage ? { error: damageJson(damage) } : {}) }, () =>
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

/** A stream by its name, by the name as it is printed, or without the control character at its start; null where none is. */
function findStream(database: Database, name: string): string | null {
  const names = database.streamNames();
  if (names.includes(name)) return name;
  return names.find((one) => printable(one) === name) ?? names.find((one) => visible(one) === name) ?? null;
}

function visible(name: string): string {
  return withoutActing(name, () => '');
}

/** All streams, or those whose names fit a pattern. Throws `MSI_NO_STREAM` where none does. */
function streamsThatFit(database: Database, pattern: string | undefined): string[] {
  const names = database.streamNames();
  if (pattern === undefined) return names;
  const fits = pathFilter([pattern]);
  const matching = names.filter((one) => fits(printable(one)) || fits(visible(one)));
  if (matching.length > 0) return matching;
  throw new HotfixkitError(
    'MSI_NO_STREAM',
    `the database has no stream ${pattern}; "streams" without a name lists them`,
    {
      stream: pattern,
    },
  );
}

/** A file a stream, all or nothing; files that exist are replaced. */
async function saveStreams(
  context: Context,
  database: Database,
  names: readonly string[],
  folder: string,
): Promise<void> {
  const output = await beginOutput(folder, { signal: context.signal });
  const files: { name: string; path: string; size: number }[] = [];
  const taken = new Map<string, string>();
  try {
    for (const name of names) {
      const { path } = safePath(visible(name).replace(/[\\/]/g, '_'));
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
    context.warn(await output.commit());
  } catch (error) {
    throw output.failed(error);
  }
  context.answer({ output: folder, files }, () => [
    ...files.map(({ path }) => path),
    '',
    `${plural(files.length, 'stream')} written to ${folder}`,
  ]);
}

function* piecesOf(source: ByteSource): Generator<Uint8Array, void, void> {
  for (let at = 0; at < source.size; at += STEP) yield source.read(at, Math.min(STEP, source.size - at));
}
