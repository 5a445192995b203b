import { useEffect, useMemo, useState } from 'preact/hooks';
import { sourceTable } from '../custom-action-source.js';
import type { CellHit, TableCell, TableColumn, TableSummary, TableView } from '../protocol.js';
import { strings } from '../strings.en.js';
import { Grid, type GridColumn } from './grid.js';
import { HEX_SHOWN, hexLines, pictureType } from './hex.js';
import type { Model } from './model.js';
import { DeadLink, useAnswer, useFilterText, useFitting, visible } from './parts.js';

const words = strings.tables;

export function TablesView({
  model,
  tables,
  table,
  row,
}: {
  model: Model;
  tables: readonly TableSummary[];
  table: string | null;
  row: string | null;
}) {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState('');
  const shown =
    tables.find(({ name }) => name === table)?.name ?? tables.find(({ rows }) => rows > 0)?.name ?? '';
  const view = useAnswer(model, 'readTable', shown === '' ? undefined : { table: shown }, shown);
  const goTo = (place: { table: string; row: number } | { table: string }): void => {
    setSearch('');
    setFilter('');
    model.goTo({ view: 'tables', table: place.table, ...('row' in place ? { row: String(place.row) } : {}) });
  };
  const dead =
    table !== null && shown !== table
      ? strings.dead.table(table)
      : view && row !== null && !view.rows[Number(row)]
        ? strings.dead.row(row, shown)
        : null;
  return (
    <div class="files">
      {dead === null ? null : <DeadLink>{dead}</DeadLink>}
      <div class="bar">
        <label>
          <span>{words.choose}</span>
          <select id="table" value={shown} onChange={(event) => goTo({ table: event.currentTarget.value })}>
            {tables.map(({ name, rows }) => (
              <option key={name} value={name}>
                {name} ({strings.number(rows)})
              </option>
            ))}
          </select>
        </label>
        <label class="grow">
          <span>{words.filter}</span>
          <input
            id="filter-rows"
            type="search"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <label class="grow">
          <span>{words.find}</span>
          <input
            id="find"
            type="search"
            placeholder={words.findHint}
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <button
          type="button"
          onClick={() => void model.saveAnswer('tableAsCsv', { table: shown }, `${shown}.csv`)}
        >
          {words.csv}
        </button>
      </div>
      {search.trim() === '' ? (
        view ? (
          <Rows model={model} view={view} row={row} filter={filter} goTo={goTo} />
        ) : (
          <p class="notice">{words.reading}</p>
        )
      ) : (
        <Search model={model} text={search} onOpen={goTo} />
      )}
    </div>
  );
}

interface Line {
  index: number;
  cells: readonly TableCell[];
}

const textOf = (cell: TableCell | undefined): string =>
  cell === null || cell === undefined ? '' : typeof cell === 'object' ? cell.stream : String(cell);

function Rows({
  model,
  view,
  row,
  filter,
  goTo,
}: {
  model: Model;
  view: TableView;
  row: string | null;
  filter: string;
  goTo: (place: { table: string; row: number }) => void;
}) {
  const [sorted, setSorted] = useState<{ table: string; key: string; isDescending: boolean } | null>(null);
  // Another table may not even have the column.
  const sorting = sorted?.table === view.name ? sorted : null;
  const [selected, setSelected] = useState(-1);
  useEffect(() => setSelected(row === null ? -1 : Number(row)), [row, view]);
  const text = useFilterText(filter, view.rows.length);
  const all = useMemo(() => view.rows.map((cells, index): Line => ({ index, cells })), [view]);
  const fits = useMemo(() => fitsText(text), [text]);
  const fitting = useFitting(all, fits);
  const ranks = useAnswer(
    model,
    'rankRows',
    sorting ? { table: view.name, column: Number(sorting.key) } : undefined,
    view.name,
  );
  const isDescending = sorting?.isDescending ?? false;
  const lines = useMemo(() => inOrder(fitting, ranks, isDescending), [fitting, ranks, isDescending]);
  const at = lines.findIndex(({ index }) => index === selected);
  const cells = view.rows[selected];
  const columns = view.columns.map(gridColumn);
  return (
    <>
      <output class="soft small">{words.shown(lines.length, view.rows.length)}</output>
      <div class={`split${cells ? ' has-details' : ''}`}>
        <Grid
          id="row"
          label={words.rowsOf(view.name)}
          columns={columns}
          lines={lines}
          keyOf={({ index }) => String(index)}
          {...(sorting ? { sorting } : {})}
          onSort={(key) =>
            setSorted({ table: view.name, key, isDescending: sorting?.key === key && !sorting.isDescending })
          }
          selected={at}
          onSelect={(index) => goTo({ table: view.name, row: lines[index]!.index })}
          minWidth={`${columns.length * 9}rem`}
          empty={view.rows.length === 0 ? words.noRows : words.noneFit}
        />
        {cells ? <RowDetails model={model} view={view} cells={cells} goTo={goTo} /> : null}
      </div>
    </>
  );
}

function gridColumn({ name, type, isKey, isNumber }: TableColumn, i: number): GridColumn<Line> {
  return {
    key: String(i),
    title: isKey ? `${name} *` : name,
    width: isNumber ? 'minmax(5rem, .6fr)' : 'minmax(8rem, 1fr)',
    ...(isNumber ? { align: 'right' as const, isMono: true } : {}),
    cell: ({ cells }) => {
      const cell = cells[i];
      if (cell === null || typeof cell !== 'object') return textOf(cell);
      return (
        <span class="soft">
          {cell?.size == null ? words.noStream : words.stream(strings.size(cell.size))}
        </span>
      );
    },
    hint: ({ cells }) => `${name} (${type}): ${textOf(cells[i])}`,
  };
}

/** Whether a row has a text in one of its cells; null where every row does. */
function fitsText(filter: string): ((line: Line) => boolean) | null {
  const text = filter.trim().toLowerCase();
  if (text === '') return null;
  return ({ cells }) => cells.some((cell) => textOf(cell).toLowerCase().includes(text));
}

function inOrder(
  lines: readonly Line[],
  ranks: readonly number[] | null,
  isDescending: boolean,
): readonly Line[] {
  if (!ranks) return lines;
  const sign = isDescending ? -1 : 1;
  return [...lines].sort((a, b) => sign * (ranks[a.index]! - ranks[b.index]!) || a.index - b.index);
}

function RowDetails({
  model,
  view,
  cells,
  goTo,
}: {
  model: Model;
  view: TableView;
  cells: readonly TableCell[];
  goTo: (place: { table: string; row: number }) => void;
}) {
  const [missing, setMissing] = useState('');
  useEffect(() => setMissing(''), [cells]);
  const follow = async (tables: string[], key: string): Promise<void> => {
    const place = await model.ask('followReference', { tables, key }, view.name);
    if (place) goTo(place);
    else setMissing(words.notThere(key, tables.join(', ')));
  };
  const isSource = (one: string): boolean =>
    one === sourceTable(cells[view.columns.findIndex(({ name }) => name === 'Type')]);
  const keyIndex = view.columns.findIndex(({ isKey }) => isKey);
  const key = textOf(cells[keyIndex]);
  const referrers = useAnswer(
    model,
    'findReferrers',
    key === '' ? undefined : { table: view.name, key },
    view.name,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it takes the focus
    <aside class="details" aria-label={words.row} tabIndex={0}>
      <h2>{words.rowOf(view.name)}</h2>
      <dl class="facts">
        {view.columns.map(({ name, isKey, refersTo }, i) => {
          const cell = cells[i];
          const text = textOf(cell);
          const tables =
            view.name === 'CustomAction' && name === 'Source' ? refersTo.filter(isSource) : refersTo;
          return (
            <>
              <dt>
                {name} {isKey ? <span class="tag key">{words.key}</span> : null}
              </dt>
              <dd class="mono">
                {cell !== null && typeof cell === 'object' ? (
                  <Stream model={model} cell={cell} />
                ) : tables.length > 0 && text !== '' && !/^\d+(?:\.\d+)+$/.test(text) ? (
                  <button
                    type="button"
                    class="plain-button link"
                    title={words.follow(tables.join(', '), text)}
                    onClick={() => void follow(tables, text)}
                  >
                    {text}
                  </button>
                ) : (
                  visible(text) || <span class="soft">–</span>
                )}
              </dd>
            </>
          );
        })}
      </dl>
      {missing === '' ? null : <p role="status">{missing}</p>}
      <h3>{words.referrers}</h3>
      {referrers === null ? (
        <p class="soft small">{words.reading}</p>
      ) : (
        <Referrers hits={referrers.hits} onOpen={goTo} />
      )}
    </aside>
  );
}

/** Rows that are listed in the panel. */
const SHOWN = 50;

function Referrers({
  hits,
  onOpen,
}: {
  hits: readonly CellHit[];
  onOpen: (place: { table: string; row: number }) => void;
}) {
  if (hits.length === 0) return <p class="soft small">{words.noReferrers}</p>;
  return (
    <ul class="plain small">
      {hits.slice(0, SHOWN).map((hit) => (
        <li key={`${hit.table} ${hit.row} ${hit.column}`}>
          <button type="button" class="plain-button link" onClick={() => onOpen(hit)}>
            {hit.table}: {hit.key}
          </button>
        </li>
      ))}
      {hits.length > SHOWN ? <li class="soft">{words.more}</li> : null}
    </ul>
  );
}

/** A binary value: as a picture if it is one, and its first bytes. */
function Stream({ model, cell }: { model: Model; cell: { stream: string; size: number | null } }) {
  const [shown, setShown] = useState<{ picture: string | null; hex: string; all: number } | null>(null);
  useEffect(() => {
    setShown(null);
  }, [cell.stream]);
  const picture = shown?.picture;
  useEffect(() => () => void (picture && URL.revokeObjectURL(picture)), [picture]);
  if (cell.size === null) return <span class="soft">{words.noStream}</span>;
  const show = async (): Promise<void> => {
    const blob = await model.ask('takeStream', { stream: cell.stream }, cell.stream);
    if (!blob) return;
    const bytes = new Uint8Array(await blob.slice(0, HEX_SHOWN).arrayBuffer());
    const type = pictureType(bytes);
    setShown({
      picture: type === null ? null : URL.createObjectURL(blob.slice(0, blob.size, type)),
      hex: hexLines(bytes).join('\n'),
      all: blob.size,
    });
  };
  return (
    <>
      {words.stream(strings.size(cell.size))}{' '}
      <button type="button" class="small" onClick={() => void show()}>
        {words.showStream}
      </button>{' '}
      <button
        type="button"
        class="small"
        onClick={() => void model.saveAnswer('takeStream', { stream: cell.stream }, cell.stream)}
      >
        {words.saveStream}
      </button>
      {shown ? (
        <>
          {shown.picture === null ? null : <img src={shown.picture} alt={words.picture} class="picture" />}
          <p class="soft">{words.hexOf(Math.min(shown.all, HEX_SHOWN), shown.all)}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it takes the focus */}
          <pre class="hex" tabIndex={0}>
            {shown.hex}
          </pre>
        </>
      ) : null}
    </>
  );
}

const hitColumns: GridColumn<CellHit>[] = [
  { key: 'table', title: words.columns.table, width: '12rem', cell: ({ table }) => table },
  { key: 'key', title: words.columns.key, width: 'minmax(10rem, 1fr)', cell: ({ key }) => key },
  { key: 'column', title: words.columns.column, width: '10rem', cell: ({ column }) => column },
  {
    key: 'value',
    title: words.columns.value,
    width: 'minmax(14rem, 2fr)',
    cell: ({ value }) => value,
    hint: ({ value }) => value,
  },
];

/** Cells of all tables that have a text. */
function Search({
  model,
  text,
  onOpen,
}: {
  model: Model;
  text: string;
  onOpen: (place: { table: string; row: number }) => void;
}) {
  // A search begins when a person has stopped typing.
  const [asked, setAsked] = useState<string | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useAnswer(model, 'findCells', asked === undefined ? undefined : { text: asked }, words.find);
  const [selected, setSelected] = useState(-1);
  if (!found) return <p class="notice">{words.reading}</p>;
  return (
    <>
      <output class="soft small">{words.found(found.hits.length, found.isCut)}</output>
      <div class="split">
        <Grid
          id="hit"
          label={words.find}
          columns={hitColumns}
          lines={found.hits}
          keyOf={({ table, row, column }) => `${table} ${row} ${column}`}
          selected={selected}
          onSelect={setSelected}
          onOpen={onOpen}
          minWidth="46rem"
          empty={words.nothingFound}
        />
      </div>
    </>
  );
}
