import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/report/evidence.js';
import { renderEvidenceHtml } from '../../src/report/render-evidence-html.js';

const row = (tone: 'good' | 'bad', name: string) => ({ tone, cells: [tone, name, 1234, `why ${name}`] });
const evidence = (rows: ReturnType<typeof row>[]): Evidence => ({
  kind: 'Verification',
  title: 'T <b>',
  verdict: { tone: 'bad', headline: 'NOT OK', reasons: ['R & S.'] },
  tables: [
    {
      title: 'Files',
      notes: ['note'],
      columns: [
        { name: 'status', title: 'Status', kind: 'status' },
        { name: 'file', title: 'File', kind: 'code' },
        { name: 'size', title: 'Size', kind: 'number' },
        { name: 'remark', title: 'Remark', isBelow: true },
      ],
      rows,
    },
  ],
  warnings: [{ code: 'FILE_READ', message: 'W' }],
});
const provenance = {
  tool: { name: 'hotfixkit', version: '1' },
  created: '2026-01-02T03:04:05Z',
  command: 'hotfixkit verify "<x>"',
  host: 'h',
  user: 'u',
};
const html = (rows: ReturnType<typeof row>[]) => renderEvidenceHtml(evidence(rows), provenance);

describe('renderEvidenceHtml', () => {
  it('folds what is without fault', () => {
    expect(html([row('bad', 'x'), row('good', 'y')])).toMatch(
      /x<\/code>[\s\S]*<details><summary>1 row without fault<\/summary>[\s\S]*y<\/code>/,
    );
    expect(html([row('bad', 'x')])).not.toContain('<details>');
  });

  it('escapes text, shows numbers in groups, and puts small print below the file', () => {
    const page = html([row('bad', '<i>')]);
    expect(page).toContain('<h1>T &lt;b&gt;</h1>');
    expect(page).toContain('<h2>NOT OK</h2><p>R &amp; S.</p>');
    expect(page).toContain('<code>&lt;i&gt;</code><span class="path words">Remark: why &lt;i&gt;</span>');
    expect(page).toContain('>1,234</td>');
    expect(page).toContain('hotfixkit verify &quot;&lt;x&gt;&quot;');
  });

  it('has lines to sign, and a policy that lets nothing run but its own script', () => {
    const page = html([]);
    for (const role of ['Prepared by', 'Checked by', 'Approved by']) expect(page).toContain(role);
    expect(page).toMatch(
      /Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-[^"]*"/,
    );
  });
});
