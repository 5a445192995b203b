import { HotfixkitError } from '../../core/errors.js';
import { forEachPath } from '../../core/for-each-path.js';
import { pathFilter } from '../../core/path-filter.js';
import { plural } from '../../core/plural.js';
import { expandPaths } from '../../node/expand-paths.js';
import { FileSource } from '../../node/file-source.js';
import { type SignedFile, verifySignatures } from '../../signature/signature-verifier.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { signature as definition } from '../definitions/signature.js';
import { ExitStatus } from '../exit-status.js';
import { errorDocument, errorLines, worstStatus } from '../outcomes.js';
import { verifyOptions } from '../signature-options.js';

/** A file that was judged. */
interface Judged extends SignedFile {
  path: string;
}

/** Names of files that should be of a kind that is signed, whatever is in them. */
const signedNames = /\.(?:exe|dll|sys|ocx|cpl|scr|drv|efi|mui|com|ax|msi|msp|msm|mst|cab|cat|msu)$/i;

export const signature: Command<typeof definition> = {
  async run(context, { path: paths }, values) {
    const options = verifyOptions(values, values.strict);
    const files: string[] = [];
    const expand = {
      inFolders: () => true,
      filter: (pattern: string) => pathFilter([pattern]),
      ...(context.signal ? { signal: context.signal } : {}),
    };
    for await (const { path } of expandPaths(paths, expand)) {
      files.push(path);
    }
    const outcomes = await forEachPath(files, (path): Judged => {
      if (context.signal?.aborted) throw new HotfixkitError('ABORTED', 'interrupted');
      const source = new FileSource(path);
      try {
        return { path, ...verifySignatures(source, options) };
      } finally {
        source.close();
      }
    });
    // Of one file the error is the answer.
    if (outcomes.length === 1 && outcomes[0]!.error) throw outcomes[0]!.error;
    // What carries no signature of its own is shown where it was named, or called like what does; others are counted.
    const all = outcomes.flatMap(({ result }) => result ?? []);
    const judged = all.filter(
      ({ kind, path }) => kind !== null || paths.includes(path) || signedNames.test(path),
    );
    const others = all.length - judged.length;
    const errors = outcomes.flatMap(({ path, error }) => (error ? [{ path, error }] : []));
    const good = judged.filter(({ accepted }) => accepted).length;
    const failed = errors.map(({ path, error }) => errorDocument(path, error));
    const document = { files: judged, notLookedAt: others, ...(failed.length > 0 ? { errors: failed } : {}) };
    context.answer(document, () => [
      ...judged.flatMap((file) => linesOf(context, file)),
      ...errors.flatMap(({ path, error }) => errorLines(context, path, error)),
      '',
      `${plural(judged.length, 'file')}, ${good} valid; revocation was not checked`,
      ...(others > 0
        ? [
            `${plural(others, 'file')} of kinds that carry no signature of their own ${others === 1 ? 'was' : 'were'} not looked at`,
          ]
        : []),
    ]);
    if (errors.length > 0) return worstStatus(outcomes);
    return good === judged.length && judged.length > 0 ? ExitStatus.done : ExitStatus.differs;
  },
};

/** One line for the verdict, one for each problem, and one for each warning. */
function linesOf(context: Context, { path, verdict, accepted, refusals, signatures }: Judged): string[] {
  const [first] = signatures;
  const { signerName, timestamps, anchor, digest, problems, warnings, catalog } = first!;
  const time = timestamps.find(({ status }) => status === 'good')?.time;
  const who = signerName ? `: ${signerName}${time ? `, timestamped ${time}` : ''}` : '';
  const root = anchor ? ` (${digest ? `${digest.algorithm}, ` : ''}${anchor.subject})` : '';
  const by = catalog ? `, by the catalogue ${catalog}` : '';
  return [
    `${context.paint(accepted ? 'green' : 'red', verdict)}  ${path}${who}${root}${by}`,
    ...(verdict === 'no-signature' ? [] : problems.map(({ message }) => `    ${message}`)),
    ...refusals.map(({ code, message }) => `    ${context.paint('red', code)}: ${message}`),
    ...warnings.map(({ code, message }) => `    ${context.paint('yellow', code)}: ${message}`),
  ];
}
