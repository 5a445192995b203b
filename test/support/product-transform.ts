import { writeCompoundFile } from '../../src/formats/cfb/compound-file-writer.js';
import type { CellPlan, TablePlan } from './database-builder.js';
import { buildTransform, tablesOf } from './transform-builder.js';

/** The summary of a transform for a product in one version: validation of product code and all three fields. */
const CODE_AND_VERSION = 0x2 | 0x20 | 0x100;

/** What transforms of tools suppress too. */
const ADD_EXISTING_ROW = 1;

/** An `.mst` that sets properties of a package, and changes its tables in other ways. */
export function buildPropertyTransform(
  msi: Uint8Array,
  properties: Record<string, string>,
  change: (tables: TablePlan[]) => TablePlan[] = (tables) => tables,
): Uint8Array {
  const before = tablesOf(msi);
  const own = new Map(
    before.find(({ name }) => name === 'Property')!.rows.map(([name, value]) => [name, value]),
  );
  const rows = [
    ...new Map<CellPlan, CellPlan>([...own, ...Object.entries(properties)] as [CellPlan, CellPlan][]),
  ];
  const after = change(before.map((table) => (table.name === 'Property' ? { ...table, rows } : table)));
  const side = `${own.get('ProductCode')}${own.get('ProductVersion')}`;
  return writeCompoundFile(
    buildTransform({
      before,
      after,
      codePage: 1252,
      summary: {
        codePage: 1252,
        title: 'Transform',
        template: 'Intel;1033',
        lastAuthor: 'Intel;1033',
        revision: `${side};${side};${own.get('UpgradeCode')}`,
        pageCount: 200,
        charCount: (CODE_AND_VERSION << 16) | ADD_EXISTING_ROW,
        security: 4,
      },
    }),
  );
}
