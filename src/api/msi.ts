/**
 * Windows Installer databases: tables, queries, summary information, transforms, conditions and formatted text.
 *
 * @module
 */

export { BufferSource, type ByteSource } from '../core/byte-source.js';
export {
  type ErrorCode,
  type ErrorFacts,
  type ErrorKind,
  HotfixkitError,
  type Warning,
} from '../core/errors.js';
export { CompoundFile } from '../formats/cfb/compound-file.js';
export type { Storage, StorageProperties, StreamEntry, StreamOptions } from '../formats/cfb/storage.js';
export {
  type FormatContext,
  type FormattedText,
  formatRecord,
  formatText,
} from '../installer/language/formatted-text.js';
export {
  isPublicProperty,
  type PropertyLayers,
  type PropertySource,
  PropertyTable,
  type Values,
} from '../installer/language/property-table.js';
export { type ApplyTransformOptions, applyTransform } from '../msi/apply-transform.js';
export { BinaryCell, type Row, type Value } from '../msi/binary-cell.js';
export type { Column } from '../msi/column.js';
export {
  type Condition,
  type ConditionContext,
  type ConditionExpression,
  type ConditionValue,
  evaluateCondition,
  InstallState,
  parseCondition,
} from '../msi/condition.js';
export type { ComparisonOperator, SymbolKind } from '../msi/condition-tokens.js';
export {
  type CreatedTransform,
  type CreateTransformOptions,
  createTransform,
} from '../msi/create-transform.js';
export { Database, type DatabaseKind, type DatabaseOptions } from '../msi/database.js';
export { DatabaseEditor } from '../msi/database-editor.js';
export { type CellContent, type EditableContext, EditableTable } from '../msi/editable-table.js';
export type { StoredValue } from '../msi/encode-table.js';
export {
  cellText,
  type TableFormat,
  TableFormats,
  tableToCsv,
  tableToIdt,
  tableToJson,
} from '../msi/export-table.js';
export type { SummaryValue } from '../msi/property-set.js';
export {
  type ColumnText,
  isStandardTable,
  type NameOf,
  type StandardTable,
  type TableRow,
  type ValueOf,
  type ValueOfCode,
} from '../msi/schema.js';
export type { StringPool } from '../msi/string-pool.js';
export type { StringPoolBuilder } from '../msi/string-pool-builder.js';
export { SummaryInformation } from '../msi/summary-information.js';
export { Table } from '../msi/table.js';
export { type AddedColumn, Transform } from '../msi/transform.js';
export {
  type TransformRowChange,
  type TransformTableChange,
  transformChanges,
  transformTableChange,
} from '../msi/transform-changes.js';
export type { TransformRow } from '../msi/transform-rows.js';
export {
  TransformError,
  type TransformSide,
  type TransformSummary,
  TransformValidation,
  type VersionComparison,
} from '../msi/transform-summary.js';
export {
  checkTransform,
  readTransformTarget,
  type TransformMismatch,
  type TransformTarget,
} from '../msi/transform-validation.js';
export { type ViewOptions, view } from '../msi/view.js';
export { parseWhere, type Where } from '../msi/where.js';
