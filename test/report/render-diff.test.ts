import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DiffSide, diffView } from '../../src/report/diff-view.js';
import { renderDiffHtml, renderDiffMarkdown } from '../../src/report/render-diff.js';

const side = (file: string): DiffSide => ({ file, kind: 'msi', product: 'A|B <x>', version: '1.0' });
const view = diffView(
  {
    same: false,
    tables: [],
    columns: [],
    rows: [
      { table: 'Property', key: ['P'], change: 'changed', before: { Value: '<b>' }, after: { Value: 'a|b' } },
    ],
    summary: [{ property: 'title', before: null, after: 'x' }],
    streams: [{ name: '\u0005DigitalSignature', change: 'removed' }],
    storages: [],
    files: [
      {
        key: 'f',
        change: 'added',
        before: null,
        after: { path: 'a/<f>.exe', size: 5, version: '1.0.0.0', sha256: 'x' },
      },
    ],
    warnings: [],
  },
  side('a.msi'),
  side('b.msi'),
);
const warnings = [{ code: 'PACKAGE_NO_FILE' as const, message: 'look <here>' }];

describe('renderDiffMarkdown', () => {
  it('has the summary first, then tables, with all that is not text escaped', () => {
    const text = renderDiffMarkdown(view, warnings);
    const headings = text.split('\n').filter((line) => line.startsWith('#'));
    expect(headings).toEqual([
      '# a.msi → b.msi',
      '## Warnings',
      '## Files',
      '## Table Property: 1 row (1 changed)',
      '## Summary information',
      '## Streams',
    ]);
    expect(text).toContain('| added | a/\\<f\\>.exe | 1.0.0.0 | 5 |  |\n');
    expect(text).toContain('| changed | P | Value: \\<b\\> → a\\|b |\n');
    expect(text).toContain('| title | (none) | x |\n');
    expect(text).toContain('- stream DigitalSignature: removed\n');
  });
});

describe('renderDiffHtml', () => {
  const page = renderDiffHtml(view, warnings, {
    tool: { name: 'hotfixkit', version: '1.0.0' },
    created: '2026-01-02T03:04:05.000Z',
    command: 'hotfixkit diff a.msi b.msi',
    host: 'PC',
    user: 'someone',
  });

  it('escapes what comes from packages', () => {
    expect(page).toContain('<td data-label="Path">a/&lt;f&gt;.exe</td>');
    expect(page).toContain('Value: &lt;b&gt; → a|b');
    expect(page).not.toMatch(/<f>|<b>|<here>/);
  });

  it('lets nothing be loaded or run', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`style-src &#39;sha256-${hash}&#39;`);
    expect(page).not.toMatch(/<script[^>]|https?:/);
  });

  it('says how it was made, on the page that all documents have', () => {
    expect(page).toContain('<code>hotfixkit diff a.msi b.msi</code>');
    expect(page).toContain('<footer>Made by hotfixkit 1.0.0 on ');
    expect(page).toContain('<section class="card verdict warn">');
  });

  it('has one heading of the first level and headings of tables', () => {
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page.match(/<th scope="col">/g)).toHaveLength(5 + 3 + 3);
  });
});
