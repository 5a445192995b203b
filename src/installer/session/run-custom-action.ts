import { HotfixkitError } from '../../core/errors.js';
import { unsignedActionType } from '../../msi/custom-action-type.js';
import type { Database } from '../../msi/database.js';
import type { TableRow } from '../../msi/schema.js';
import type { AdministrativeSession } from './administrative-session.js';
import { customActionEffect, IGNORE_RESULT } from './custom-action.js';
import type { ImageFolders } from './image-folders.js';

/**
 * Runs a custom action: it sets a property or a folder, or ends the installation with a message (`ACTION_FAILED`). One that
 * runs code is skipped with a warning.
 *
 * @param folders null before CostFinalize, when there are no folders yet
 */
export function runCustomAction(
  row: TableRow<'CustomAction'>,
  session: AdministrativeSession,
  folders: ImageFolders | null,
): void {
  const effect = customActionEffect(row);
  const place = { table: 'CustomAction', row: row.Action, column: 'Target' };
  switch (effect.kind) {
    case 'setProperty':
      session.set(effect.property, session.format(effect.value, place), row.Action);
      return;
    case 'setDirectory':
      setDirectory(effect.directory, session.format(effect.value, place), row.Action, session, folders);
      return;
    case 'fail': {
      const message = session.format(errorText(effect.message, session.package.database), place);
      if ((row.Type & IGNORE_RESULT) !== 0) {
        session.warn({ code: 'ACTION_FAILED', message, stream: 'CustomAction', entry: row.Action });
        return;
      }
      throw new HotfixkitError('ACTION_FAILED', `the package ends the installation: ${message}`, {
        stream: 'CustomAction',
        entry: row.Action,
      });
    }
    case 'code':
      session.warn({
        code: 'ACTION_SKIPPED',
        message: `${row.Action} is not run: ${effect.description} (type ${unsignedActionType(row.Type)}); its changes are missing from the image`,
        stream: 'CustomAction',
        entry: row.Action,
      });
  }
}

/** The text of a message. A number is the key of a row of the Error table. */
function errorText(text: string, database: Database): string {
  if (!/^\d+$/.test(text) || !database.hasTable('Error')) return text;
  for (const row of database.table('Error').records()) {
    if (String(row.Error) === text) return typeof row.Message === 'string' ? row.Message : text;
  }
  return text;
}

/** Moves a folder. Before CostFinalize, and for a name that is no folder, the action sets a property of that name. */
function setDirectory(
  directory: string,
  path: string,
  action: string,
  session: AdministrativeSession,
  folders: ImageFolders | null,
): void {
  const isTarget = session.properties.isFixed(directory);
  if (isTarget || folders === null || !session.package.directories.has(directory)) {
    session.set(directory, path, action);
  } else {
    folders.move(directory, path, action);
  }
}
