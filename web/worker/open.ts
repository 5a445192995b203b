import { describeError } from '../../src/core/errors.js';
import { describePackage, type PackageDescription } from '../../src/hotfix/describe/describe-package.js';
import { describeSignedFile, isNoPackage } from '../../src/hotfix/describe/describe-signed-file.js';
import { bundleErrors } from '../../src/package/inspect/check-bundles.js';
import type { InsideDescription } from '../../src/package/inspect/describe-container.js';
import type { OpenedView, OpenRequest, TableSummary } from '../protocol.js';
import { listFiles } from './files.js';
import { pageText } from './page-text.js';
import { Session } from './session.js';

/** Signed files up to this size are judged when they are opened, as what they are hangs on it. */
const MOST_JUDGED = 32 * 2 ** 20;

/** Opens a package, and says what is known of it without decoding its files. */
export async function open(request: OpenRequest): Promise<{ session: Session; view: OpenedView }> {
  const session = new Session(request);
  const { opened, failure } = session;
  if (!opened) return { session, view: viewOfSignedFile(session) };
  const description = describePackage(opened);
  const isItself = description.inside.length === 0 && opened.container !== null;
  const [broken = null, ...others] = isItself ? bundleErrors(opened.container) : [];
  const { files, warnings } = await listFiles(session, { decode: false });
  const { container } = description;
  const all = [...description.warnings.map(describeError), ...others.map(describeError), ...warnings];
  const why = failure ?? broken;
  return {
    session,
    view: {
      description: container
        ? { ...description, container: { ...container, inside: packagesIn(container.inside) } }
        : description,
      files,
      tables: tablesOf(session),
      warnings: [...new Set(all.map(pageText))],
      hasSeveral: (opened.container?.choices.length ?? 0) > 0,
      failure: why && pageText(describeError(why)),
    },
  };
}

/** Only what can be opened: the other members are in the list of files. */
function packagesIn(members: readonly InsideDescription[]): InsideDescription[] {
  return members
    .filter(({ kind }) => kind !== null)
    .map(({ inside, ...one }) => ({ ...one, ...(inside ? { inside: packagesIn(inside) } : {}) }));
}

/** A catalogue, or a program without a package; anything else throws what opening threw. */
function viewOfSignedFile({ failure, judge, name, source }: Session): OpenedView {
  const description: PackageDescription | null =
    failure && isNoPackage(failure)
      ? describeSignedFile(name, source, { judge, mostJudged: MOST_JUDGED })
      : null;
  if (!description) throw failure;
  return {
    description,
    files: [],
    tables: [],
    warnings: [],
    hasSeveral: false,
    failure: description.kind === 'cat' ? null : pageText(describeError(failure!)),
  };
}

function tablesOf({ opened }: Session): TableSummary[] {
  const content = opened?.content;
  if (!content || !('database' in content)) return [];
  const { database } = content;
  return database.tableNames.map((name) => {
    const { rowCount, columns } = database.table(name);
    return { name, rows: rowCount, columns: columns.length };
  });
}
