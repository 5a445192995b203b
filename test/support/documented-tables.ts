import { isStandardTable, standardColumns } from '../../src/msi/schema.js';
import { InstallPackage } from '../../src/package/install/install-package.js';
import { openPackage } from '../../src/package/open-package.js';
import { buildDatabase, type CellPlan, type TablePlan } from './database-builder.js';

/** Tables of Windows Installer with these rows, and with the columns that its documentation gives them. */
export function documentedTables(rows: Readonly<Record<string, CellPlan[][]>>): TablePlan[] {
  return Object.entries(rows).map(([name, cells]) => {
    if (!isStandardTable(name)) throw new Error(`no table ${name}`);
    const columns = standardColumns(name, 2)[0]!.map(({ name: column, typeCode, key }) => {
      return { name: column, type: typeCode, key };
    });
    return { name, columns, rows: cells };
  });
}

/** Rows by their tables. */
type Rows = Record<string, CellPlan[][]>;

/** A package with these rows and no content. */
export function productOf(rows: Rows, wordCount = 2): InstallPackage {
  const { content } = openPackage(buildDatabase({ tables: documentedTables(rows), summary: { wordCount } }));
  if (!(content instanceof InstallPackage)) throw new Error(content.kind);
  return content;
}

/** One folder, one component, one file. */
export const filesAndFolders: Rows = {
  Directory: [
    ['TARGETDIR', null, 'SourceDir'],
    ['APP', 'TARGETDIR', 'App'],
  ],
  Component: [['C', null, 'APP', 0, null, 'service.exe']],
  File: [['service.exe', 'C', 'service.exe', 1, null, null, 0, 1]],
};
