import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { printable } from '../../src/core/visible-text.js';
import { visible } from './parts.js';

export interface GridColumn<Line> {
  key: string;
  title: string;
  /** A width of a CSS grid: `12rem`, `minmax(16rem, 3fr)`. */
  width: string;
  align?: 'right';
  isMono?: boolean;
  /** Left out where the grid has fewer pixels: the facts of what is selected are beside it. */
  from?: number;
  isSortable?: boolean;
  cell: (line: Line) => ComponentChildren;
  /** The whole text, where the cell may be cut. */
  hint?: (line: Line) => string;
}

export interface GridProps<Line> {
  id: string;
  label: string;
  columns: readonly GridColumn<Line>[];
  lines: readonly Line[];
  keyOf: (line: Line, index: number) => string;
  sorting?: { key: string; isDescending: boolean };
  onSort?: (key: string) => void;
  selected: number;
  onSelect: (index: number) => void;
  /** Enter, or a double click. */
  onOpen?: (line: Line) => void;
  /** Right and left arrow, for folders. */
  onFold?: (line: Line, isOpen: boolean) => void;
  levelOf?: (line: Line) => { level: number; isOpen: boolean | null };
  /** The least width of a line, as CSS has it, where no column gives way: narrower screens scroll. */
  minWidth?: string;
  empty: string;
  /** On a narrow screen a line has two rows: the first column above, below it some of the others. */
  stacked?: Stacked;
  /** As high as its lines, up to some of them; else as high as there is room. */
  isShort?: boolean;
}

/** How lines are drawn where there is no room for columns beside each other. */
export interface Stacked {
  /** Pixels of the grid. */
  below: number;
  /** Columns of the second row by their keys, with widths of a CSS grid. */
  second: Readonly<Record<string, string>>;
}

/** Pixels of the head and of a line, as the style sheet has them. */
const LINE = 30;
const STACKED_LINE = 50;
/** Lines that a short list shows before it scrolls. */
const SEEN = 14;
/** Characters of a cell that are drawn: no cell is wider. */
const DRAWN = 500;
/** Characters of a hint. */
const HINT = 2000;
/** Lines that are drawn above and below what is seen. */
const MORE = 12;

/**
 * A table that draws only the lines that are seen, so that 50,000 of them scroll as smoothly as fifty. One line is selected;
 * the arrows move it, and screen readers are told where it is.
 */
export function Grid<Line>(props: GridProps<Line>) {
  const { id, lines, selected, levelOf } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [{ width, height }, setSize] = useState({ width: Number.POSITIVE_INFINITY, height: 600 });
  const second = props.stacked && width < props.stacked.below ? props.stacked.second : null;
  const columns = props.columns.filter(({ key, from = 0 }, i) =>
    second ? i === 0 || second[key] !== undefined : width >= from,
  );
  const lineHeight = second ? STACKED_LINE : LINE;
  useLayoutEffect(() => {
    const element = box.current!;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || selected < 0) return;
    const at = selected * lineHeight;
    const seen = element.clientHeight - LINE;
    if (at < element.scrollTop) element.scrollTop = at;
    else if (at + lineHeight > element.scrollTop + seen) element.scrollTop = at + lineHeight - seen;
  }, [selected, lines, lineHeight]);

  const first = Math.max(0, Math.floor(top / lineHeight) - MORE);
  const last = Math.min(lines.length, Math.ceil((top + height) / lineHeight) + MORE);
  const template = second ? Object.values(second).join(' ') : columns.map(({ width }) => width).join(' ');
  const page = Math.max(1, Math.floor(height / lineHeight) - 2);

  const onKeyDown = (event: KeyboardEvent): void => {
    // A key on a button of the head is for that button.
    if ((event.target as Element).closest('.grid-head')) return;
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    const line = lines[selected];
    if (move !== undefined) {
      props.onSelect(Math.max(0, Math.min(lines.length - 1, selected + move)));
    } else if (event.key === 'Home') props.onSelect(0);
    else if (event.key === 'End') props.onSelect(lines.length - 1);
    else if ((event.key === 'Enter' || event.key === ' ') && line !== undefined) props.onOpen?.(line);
    else if (event.key === 'ArrowRight' && line !== undefined) props.onFold?.(line, true);
    else if (event.key === 'ArrowLeft' && line !== undefined) props.onFold?.(line, false);
    else return;
    event.preventDefault();
  };

  return (
    <div
      class={`grid${second ? ' stacked' : ''}`}
      ref={box}
      role={levelOf ? 'treegrid' : 'grid'}
      aria-label={props.label}
      aria-rowcount={lines.length + 1}
      aria-colcount={props.columns.length}
      aria-activedescendant={selected >= first && selected < last ? `${id}-${selected}` : undefined}
      tabIndex={0}
      {...(props.isShort ? { style: { height: `${Math.min(lines.length, SEEN) * LINE + 36}px` } } : {})}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div class="grid-head" role="rowgroup" style={{ minWidth: props.minWidth ?? '0' }}>
        <div class="grid-line" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            <GridHead key={column.key} column={column} index={props.columns.indexOf(column)} grid={props} />
          ))}
        </div>
      </div>
      <div
        class="grid-body"
        role="rowgroup"
        style={{ minWidth: props.minWidth ?? '0', height: `${lines.length * lineHeight}px` }}
      >
        {lines.slice(first, last).map((line, i) => {
          const index = first + i;
          const place = levelOf?.(line);
          return (
            <div
              key={props.keyOf(line, index)}
              id={`${id}-${index}`}
              class={`grid-line${index === selected ? ' selected' : ''}${index % 2 ? ' odd' : ''}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={index === selected}
              aria-level={place?.level}
              aria-expanded={place && place.isOpen !== null ? place.isOpen : undefined}
              style={{ gridTemplateColumns: template, top: `${index * lineHeight}px` }}
              onClick={() => props.onSelect(index)}
              onDblClick={() => props.onOpen?.(line)}
            >
              {columns.map((column) => (
                <div
                  key={column.key}
                  role="gridcell"
                  aria-colindex={props.columns.indexOf(column) + 1}
                  class={`cell${column.align === 'right' ? ' right' : ''}${column.isMono ? ' mono' : ''}`}
                  title={hintOf(column, line)}
                >
                  {visible(drawn(column.cell(line)))}
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {lines.length === 0 ? <p class="grid-empty">{props.empty}</p> : null}
    </div>
  );
}

const drawn = (content: ComponentChildren): ComponentChildren =>
  typeof content === 'string' && content.length > DRAWN ? `${content.slice(0, DRAWN)}…` : content;

function hintOf<Line>({ hint }: GridColumn<Line>, line: Line): string | undefined {
  const text = hint?.(line);
  return text === undefined || text === ''
    ? undefined
    : printable(text.length > HINT ? `${text.slice(0, HINT)}…` : text);
}

function GridHead<Line>({
  column,
  index,
  grid: { sorting, onSort },
}: {
  column: GridColumn<Line>;
  index: number;
  grid: GridProps<Line>;
}) {
  const { key, title, align } = column;
  const isSorted = sorting?.key === key;
  const order = isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : 'none';
  const isSortable = onSort && column.isSortable !== false;
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      class={`cell${align === 'right' ? ' right' : ''}`}
      aria-sort={isSortable ? order : undefined}
    >
      {isSortable ? (
        <button type="button" class="sort" onClick={() => onSort(key)}>
          {title}
          <span aria-hidden="true" class="arrow">
            {isSorted ? (sorting.isDescending ? '▾' : '▴') : ''}
          </span>
        </button>
      ) : (
        title
      )}
    </div>
  );
}
