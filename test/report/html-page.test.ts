import { expect, it } from 'vitest';
import {
  definitions,
  folded,
  htmlPage,
  provenanceEntries,
  signOffCard,
  verdictSection,
} from '../../src/report/html-page.js';

it('htmlPage has one main part, and leaves out empty ones', () => {
  const page = htmlPage({
    tool: { name: 'n<', version: '1' },
    created: '2026-01-02T03:04:05Z',
    eyebrow: 'E',
    title: 'T',
    headline: '',
    subtitle: '',
    body: ['', '<section></section>'],
  });
  expect(page.match(/<main>/g)).toHaveLength(1);
  expect(page).toContain('<title>T</title>');
  expect(page).not.toContain('subtitle"');
  expect(page).toContain('Made by n&lt; 1 on 2026-01-02 03:04 UTC.');
});

it('parts of a page', () => {
  expect(folded('<2>', 'x')).toBe('<details><summary>&lt;2&gt;</summary>x</details>');
  expect(definitions([['<a>', '<b>c</b>']])).toBe(
    '<dl class="facts"><dt>&lt;a&gt;</dt><dd><b>c</b></dd></dl>',
  );
  expect(verdictSection('warn', 'H', [])).toContain('class="card verdict warn"');
  expect(signOffCard().match(/scope="row"/g)).toHaveLength(3);
  const entries = provenanceEntries({ tool: { name: 'n', version: '1' }, created: 'x' });
  expect(entries.map(([term]) => term)).toEqual(['Made by', 'Made at']);
});
