import { useState } from 'preact/hooks';
import type { SequenceStep } from '../protocol.js';
import { strings } from '../strings.en.js';
import { Grid, type GridColumn } from './grid.js';
import type { Model } from './model.js';
import { useAnswer } from './parts.js';

const words = strings.sequences;

const columns: GridColumn<SequenceStep>[] = [
  {
    key: 'sequence',
    title: words.columns.sequence,
    width: '5rem',
    align: 'right',
    isMono: true,
    cell: ({ sequence }) => (sequence === null ? words.notCalled : String(sequence)),
  },
  {
    key: 'action',
    title: words.columns.action,
    width: 'minmax(14rem, 1.2fr)',
    cell: ({ action, kind }) => (kind === 'custom' ? <b>{action}</b> : action),
    hint: ({ action }) => action,
  },
  { key: 'kind', title: words.columns.kind, width: '6rem', cell: ({ kind }) => words.kinds[kind] },
  {
    key: 'condition',
    title: words.columns.condition,
    width: 'minmax(12rem, 1.2fr)',
    isMono: true,
    cell: ({ condition }) => condition,
    hint: ({ condition }) => condition ?? '',
  },
  {
    key: 'does',
    title: words.columns.does,
    width: 'minmax(16rem, 1.6fr)',
    cell: ({ does }) => does,
    hint: ({ does }) => does ?? '',
  },
];

/** The sequences of an installation, with conditions and what custom actions do. */
export function SequencesView({ model }: { model: Model }) {
  const sequences = useAnswer(model, 'sequences', null, strings.tabs.sequences);
  const [table, setTable] = useState('InstallExecuteSequence');
  const [isCustomOnly, setCustomOnly] = useState(false);
  const [selected, setSelected] = useState(-1);
  if (!sequences) return <p class="notice">{strings.tables.reading}</p>;
  const shown = sequences.find((one) => one.table === table) ?? sequences[0];
  if (!shown) return <p class="notice">{words.none}</p>;
  const steps = isCustomOnly ? shown.steps.filter(({ kind }) => kind === 'custom') : shown.steps;
  return (
    <div class="files">
      <div class="bar">
        <label>
          <span>{words.choose}</span>
          <select
            id="sequence"
            value={shown.table}
            onChange={(event) => {
              setTable(event.currentTarget.value);
              setSelected(-1);
            }}
          >
            {sequences.map((one) => (
              <option key={one.table} value={one.table}>
                {words.names[one.table] ?? one.table}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={isCustomOnly}
            onChange={(event) => setCustomOnly(event.currentTarget.checked)}
          />{' '}
          {words.onlyCustom}
        </label>
        <output class="soft">{words.shown(steps.length)}</output>
      </div>
      <div class="split">
        <Grid
          id="step"
          label={words.label}
          columns={columns}
          lines={steps}
          keyOf={({ action, sequence }) => `${sequence} ${action}`}
          selected={selected}
          onSelect={setSelected}
          onOpen={({ action, kind }) => {
            if (kind === 'custom') void openAction(model, action);
          }}
          minWidth="62rem"
          empty={words.empty}
        />
      </div>
    </div>
  );
}

/** Goes to the row of a custom action. */
async function openAction(model: Model, action: string): Promise<void> {
  const place = await model.ask('followReference', { tables: ['CustomAction'], key: action }, action);
  if (place) model.goTo({ view: 'tables', table: place.table, row: String(place.row) });
}
