import { describeError, type Warning } from '../core/errors.js';
import type { DiffSide, DiffTable, DiffView } from './diff-view.js';
import { reportStyle, reportStyleHash } from './html-assets.js';
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

/** The differences as one self-contained page: no network, no script. */
export function renderDiffHtml(view: DiffView, warnings: readonly Warning[]): string {
  const tone = view.same ? 'good' : 'warn';
  const title = `${view.before.file} → ${view.after.file}`;
  const policy = `default-src 'none'; style-src '${reportStyleHash}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${esc(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(`${title}: ${view.headline}`)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<header>
<p class="eyebrow">Comparison</p>
<h1>${esc(title)}</h1>
</header>
<section class="card verdict ${tone}">
<div class="mark" aria-hidden="true">${view.same ? '=' : '≠'}</div>
<div class="words"><strong>${esc(view.headline)}</strong>${view.summary.map((line) => `<p>${esc(line)}</p>`).join('')}</div>
</section>
${card('Compared', list([view.before, view.after].map(sideText)))}
${warnings.length === 0 ? '' : card('Warnings', list(warnings.map(describeError)))}
${view.files.length === 0 ? '' : card('Files', table(fileTitles, view.files.map(fileCells)))}
${view.tables.map(tableCard).join('\n')}
${
  view.properties.length === 0
    ? ''
    : card(
        'Summary information',
        table(
          ['Property', 'Before', 'After'],
          view.properties.map((one) => [one.name, one.before, one.after]),
        ),
      )
}
${view.streams.length === 0 ? '' : card('Streams', list(view.streams.map(({ change, name }) => `${name}: ${change}`)))}
</main>
</body>
</html>
`;
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

function card(title: string, content: string): string {
  return `<section class="card"><h2>${esc(title)}</h2>${content}</section>`;
}

function list(items: readonly string[]): string {
  return `<ul class="list">${items.map((item) => `<li>${esc(item)}</li>`).join('')}</ul>`;
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
