import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparable } from '../../src/report/compare-reports.js';
import type { Evidence } from '../../src/report/evidence.js';
import { renderEvidenceHtml } from '../../src/report/render-evidence-html.js';
import { renderReportHtml } from '../../src/report/render-report-html.js';
import { buildReport, type ReportInput } from '../../src/report/report.js';
import { BrowserPage, findBrowser } from '../support/browser.js';
import { hotfixkit } from '../support/command-line.js';
import { sp2ReportInput, spoil } from '../support/report-input.js';
import { tempFolder } from '../support/temp-folder.js';

const browser = findBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const provenance = {
  command: 'hotfixkit prepare a.msi --kb 977203 -o out',
  host: 'PACK01',
  user: 'packager',
};
const good: ReportInput = { ...sp2ReportInput(), provenance };
const bad: ReportInput = { ...sp2ReportInput(spoil), provenance, previous: comparable(buildReport(good)) };

/** A table with words that nothing breaks. */
const longNames: Evidence = {
  kind: 'List of files',
  title: 'w'.repeat(300),
  verdict: { tone: 'bad', headline: 'NOT OK', reasons: ['r'.repeat(300)] },
  tables: [
    {
      title: 't'.repeat(300),
      notes: ['n'.repeat(300)],
      columns: [
        { name: 'status', title: 'Status', kind: 'status' },
        { name: 'path', title: 'Path', kind: 'code' },
        { name: 'text', title: 'Text' },
        { name: 'remark', title: 'Remark', isBelow: true },
      ],
      rows: [{ tone: 'bad', cells: ['bad', 'p'.repeat(300), 'x'.repeat(100), 'y'.repeat(300)] }],
    },
  ],
  warnings: [{ code: 'FILE_READ', message: 'z'.repeat(300) }],
};

const command = async (argv: string[]): Promise<string> => (await hotfixkit(argv)).stdout;
const pages: [string, () => string | Promise<string>][] = [
  ['a report that is ready', () => renderReportHtml(buildReport(good))],
  ['a report that failed', () => renderReportHtml(buildReport(bad))],
  ['verify', () => command(['verify', 'fixtures/kb977203', '--kb', '977203', '--format', 'html'])],
  ['scan', () => command(['verify', 'fixtures/kb977203', '--kb', 'all', '--format', 'html'])],
  ['list', () => command(['list', 'fixtures/kb977203', '--format', 'html'])],
  [
    'long names',
    () => renderEvidenceHtml(longNames, { tool: good.tool, created: good.created, ...provenance }),
  ],
  ['signature', () => command(['signature', 'fixtures', '--format', 'html'])],
];

const views = {
  light: { width: 1200, scheme: 'light' },
  dark: { width: 1200, scheme: 'dark' },
  phone: { width: 375, scheme: 'light' },
} as const;

describe.skipIf(browser === null)(
  `documents in a browser${browser === null ? ': skipped, there is no Chromium' : ''}`,
  () => {
    let page: BrowserPage;
    beforeAll(async () => {
      page = await BrowserPage.open(browser!);
    });
    afterAll(() => page.close());

    async function show(html: string, { width, scheme }: (typeof views)[keyof typeof views]): Promise<void> {
      const path = join(tempFolder(), 'page.html');
      writeFileSync(path, html);
      await page.send('Emulation.setDeviceMetricsOverride', {
        width,
        height: 900,
        deviceScaleFactor: 1,
        mobile: width < 500,
      });
      await page.send('Emulation.setEmulatedMedia', {
        media: 'screen',
        features: [{ name: 'prefers-color-scheme', value: scheme }],
      });
      await page.show(pathToFileURL(path).href);
    }

    describe.each(pages)('%s', (_, render) => {
      it.each(Object.entries(views))(
        'has no fault that axe finds, and fits the width: %s',
        async (_name, view) => {
          page.errors.length = 0;
          await show(await render(), view);
          // The policy of the page lets its own script and style run; axe runs beside it.
          expect(page.errors).toEqual([]);
          const { violations } = await page.evaluate<{
            violations: { id: string; nodes: { html: string }[] }[];
          }>(
            `for (const one of document.querySelectorAll('details')) one.open = true;\n${axe}\naxe.run({ resultTypes: ['violations'] })`,
          );
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
          expect(
            await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
          ).toBeLessThanOrEqual(0);
        },
      );
    });

    it('print has folded rows open, and no buttons', async () => {
      await show(renderReportHtml(buildReport(bad)), views.light);
      expect(await page.evaluate('document.querySelectorAll("details[open]").length')).toBe(0);
      await page.send('Emulation.setEmulatedMedia', { media: 'print' });
      const height = 'document.querySelector("details table").getBoundingClientRect().height';
      expect(await page.evaluate(height)).toBeGreaterThan(50);
      const { data } = await page.send('Page.printToPDF', { preferCSSPageSize: true });
      expect(
        Buffer.from(data as string, 'base64')
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
    });

    it('buttons have names of their own', async () => {
      await show(renderReportHtml(buildReport(good)), views.light);
      const names = await page.evaluate<string[]>(
        '[...document.querySelectorAll("button")].map((one) => one.getAttribute("aria-label"))',
      );
      expect(names.length).toBeGreaterThan(1);
      expect(new Set(names).size).toBe(names.length);
    });
  },
);
