import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../src/hotfix/stage/next-steps.js';
import { renderReportHtml } from '../../src/report/render-report-html.js';
import { buildReport, type ReportInput } from '../../src/report/report.js';
import { sp2ReportInput, spoil } from '../support/report-input.js';
import { runs } from '../support/thorough.js';

const good = renderReportHtml(buildReport(sp2ReportInput()));
const bad = renderReportHtml(buildReport(sp2ReportInput(spoil)));

const voidTags = new Set(['meta', 'br', '!doctype']);

/** Names of the tags in order; throws where they do not nest. */
function tagsOf(html: string): string[] {
  const bare = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '<$1></$1>');
  const open: string[] = [];
  const all: string[] = [];
  for (const [, slash, name] of bare.matchAll(/<(\/?)([A-Za-z!][A-Za-z0-9]*)(?:\s[^<>]*)?>/g)) {
    const tag = name!.toLowerCase();
    if (slash) expect(open.pop()).toBe(tag);
    else {
      all.push(tag);
      if (!voidTags.has(tag)) open.push(tag);
    }
  }
  expect(open).toEqual([]);
  return all;
}

/** What a reader without style sheet and script would read. */
function textOf(html: string): string {
  return html
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

describe('renderReportHtml', () => {
  it.each([
    ['a good one', good],
    ['a bad one', bad],
    [
      'one without anything',
      renderReportHtml(buildReport({ ...sp2ReportInput(), verification: null, staged: [], image: null })),
    ],
  ])('nests its tags: %s', (_, html) => {
    expect(tagsOf(html).filter((tag) => tag === 'main')).toHaveLength(1);
  });

  it('is one file that asks nothing of anyone', () => {
    const bare = good.replace(/<a href="https:\/\/[^"]*"/g, '<a');
    expect(bare).not.toMatch(/https?:|src=|@import|url\(|<link|<img/);
  });

  it('lets nothing run but its own script and style sheet', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(good)![1]!.replaceAll('&#39;', "'");
    const hash = (tag: string) => {
      const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(good)![1]!;
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash('style')}; script-src ${hash('script')}; base-uri 'none'; form-action 'none'`,
    );
    expect(good).not.toMatch(/\son[a-z]+=|\sstyle=/);
  });

  it('puts the verdict first, then files, staging, next steps, facts and provenance', () => {
    const text = textOf(good);
    const order = [
      'KB977203 for ConfigMgr 2007 SP2',
      'Verified and staged',
      'All 13 files match',
      'Files, as published and as found',
      'What was staged where',
      'a1'.repeat(32),
      'What to do next',
      'PATCH="C:\\_SMSTaskSequence\\OSD\\ABC0001F\\i386\\hotfix\\KB977203\\Sccm2007ac-sp2-kb977203-x86.msp"',
      'About the hotfix',
      '997384',
      'Provenance',
      'c3'.repeat(32),
      'present, not validated',
      '2026-08-04 10:22 UTC',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('has a row a file, and marks those that are wrong', () => {
    expect(good.match(/<span class="tag">match</g)).toHaveLength(13);
    expect(bad.match(/<tr class="trouble/g)).toHaveLength(5);
    expect(bad).toContain('<td class="differs" data-label="Platform">x64, found x86</td>');
    expect(bad).toContain('<td class="mono differs" data-label="Version found">4.0.6487.2000</td>');
    expect(bad).toContain('<td class="number differs" data-label="Size found">7,204,865</td>');
    expect(bad).toContain('is missing');
    expect(textOf(bad)).not.toContain('What to do next');
  });

  it('tells of the first 200 files that are missing, and counts the others, which the table has', () => {
    const input = sp2ReportInput();
    const [one] = input.verification!.files;
    const files = Array.from({ length: 1203 }, (_, i) => ({
      ...one!,
      name: `file${i}.dll`,
      platform: null,
      status: 'missing' as const,
      actual: null,
      path: null,
    }));
    const html = renderReportHtml(buildReport({ ...input, verification: { ...input.verification!, files } }));
    expect(textOf(html)).toContain('file199.dll is missing');
    expect(textOf(html)).not.toContain('file200.dll is missing');
    expect(textOf(html)).toContain('and 1,003 more missing files: the table below names all');
    expect(html.split('class="trouble bad"')).toHaveLength(1204);
  });

  it('shows a date that was found only where it differs', () => {
    const moved = renderReportHtml(
      buildReport(
        sp2ReportInput((files) =>
          files.map((file, i) => (i === 0 ? { ...file, modified: '2026-01-02T03:04:05Z' } : file)),
        ),
      ),
    );
    expect(moved.match(/class="other">found/g)).toHaveLength(1);
    expect(textOf(moved)).toContain('2010-01-25 06:27 found 2026-01-02 03:04');
  });

  it('makes links of web addresses only', () => {
    const input = sp2ReportInput();
    const sources = [
      { title: 'bad', url: 'javascript:alert(1)', supports: 'x' },
      { title: 'good', url: 'https://example.com/?a=1&b="2"', supports: 'x' },
    ];
    const html = renderReportHtml(
      buildReport({
        ...input,
        manifest: { ...input.manifest, facts: { ...input.manifest.facts!, sources } },
      }),
    );
    expect(html.match(/<a [^>]*>/g)).toEqual([
      '<a href="https://example.com/?a=1&amp;b=&quot;2&quot;" rel="noreferrer">',
    ]);
  });

  it('escapes whatever comes from outside', () => {
    const expected = tagsOf(good);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', minLength: 1 }),
          fc.constant(`"'></td><script>alert(1)</script>&`),
        ),
        (evil) => {
          const input = sp2ReportInput();
          const verification = input.verification!;
          const poisoned: ReportInput = {
            ...input,
            tool: { name: evil, version: evil },
            created: evil,
            input: { ...input.input, file: evil, kind: evil, product: evil, productCode: evil, sha256: evil },
            manifest: { ...input.manifest, kb: evil, title: evil },
            verification: {
              ...verification,
              manifest: { kb: evil, product: evil, title: evil },
              section: evil,
              files: verification.files.map((file) => ({ ...file, name: `${evil}x`, path: `${evil}x` })),
            },
            image: { path: evil, files: 1, bytes: 1 },
            staged: input.staged.map((file) => ({ ...file, path: evil, sha256: evil })),
            next: input.next.map((step) => ({
              ...step,
              title: evil,
              text: evil,
              commands: step.commands.map(({ missing }) => ({
                label: evil,
                text: evil,
                ...(missing === undefined ? {} : { missing: evil }),
              })),
              details: step.details.map(() => evil),
            })),
          };
          expect(tagsOf(renderReportHtml(buildReport(poisoned)))).toEqual(expected);
        },
      ),
      { seed: 977203, numRuns: runs(100) },
    );
  });

  it('offers no copy of a text that lacks something, and says what', () => {
    const input = sp2ReportInput();
    const next = nextSteps({
      manifest: input.manifest,
      product: 'ConfigMgr 2007 SP2',
      installationProperties: {
        clientPush: null,
        taskSequence: 'PATCH="C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\x.msp"',
      },
      packageId: null,
      utilityFolder: null,
      definitionFile: null,
    });
    const html = renderReportHtml(buildReport({ ...input, next }));
    const figures = [...html.matchAll(/<figure class="([^"]*)">.*?<\/figure>/g)];
    expect(figures.map(([, names]) => names)).toEqual([
      'command',
      'command incomplete',
      'command incomplete',
    ]);
    expect(textOf(figures[2]![0])).toContain('incomplete: the ID of the client package is missing');
    expect(textOf(html)).toContain('was not given (--package-id). Replace <Package_ID>');
    expect(html).toContain('.command:not(.incomplete) .box');
  });
});
