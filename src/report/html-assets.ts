/** The style sheet of the HTML report: light and dark by the reader's preference, phone width, paper. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: #f3f4f6; --card: #ffffff; --line: #dfe3e8; --text: #1b2129; --soft: #566170; --code: #f1f3f6;
  --good: #14713d; --good-soft: #e3f4ea; --bad: #b3261e; --bad-soft: #fce9e7; --warn: #8a5300; --warn-soft: #fdf1dc;
  --link: #0b57b8;
  --mono: ui-monospace, "Cascadia Mono", Consolas, "SF Mono", Menlo, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #101317; --card: #181c22; --line: #2d343d; --text: #e4e8ee; --soft: #9ba7b6; --code: #222831;
    --good: #67d596; --good-soft: #15301f; --bad: #ff9a90; --bad-soft: #3b1917; --warn: #f2bd69; --warn-soft: #352711;
    --link: #8dbbff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif;
}
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
h1, h2, h3, p, li, summary { overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { font-size: 1.05rem; margin-bottom: .75rem; }
h3 { font-size: 1rem; }
a { color: var(--link); }
code, .mono { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; }
.eyebrow { color: var(--soft); font-size: .8rem; letter-spacing: .06em; text-transform: uppercase; }
.subtitle { color: var(--soft); margin-top: .35rem; max-width: 52rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; margin-top: 1rem; }
.soft { color: var(--soft); }
.small { font-size: .85rem; }

.verdict { display: flex; gap: 1rem 1.5rem; align-items: center; flex-wrap: wrap; border-left: 6px solid var(--tone); }
.verdict .words { flex: 1 1 0; min-width: 12rem; }
.verdict h2 { font-size: 1.35rem; line-height: 1.3; margin-bottom: .15rem; color: var(--tone); }
.verdict .mark { flex: none; width: 2.75rem; height: 2.75rem; border-radius: 50%; background: var(--tone-soft); color: var(--tone);
  font: 700 1.4rem/2.75rem var(--mono); text-align: center; }
.verdict .signed { color: var(--tone); font-weight: 600; }
.good { --tone: var(--good); --tone-soft: var(--good-soft); }
.bad { --tone: var(--bad); --tone-soft: var(--bad-soft); }
.warn { --tone: var(--warn); --tone-soft: var(--warn-soft); }
.counts { display: flex; gap: 1.5rem; list-style: none; }
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.counts li { color: var(--soft); font-size: .85rem; }
.counts .none b { color: var(--soft); font-weight: 400; }

.list { padding-left: 1.2rem; }
.list li + li { margin-top: .35rem; }
.tag { display: inline-block; padding: .05rem .5rem; border-radius: 99px; font-size: .8rem; font-weight: 600; white-space: nowrap;
  background: var(--tone-soft); color: var(--tone); }

table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); font-size: .8rem; vertical-align: bottom; }
th.group { border-bottom: 0; padding-bottom: 0; color: var(--text); }
tbody tr:last-child > * { border-bottom: 0; }
td.number, th.number { text-align: right; }
td.mono, td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number { font-family: var(--mono); font-size: .8125rem; }
td.mono { font-size: .8125rem; }
td.differs { color: var(--bad); font-weight: 700; }
tr.trouble .tag { border: 1px solid var(--tone); }
tr.trouble > td { background: var(--tone-soft); }
td .name { overflow-wrap: normal; }
td .other { display: block; }
td .path { display: block; color: var(--soft); font-family: var(--mono); font-size: .75rem; overflow-wrap: anywhere; }
td .hash { overflow-wrap: anywhere; white-space: normal; font-size: .75rem; }

ol.steps { list-style: none; counter-reset: step; }
ol.steps > li { counter-increment: step; position: relative; padding-left: 2.75rem; }
ol.steps > li + li { margin-top: 1.5rem; }
ol.steps > li::before { content: counter(step); position: absolute; left: 0; top: 0; width: 1.8rem; height: 1.8rem; border-radius: 50%;
  border: 1px solid var(--line); text-align: center; font-weight: 600; line-height: 1.7rem; }
ol.steps .list { margin-top: .6rem; color: var(--soft); font-size: .9rem; }
.command { margin-top: .6rem; }
.command figcaption { color: var(--soft); font-size: .8rem; margin-bottom: .2rem; }
.command .box { display: flex; align-items: flex-start; background: var(--code); border: 1px solid var(--line); border-radius: 6px; }
.command pre { flex: 1; margin: 0; padding: .55rem .75rem; font: .8125rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere;
  user-select: all; }
.command button { flex: none; margin: .3rem; padding: .25rem .6rem; font: inherit; font-size: .8rem; color: var(--text); background: var(--card);
  border: 1px solid var(--line); border-radius: 5px; cursor: pointer; }
.command button:hover { border-color: var(--soft); }
.command button:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }

dl.facts { display: grid; grid-template-columns: 10rem 1fr; gap: .5rem 1rem; }
dl.facts dt { color: var(--soft); }
dl.facts dd { overflow-wrap: anywhere; min-width: 0; }
.below { margin-top: 1rem; }
td.text { overflow-wrap: anywhere; min-width: 5rem; }
td .path.words { font-family: inherit; font-size: .8rem; }
td code.hash { overflow-wrap: anywhere; font-size: .75rem; }
table + details { margin-top: .75rem; }
details > table { margin-top: .5rem; }
td.text.time { white-space: nowrap; }
summary { cursor: pointer; font-size: .9rem; padding: .35rem .1rem; color: var(--link); }
summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.caution { color: var(--warn); font-weight: 600; margin-bottom: 1rem; }
.sign-off th[scope=row] { white-space: nowrap; color: var(--text); font-size: .875rem; vertical-align: bottom; }
.sign-off tbody td { width: 28%; }
.sign-off tbody tr:last-child > * { border-bottom: 1px solid var(--line); }
.sign-off .line { display: block; height: 2rem; }
footer { margin-top: 1.25rem; color: var(--soft); font-size: .8rem; }

@media screen and (max-width: 48rem) {
  main { padding: 1.25rem .75rem 2rem; }
  .card { padding: 1rem; }
  h1 { font-size: 1.4rem; }
  .counts { width: 100%; justify-content: space-between; gap: .5rem; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: .6rem; }
  ol.steps > li { padding-left: 0; }
  ol.steps h3 { display: flex; align-items: center; min-height: 1.8rem; padding-left: 2.4rem; margin-bottom: .4rem; }
  table, tbody, tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border: 1px solid var(--line); border-radius: 8px; padding: .5rem .75rem; }
  tbody tr + tr { margin-top: .6rem; }
  tr.trouble { background: var(--tone-soft); border-color: var(--tone); }
  td, td.number { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: .15rem 0; text-align: right; }
  td[data-label]::before { content: attr(data-label); flex: none; color: var(--soft); font: 400 .8rem/1.6 system-ui, sans-serif; }
  td.whole { display: block; text-align: left; }
  td.empty, td.same { display: none; }
  .sign-off tbody td { width: auto; align-items: flex-end; }
  .sign-off tbody tr:last-child > * { border-bottom: 0; }
  .sign-off .line { flex: 1; border-bottom: 1px solid var(--line); height: 1.6rem; }
  .sign-off th { display: block; border: 0; padding: 0; }
}
@media print {
  :root { font-size: 12px; color-scheme: light; --page: #fff; --card: #fff; --line: #c9ced6; --text: #000; --soft: #444; --code: #f4f4f4;
    --good: #0d5c30; --good-soft: #fff; --bad: #9a1c15; --bad-soft: #fff; --warn: #6d4200; --warn-soft: #fff; --link: #000; }
  @page { margin: 14mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #444; } }
  body { font-size: 1rem; }
  main { max-width: none; padding: 0; }
  .card { border-radius: 0; border-width: 0 0 1px; padding: 4mm 0; margin-top: 0; }
  .verdict { border-left-width: 6px; padding-left: 4mm; margin-top: 4mm; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  table { font-size: 7.5pt; }
  th, td { padding: 1mm 1.5mm; }
  td.mono, td.number, td .path, td .hash { font-size: 6.8pt; }
  tr, .command, ol.steps > li, .verdict { break-inside: avoid; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  .command button, summary { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  .sign-off { break-inside: avoid; }
  .sign-off .line { height: 11mm; }
}
`;

/**
 * Adds a copy button to every command that can be used as it is, and opens what is folded while the page is printed. Without it
 * the page lacks nothing but the buttons.
 */
export const reportScript = `
for (const event of ['beforeprint', 'afterprint']) {
  addEventListener(event, () => {
    for (const part of document.querySelectorAll('details')) part.open = event === 'beforeprint';
  });
}
for (const box of document.querySelectorAll('.command:not(.incomplete) .box')) {
  const text = box.querySelector('pre');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  const caption = box.closest('figure').querySelector('figcaption');
  button.setAttribute('aria-label', 'Copy: ' + (caption ? caption.textContent : 'command'));
  button.addEventListener('click', async () => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text.textContent);
      done = true;
    } catch {
      getSelection().selectAllChildren(text);
      done = document.execCommand('copy');
    }
    button.textContent = done ? 'Copied' : 'Press Ctrl+C';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  box.append(button);
}
`;

/** SHA-256 of each, for the content security policy: constants, so that a report can be made where there is no hashing. */
export const reportStyleHash = 'sha256-apjualetTE1AKmq++vLE30xQjfOgybdhR5T0LW9dJlw=';
export const reportScriptHash = 'sha256-+hJy4P4UnFUHynUK+MHYJ1uCAU8mICQqG1NxRzTUWE8=';
