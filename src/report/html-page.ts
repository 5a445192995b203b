import type { Provenance } from './evidence.js';
import { reportScript, reportScriptHash, reportStyle, reportStyleHash } from './html-assets.js';
import { escapeHtml as esc, readableTime } from './markup-text.js';

/** What a page is made of; `title` and `subtitle` are text, `body` is HTML. */
export interface HtmlPage {
  tool: { name: string; version: string };
  created: string;
  /** The kind of document, above the title. */
  eyebrow: string;
  title: string;
  /** What the tab of the browser says beside the title. */
  headline: string;
  subtitle: string;
  body: readonly string[];
}

/**
 * One self-contained HTML file: no network, and no script but one that adds buttons and opens what is folded for printing. A
 * content security policy lets nothing else run.
 */
export function htmlPage({ tool, created, eyebrow, title, headline, subtitle, body }: HtmlPage): string {
  const policy = [
    "default-src 'none'",
    `style-src '${reportStyleHash}'`,
    `script-src '${reportScriptHash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${esc(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${esc(`${tool.name} ${tool.version}`)}">
<title>${esc(headline === '' ? title : `${title}: ${headline}`)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<header>
<p class="eyebrow">${esc(eyebrow)}</p>
<h1>${esc(title)}</h1>
${subtitle === '' ? '' : `<p class="subtitle">${esc(subtitle)}</p>\n`}</header>
${body.filter((part) => part !== '').join('\n')}
<footer>Made by ${esc(tool.name)} ${esc(tool.version)} on ${esc(readableTime(created))}.</footer>
</main>
<script>${reportScript}</script>
</body>
</html>
`;
}

/** A section with a heading; `content` is HTML. */
export function card(title: string, content: string): string {
  return `<section class="card"><h2>${esc(title)}</h2>${content}</section>`;
}

export function bullets(items: readonly string[]): string {
  return `<ul class="list">${items.map((item) => `<li>${esc(item)}</li>`).join('')}</ul>`;
}

/** Terms and what is to be said of them, as HTML. */
export function definitions(entries: readonly (readonly [string, string])[]): string {
  return `<dl class="facts">${entries.map(([term, html]) => `<dt>${esc(term)}</dt><dd>${html}</dd>`).join('')}</dl>`;
}

/** Content behind a line that opens it. Print has it open. */
export function folded(summary: string, content: string): string {
  return `<details><summary>${esc(summary)}</summary>${content}</details>`;
}

/** The verdict at the head of a page; `said` is HTML below the reasons, `beside` at the right of them. */
export function verdictSection(
  tone: 'good' | 'warn' | 'bad',
  headline: string,
  reasons: readonly string[],
  { said = '', beside = '' }: { said?: string; beside?: string } = {},
): string {
  const mark = { good: '✓', warn: '!', bad: '✕' }[tone];
  return `<section class="card verdict ${tone}">
<div class="mark" aria-hidden="true">${mark}</div>
<div class="words"><h2>${esc(headline)}</h2>${reasons.map((reason) => `<p>${esc(reason)}</p>`).join('')}${said}</div>
${beside}</section>`;
}

/** Lines for the people who prepare, check and approve. */
export function signOffCard(): string {
  const rows = ['Prepared by', 'Checked by', 'Approved by'].map(
    (role) =>
      `<tr><th scope="row">${role}</th>${['Name', 'Date', 'Signature'].map((label) => `<td data-label="${label}"><span class="line">&nbsp;</span></td>`).join('')}</tr>`,
  );
  return card(
    'Sign-off',
    `<table class="sign-off">
<thead><tr><td></td><th scope="col">Name</th><th scope="col">Date</th><th scope="col">Signature</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`,
  );
}

/** How a document was made, as terms and HTML. Who made it may not be known. */
export function provenanceEntries({
  tool,
  created,
  command,
  host,
  user,
}: Pick<Provenance, 'tool' | 'created'> & Partial<Provenance>): [string, string][] {
  return [
    ...(command === undefined ? [] : [['Command', `<code>${esc(command)}</code>`] as [string, string]]),
    ...(host === undefined ? [] : [['Computer', esc(host)] as [string, string]]),
    ...(user === undefined ? [] : [['User', esc(user)] as [string, string]]),
    ['Made by', esc(`${tool.name} ${tool.version}`)],
    ['Made at', esc(readableTime(created))],
  ];
}
