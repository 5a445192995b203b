import { BufferSource } from '../../core/byte-source.js';
import { HotfixkitError } from '../../core/errors.js';
import { plural } from '../../core/plural.js';
import { writeCompoundFile } from '../../formats/cfb/compound-file-writer.js';
import { type CreatedTransform, createTransform } from '../../msi/create-transform.js';
import type { Database } from '../../msi/database.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import { databaseOf } from '../../package/node/diff-packages.js';
import { warningsOf } from '../../package/not-searched.js';
import type { OpenedPackage } from '../../package/opened-package.js';
import { isPatch } from '../../package/package.js';
import type { Command } from '../command.js';
import type { transform as definition } from '../definitions/transform.js';
import { ExitStatus } from '../exit-status.js';
import { withPackage } from '../open.js';
import { refuseInput } from '../refuse-input.js';
import { suppressedErrors, validationOf } from '../transform-flags.js';

export const transform: Command<typeof definition> = {
  async run(context, args, options) {
    const { output } = options;
    for (const input of [args.old, args.new]) refuseInput(output, input);
    if (output === '-' && context.json) {
      throw new HotfixkitError(
        'USAGE',
        '-o - writes the file itself to stdout, so there is no --json with it',
      );
    }
    const flags = { validation: validationOf(options), errors: suppressedErrors(options.suppress) };
    return await withPackage(context, args.old, options, (before) =>
      withPackage(context, args.new, options, async (after) => {
        const { content, ...made } = createTransform(
          ownDatabase(before, args.old),
          ownDatabase(after, args.new),
          flags,
        );
        const bytes = writeCompoundFile(content);
        context.warn(made.warnings);
        if (output === '-') {
          context.binary([bytes]);
          return ExitStatus.done;
        }
        const written = await writeFileAtomic(output, new BufferSource(bytes));
        context.warn(written);
        const warnings = [...warningsOf(before), ...warningsOf(after), ...made.warnings, ...written];
        const document = {
          old: args.old,
          new: args.new,
          output,
          size: bytes.length,
          ...flags,
          ...made,
          warnings,
        };
        context.answer(document, () => {
          const { tables, columns } = made;
          return [
            ...tables.added.map((name) => context.paint('green', `+ table ${name}`)),
            ...tables.dropped.map((name) => context.paint('red', `- table ${name}`)),
            ...tables.changed.map((name) => context.paint('yellow', `~ table ${name}`)),
            ...columns.map((name) => context.paint('green', `+ column ${name}`)),
            '',
            `${output}: ${countsOf(made)}`,
            `Install with: msiexec /i ${quoted(before.name)} TRANSFORMS=${quoted(nameOf(output))}`,
          ];
        });
        return ExitStatus.done;
      }),
    );
  },
};

/** `2 columns added, 1 row changed`; what is none is left out. */
function countsOf({ tables, columns, rows }: Omit<CreatedTransform, 'content'>): string {
  const counts = [
    [tables.added.length, 'table', 'added'],
    [tables.dropped.length, 'table', 'removed'],
    [columns.length, 'column', 'added'],
    [rows.inserted, 'row', 'added'],
    [rows.updated, 'row', 'changed'],
    [rows.deleted, 'row', 'removed'],
  ] as const;
  const said = counts.filter(([count]) => count > 0);
  return said.map(([count, noun, change]) => `${plural(count, noun)} ${change}`).join(', ');
}

/** Throws `USAGE` for what is no package with tables of its own. */
function ownDatabase({ content }: OpenedPackage, file: string): Database {
  const database = isPatch(content) ? null : databaseOf(content);
  if (database) return database;
  throw new HotfixkitError('USAGE', 'a transform leads from one installation package to another', {
    file,
    expected: 'an .msi or .msm',
    found: content.kind,
  });
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function quoted(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name;
}
