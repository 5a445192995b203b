import { HotfixkitError } from '../../core/errors.js';
import { leavesUnmatched } from '../../core/path-filter.js';
import { groupDigits, plural } from '../../core/plural.js';
import { damageOf } from '../../package/damage.js';
import { type ListedFile, type ListedPatch, listPackage } from '../../package/inspect/list-package.js';
import { warningsOf } from '../../package/not-searched.js';
import type { Command } from '../command.js';
import type { list as definition } from '../definitions/list.js';
import { ExitStatus } from '../exit-status.js';
import { withPackage } from '../open.js';
import { damageJson } from '../outcomes.js';
import { withBase } from '../transform-path.js';

export const list: Command<typeof definition> = {
  async run(context, { package: file }, options) {
    return withPackage(
      context,
      file,
      options,
      async (opened) => {
        const progress = context.progress('Reading');
        const files = await withBase(context, options, (base) =>
          listPackage(opened.content, {
            ...(base ? { base } : {}),
            layout: options.layout,
            hash: options.hash,
            only: options.only,
            onProgress: progress.update,
            ...(context.signal ? { signal: context.signal } : {}),
          }),
        ).finally(() => progress.done());
        const isPatch = opened.content.kind === 'msp';
        const hasDeltas = files.files.some(({ delta }) => delta !== undefined);
        context.warn(files.warnings);
        const warnings = [...warningsOf(opened), ...files.warnings];
        if (files.files.length === 0 && options.only.length > 0) {
          throw new HotfixkitError('PACKAGE_NO_FILE', `no file matches ${options.only.join(' ')}`, {
            expected: options.only.join(' '),
          });
        }
        const damage = damageOf(opened);
        const error = damage ? { error: damageJson(damage) } : {};
        const document = { file, kind: opened.content.kind, files: files.files, warnings, ...error };
        context.answer(document, function* () {
          yield* context.tableLines(
            [
              { title: 'Path' },
              { title: 'Size', align: 'right' },
              { title: 'Version' },
              { title: 'Platform' },
              { title: 'Modified' },
              ...(isPatch ? [{ title: 'Comes as' }, { title: 'For' }] : [{ title: 'Feature' }]),
              ...(options.hash ? [{ title: 'SHA-256' }] : []),
              ...(hasDeltas ? [{ title: 'Is a delta for' }] : []),
            ],
            mapped(files.files, (entry) => [
              entry.path ?? entry.patch?.name ?? `(${entry.key})`,
              String(entry.size),
              entry.version ?? '',
              entry.platform ?? '',
              entry.modified?.slice(0, 16).replace('T', ' ') ?? '',
              ...(isPatch
                ? [
                    distinct(targetsOf(entry).map(({ delivery }) => delivery ?? '')),
                    distinct(targetsOf(entry).map(({ transform }) => transform)),
                  ]
                : [entry.feature ?? '']),
              ...(options.hash ? [entry.sha256 ?? ''] : []),
              ...(hasDeltas ? [deltaText(entry.delta)] : []),
            ]),
          );
          yield '';
          yield `${plural(files.files.length, 'file')}, ${groupDigits(files.files.reduce((sum, entry) => sum + entry.size, 0))} bytes`;
        });
        if (damage) return ExitStatus.input;
        return leavesUnmatched(options.only, files.warnings) ? ExitStatus.differs : ExitStatus.done;
      },
      { orContainer: true },
    );
  },
};

function deltaText(delta: ListedFile['delta']): string {
  if (!delta) return '';
  return `${delta.path} (${delta.format}, ${delta.basis === null ? 'needs no other file' : `needs ${delta.basis}`})`;
}

/** What a file of a patch is for each target that has it. */
function targetsOf({ patch, otherTargets = [] }: ListedFile): ListedPatch[] {
  return patch ? [patch, ...otherTargets] : [];
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].filter((text) => text !== '').join(', ');
}

/** The values as they are needed, each time that they are gone through. */
function mapped<From, To>(values: readonly From[], change: (value: From) => To): Iterable<To> {
  return {
    *[Symbol.iterator]() {
      for (const value of values) yield change(value);
    },
  };
}
