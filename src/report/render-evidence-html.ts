import { describeError } from '../core/errors.js';
import { groupDigits, plural } from '../core/plural.js';
import type { Evidence, EvidenceColumn, EvidenceRow, EvidenceTable, Provenance } from './evidence.js';
import {
  bullets,
  card,
  definitions,
  folded,
  htmlPage,
  provenanceEntries,
  signOffCard,
  verdictSection,
} from './html-page.js';
import { escapeHtml as esc, readableTime } from './markup-text.js';

/** A document as one self-contained HTML file, with no network and no script but its own. Rows without fault are folded. */
export function renderEvidenceHtml(evidence: Evidence, provenance: Provenance): string {
  const { kind, title, verdict, tables, warnings } = evidence;
  return htmlPage({
    ...provenance,
    eyebrow: kind,
    title,
    headline: verdict?.headline ?? '',
    subtitle: '',
    body: [
      verdict ? `${verdictSection(verdict.tone, verdict.headline, verdict.reasons)}` : '',
      warnings.length === 0 ? '' : card('Warnings', bullets(warnings.map(describeError))),
      ...tables.map(tableCard),
      provenanceCard(provenance),
      verdict ? signOffCard() : '',
    ],
  });
}

function provenanceCard(provenance: Provenance): string {
  return card('Provenance', definitions(provenanceEntries(provenance)));
}

function tableCard(table: EvidenceTable): string {
  const { title, notes, rows } = table;
  const shown = rows.filter(({ tone }) => tone !== 'good');
  const right = rows.filter(({ tone }) => tone === 'good');
  const parts = [
    ...(shown.length > 0 ? [htmlTable(table, shown)] : []),
    ...(right.length > 0
      ? [folded(`${plural(right.length, 'row')} without fault`, htmlTable(table, right))]
      : []),
    ...notes.map((note) => `<p class="soft small below">${esc(note)}</p>`),
  ];
  return card(title, parts.join('\n'));
}

interface Placed {
  column: EvidenceColumn;
  at: number;
}

function htmlTable({ columns }: EvidenceTable, rows: readonly EvidenceRow[]): string {
  const used = columns
    .map((column, at): Placed => ({ column, at }))
    .filter(({ at }) => rows.some(({ cells }) => cells[at] !== null && cells[at] !== ''));
  const beside = used.filter(({ column }) => !column.isBelow);
  const below = used.filter(({ column }) => column.isBelow);
  // What is below stands in the first cell that is no verdict.
  const main = beside.find(({ column }) => column.kind !== 'status')?.at;
  const head = beside.map(
    ({ column }) =>
      `<th scope="col"${column.kind === 'number' ? ' class="number"' : ''}>${esc(column.title)}</th>`,
  );
  const line = ({ tone, cells }: EvidenceRow): string => {
    const shown = beside.map(({ column, at }) => {
      const small = at === main ? below.map((one) => smallText(one, cells)).join('') : '';
      return htmlCell(column, cells[at] ?? null, small);
    });
    return `<tr${rowClass(tone)}>${shown.join('')}</tr>`;
  };
  return `<table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.map(line).join('\n')}
</tbody>
</table>`;
}

function rowClass(tone: EvidenceRow['tone']): string {
  if (tone === 'none') return '';
  return ` class="${tone === 'good' ? tone : `trouble ${tone}`}"`;
}

function smallText({ column, at }: Placed, cells: EvidenceRow['cells']): string {
  const value = cells[at] ?? null;
  if (value === null || value === '') return '';
  const label = column.kind === 'code' ? '' : `${column.title}: `;
  const kind = column.kind === 'code' || column.kind === 'hash' ? 'path' : 'path words';
  return `<span class="${kind}">${esc(`${label}${value}`)}</span>`;
}

function htmlCell({ title, kind }: EvidenceColumn, value: string | number | null, small: string): string {
  if (kind === 'status') return `<td class="whole"><span class="tag">${esc(String(value ?? ''))}</span></td>`;
  if (small !== '') return `<td class="whole"><code>${esc(String(value ?? ''))}</code>${small}</td>`;
  const empty = value === null || value === '' ? ' empty' : '';
  const text =
    typeof value === 'number'
      ? groupDigits(value)
      : esc(kind === 'time' ? readableTime(value ?? '') : (value ?? ''));
  if (kind === 'number') return `<td class="number${empty}" data-label="${esc(title)}">${text}</td>`;
  if (kind === 'code' || kind === 'hash')
    return `<td class="whole${empty}"><code${kind === 'hash' ? ' class="hash"' : ''}>${text}</code></td>`;
  return `<td class="text${kind === 'time' ? ' time' : ''}${empty}" data-label="${esc(title)}"><span>${text}</span></td>`;
}
