/** What the part of the address after `#` says: which view, which file, table or row. */
export interface Place {
  view: string;
  file?: string;
  table?: string;
  row?: string;
}

/** `#file=Program%20Files/a.dll`, `#view=tables&table=File&row=key`. A file is shown among the files. */
export function readPlace(hash: string): Place {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const value = (name: string): string | undefined => values.get(name) ?? undefined;
  const [file, table, row] = [value('file'), value('table'), value('row')];
  const view = value('view') ?? (file !== undefined ? 'files' : table !== undefined ? 'tables' : 'overview');
  return {
    view,
    ...(file === undefined ? {} : { file }),
    ...(table === undefined ? {} : { table }),
    ...(row === undefined ? {} : { row }),
  };
}

/** The same back: only what the others do not say. */
export function writePlace({ view, file, table, row }: Place): string {
  const parts: [string, string | undefined][] = [
    ['view', view === (file ? 'files' : table ? 'tables' : 'overview') ? undefined : view],
    ['file', file],
    ['table', table],
    ['row', row],
  ];
  const text = parts
    .filter((part): part is [string, string] => part[1] !== undefined)
    // Slashes are read by people and need no escape there.
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2F', '/')}`)
    .join('&');
  return text === '' ? '' : `#${text}`;
}
