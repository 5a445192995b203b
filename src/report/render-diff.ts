import { describeError, type Warning } from '../core/errors.js';
import type { DiffSide, DiffTable, DiffView } from './diff-view.js';
import type { Provenance } from './evidence.js';
import { bullets, card, definitions, htmlPage, provenanceEntries, verdictSection } from './html-page.js';
import { escapeHtml as esc, escapeMarkdown as md } from './markup-text.js';

const fileTitles = ['Change', 'Path', 'Version', 'Size', 'Signature'] as const;

/** The differences in Markdown: a summary, then tables. */
export function renderDiffMarkdown(view: DiffView, warnings: readonly Warning[]): string {
  const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] => [
    `| ${titles.join(' | ')} |`,
    `|${titles.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.map(md).join(' | ')} |`),
    '',
  ];
  const lines = [
    `# ${md(`${view.before.file} → ${view.after.file}`)}`,
    '',
    `**${md(view.headline)}**`,
    '',
    ...[view.before, view.after].map((side) => `- ${md(sideText(side))}`),
    ...view.summary.map((line) => `- ${md(line)}`),
    '',
    ...(warnings.length === 0
      ? []
      : ['## Warnings', '', ...warnings.map((one) => `- ${md(describeError(one))}`), '']),
    ...(view.files.length === 0 ? [] : ['## Files', '', ...table(fileTitles, view.files.map(fileCells))]),
    ...view.tables.flatMap(({ name, count, rows }) => [
      `## Table ${md(name)}: ${md(count)}`,
      '',
      ...(rows.length === 0
        ? []
        : table(
            ['Change', 'Key', 'Values'],
            rows.map((row) => [row.change, row.key, row.text]),
          )),
    ]),
    ...(view.properties.length === 0
      ? []
      : [
          '## Summary information',
          '',
          ...table(
            ['Property', 'Before', 'After'],
            view.properties.map((one) => [one.name, one.before, one.after]),
          ),
        ]),
    ...(view.streams.length === 0
      ? []
      : ['## Streams', '', ...view.streams.map(({ change, name }) => `- ${md(`${name}: ${change}`)}`), '']),
  ];
  return lines.join('\n');
}

/** The differences as one self-contained page: no network, and no script but that of every page. */
export function renderDiffHtml(view: DiffView, warnings: readonly Warning[], provenance: Provenance): string {
  const { before, after, headline, summary, files, tables, properties, streams } = view;
  return htmlPage({
    ...provenance,
    eyebrow: 'Comparison',
    title: `${before.file} → ${after.file}`,
    headline,
    subtitle: '',
    body: [
      verdictSection(view.same ? 'good' : 'warn', headline, summary),
      warnings.length === 0 ? '' : card('Warnings', bullets(warnings.map(describeError))),
      files.length === 0 ? '' : card('Files', table(fileTitles, files.map(fileCells))),
      ...tables.map(tableCard),
      properties.length === 0
        ? ''
        : card(
            'Summary information',
            table(
              ['Property', 'Before', 'After'],
              properties.map((one) => [one.name, one.before, one.after]),
            ),
          ),
      streams.length === 0
        ? ''
        : card('Streams', bullets(streams.map(({ change, name }) => `${name}: ${change}`))),
      card('Compared', bullets([before, after].map(sideText))),
      card('Provenance', definitions(provenanceEntries(provenance))),
    ],
  });
}

function tableCard({ name, count, rows }: DiffTable): string {
  const content =
    rows.length === 0
      ? ''
      : table(
          ['Change', 'Key', 'Values'],
          rows.map((row) => [row.change, row.key, row.text]),
        );
  return card(`Table ${name}: ${count}`, content);
}

function fileCells({ what, path, version, size, signature }: DiffView['files'][number]): string[] {
  return [what, path, version, size, signature];
}

function sideText({ file, kind, product, version }: DiffSide): string {
  return `${file}: ${[kind, product, version].filter((fact) => fact !== null).join(', ')}`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = titles.map((title) => `<th scope="col">${esc(title)}</th>`).join('');
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, c) => `<td data-label="${esc(titles[c]!)}"${cell === '' ? ' class="empty"' : ''}>${esc(cell)}</td>`).join('')}</tr>`,
  );
  return `<table>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>`;
}
