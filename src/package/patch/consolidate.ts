import type { Database } from '../../msi/database.js';
import { DatabaseEditor } from '../../msi/database-editor.js';
import type { EditableTable } from '../../msi/editable-table.js';
import { PropertyType, type SummaryValue } from '../../msi/property-set.js';
import { SummaryProperty } from '../../msi/summary-information.js';
import { FileAttributes } from '../install/word-count.js';

/** Properties of a patch that set the summary information of the updated package. */
const summaryProperties: Readonly<Record<string, number>> = {
  PATCHNEWPACKAGECODE: SummaryProperty.revision,
  PATCHNEWSUMMARYSUBJECT: SummaryProperty.subject,
  PATCHNEWSUMMARYCOMMENTS: SummaryProperty.comments,
};

/** Tables that only describe the content of a patch. */
const patchTables = ['Patch', 'PatchPackage', 'MsiPatchHeaders'] as const;

/**
 * Removes from a patched database the data for installing the patch itself, so that the rest describes the
 * updated product, as a package of that version would ("the result of patching an administrative image is the same as
 * that of an administrative installation of the updated product", win32 docs, "Patching"):
 *
 * - the rows of Patch, PatchPackage and MsiPatchHeaders, and those of Media;
 * - File.Sequence and the PatchAdded bit, which point into the patch's cabinets;
 * - the three properties that set the summary information, after applying them.
 *
 * Whether Windows Installer keeps these in an image is undocumented. An image that keeps them cannot be installed by
 * an installer that uses them: the cabinets are missing. Actions of the sequences, PatchFiles among
 * them, and the patch's own properties (`X.PatchCode`, `X.AllowRemoval`) stay.
 *
 * @param updated after the product transform only; `session` also after the patch transform
 */
export function consolidate(updated: Database, session: Database): Database {
  const editor = new DatabaseEditor(session);
  for (const table of patchTables) {
    if (!editor.hasTable(table)) continue;
    if (updated.hasTable(table)) keepRows(editor.table(table), updated, table);
    else editor.dropTable(table);
  }
  restoreMedia(editor, updated);
  restoreFiles(editor, updated, session);
  const summary = new Map<number, SummaryValue>(session.summaryInformation().properties);
  for (const { Property: property, Value: value } of session.rows('Property')) {
    const id = Object.hasOwn(summaryProperties, property) ? summaryProperties[property] : undefined;
    if (id === undefined) continue;
    summary.set(id, { type: PropertyType.string, value });
    editor.setSummary(summary);
    editor.table('Property').delete([property]);
  }
  return editor.finish();
}

/** Removes the rows whose keys the other database lacks. */
function keepRows(table: EditableTable, from: Database, name: string): void {
  const places = table.columns.flatMap((column, c) => (column.key ? [c] : []));
  const textOf = (key: readonly unknown[]): string => JSON.stringify(key);
  const before = from.table(name);
  const beforePlaces = before.columns.flatMap((column, c) => (column.key ? [c] : []));
  const kept = new Set([...before.rows()].map((row) => textOf(beforePlaces.map((c) => row[c]))));
  for (const row of [...table.rows()]) {
    const key = places.map((c) => row[c] ?? null);
    if (!kept.has(textOf(key))) table.delete(key);
  }
}

function restoreMedia(editor: DatabaseEditor, updated: Database): void {
  if (!editor.hasTable('Media')) return;
  const table = editor.table('Media');
  if (!updated.hasTable('Media')) {
    table.clear();
    return;
  }
  keepRows(table, updated, 'Media');
  const before = updated.table('Media');
  const places = before.columns.map((column) => table.columnIndex(column.name));
  const diskId = before.columnIndex('DiskId');
  for (const row of before.rows()) {
    // A Media table has no binary columns.
    const values = row.map((value) => (typeof value === 'object' ? null : value));
    const changes = new Map(places.map((place, c) => [place, values[c] ?? null]));
    table.update([values[diskId] ?? null], changes);
  }
}

/** Files that only the patch transform adds are placed after all others. */
function restoreFiles(editor: DatabaseEditor, updated: Database, session: Database): void {
  if (!editor.hasTable('File')) return;
  const table = editor.table('File');
  const sequence = table.columnIndex('Sequence');
  const attributes = table.columnIndex('Attributes');
  const before = new Map(updated.rows('File').map((row) => [row.File, row]));
  const media = updated.rows('Media');
  const last = media.reduce((most, row) => Math.max(most, row.LastSequence ?? 0), 0);
  let highest = [...before.values()].reduce((most, row) => Math.max(most, row.Sequence), 0);
  for (const row of session.rows('File')) {
    const old = before.get(row.File);
    const bits = (old?.Attributes ?? row.Attributes ?? 0) & ~FileAttributes.patchAdded;
    const changes = new Map<number, number | null>();
    if (bits !== (row.Attributes ?? 0)) changes.set(attributes, bits);
    if (!old) changes.set(sequence, ++highest);
    else if (old.Sequence !== row.Sequence) changes.set(sequence, old.Sequence);
    if (changes.size > 0) table.update([row.File], changes);
  }
  if (highest <= last || media.length === 0) return;
  // The updated product's Media table would include them.
  const final = media.reduce((a, b) => ((b.LastSequence ?? 0) > (a.LastSequence ?? 0) ? b : a));
  const mediaTable = editor.table('Media');
  mediaTable.update([final.DiskId], new Map([[mediaTable.columnIndex('LastSequence'), highest]]));
}
