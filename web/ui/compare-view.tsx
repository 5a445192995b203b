import { useMemo, useState } from 'preact/hooks';
import type { ComparedFile } from '../../src/package/node/diff-files.js';
import type { PackageDiff } from '../../src/package/node/diff-packages.js';
import type { Compared } from '../protocol.js';
import { strings } from '../strings.en.js';
import { PickFiles } from './drop-zone.js';
import { Grid, type GridColumn } from './grid.js';
import type { Model } from './model.js';
import { Card, Messages } from './parts.js';

const words = strings.compare;

/** The open package beside another one. */
export function CompareView({ model, compared }: { model: Model; compared: Compared | null }) {
  return (
    <div class="stack wide">
      <Card title={words.heading}>
        <p class="small soft">{words.hint}</p>
        <div class="bar">
          <PickFiles
            id="pick-other"
            className="main"
            label={words.pick}
            onFiles={(files) => void model.compare(files)}
          />
          {compared ? <output>{words.between(...compared.names)}</output> : null}
        </div>
      </Card>
      {compared ? <Differences diff={compared.diff} /> : null}
    </div>
  );
}

/** A line of what differs. */
interface Difference {
  change: 'added' | 'removed' | 'changed';
  name: string;
  key: string;
  before: string;
  after: string;
}

function Differences({ diff }: { diff: PackageDiff }) {
  const groups = useMemo(() => groupsOf(diff), [diff]);
  if (diff.same) {
    return (
      <Card title={words.same} tone="good">
        {null}
      </Card>
    );
  }
  return (
    <>
      {diff.onlySignature ? <p class="strong">{words.onlySignature}</p> : null}
      {diff.warnings.length === 0 ? null : (
        <Card title={strings.overview.warnings} tone="warn">
          <Messages messages={diff.warnings.map(({ message }) => message)} />
        </Card>
      )}
      {groups.map((group) => (
        <Group key={group.id} {...group} />
      ))}
    </>
  );
}

interface GroupOfDifferences {
  id: string;
  title: string;
  /** What the names are names of. */
  label: string;
  hasKeys: boolean;
  lines: Difference[];
}

function Group({ id, title, label, hasKeys, lines }: GroupOfDifferences) {
  const [selected, setSelected] = useState(-1);
  const columns: GridColumn<Difference>[] = [
    {
      key: 'change',
      title: words.what,
      width: '6.5rem',
      cell: ({ change }) => (
        <span class={`tag whole ${{ added: 'good', removed: 'bad', changed: 'warn' }[change]}`}>
          {words.changes[change]}
        </span>
      ),
    },
    textColumn('name', label, 'minmax(11rem, 1.2fr)'),
    ...(hasKeys ? [textColumn('key', words.key, 'minmax(9rem, 1fr)')] : []),
    textColumn('before', words.before, 'minmax(12rem, 1.4fr)'),
    textColumn('after', words.after, 'minmax(12rem, 1.4fr)'),
  ];
  return (
    <section>
      <h2>{words.countOf(title, lines.length)}</h2>
      <Grid
        id={id}
        label={title}
        columns={columns}
        lines={lines}
        keyOf={({ change, name, key }) => `${change} ${name} ${key}`}
        selected={selected}
        onSelect={setSelected}
        minWidth="52rem"
        empty=""
        isShort
      />
    </section>
  );
}

function textColumn(
  key: 'name' | 'key' | 'before' | 'after',
  title: string,
  width: string,
): GridColumn<Difference> {
  return { key, title, width, cell: (line) => line[key], hint: (line) => line[key] };
}

/** What differs, by what it is; kinds without a difference are left out. */
export function groupsOf({ summary, tables, rows, streams, files }: PackageDiff): GroupOfDifferences[] {
  const groups: GroupOfDifferences[] = [
    {
      id: 'file',
      title: words.files,
      label: words.file,
      hasKeys: true,
      lines: files.map(({ change, key, before, after, onlySignature, moved }) => ({
        change,
        name: after?.path ?? before?.path ?? key,
        key,
        before: `${moved && before?.path ? `${before.path}: ` : ''}${factsOf(before)}`,
        after: `${factsOf(after)}${onlySignature ? `, ${words.signatureOnly}` : ''}`,
      })),
    },
    {
      id: 'summary',
      title: words.summary,
      label: words.property,
      hasKeys: false,
      lines: summary.map(({ property, before, after }) => ({
        change: 'changed',
        name: strings.overview.summaryNames[property] ?? property,
        key: '',
        before: String(before ?? ''),
        after: String(after ?? ''),
      })),
    },
    {
      id: 'table',
      title: words.tables,
      label: words.table,
      hasKeys: false,
      lines: tables.map(({ table, change }) => ({ change, name: table, key: '', before: '', after: '' })),
    },
    {
      id: 'row',
      title: words.rows,
      label: words.table,
      hasKeys: true,
      lines: rows.map(({ table, change, key, before, after }) => ({
        change,
        name: table,
        key: key.map((part) => String(part ?? '')).join(' / '),
        before: valuesOf(before),
        after: valuesOf(after),
      })),
    },
    {
      id: 'stream',
      title: words.streams,
      label: words.stream,
      hasKeys: false,
      lines: streams.map(({ name, change }) => ({ change, name, key: '', before: '', after: '' })),
    },
  ];
  return groups.filter(({ lines }) => lines.length > 0);
}

function factsOf(file: ComparedFile | null): string {
  return file ? words.fileFacts(file.version, file.size) : '';
}

function valuesOf(record: Record<string, string | number | null> | null): string {
  if (!record) return '';
  return Object.entries(record)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
