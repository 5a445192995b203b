import { expect, it } from 'vitest';
import { renderEvidenceMarkdown } from '../../src/report/render-evidence-markdown.js';

it('renderEvidenceMarkdown has the verdict, the notes and the columns that have something', () => {
  const text = renderEvidenceMarkdown({
    kind: 'K',
    title: 'T|',
    verdict: { tone: 'bad', headline: 'NOT OK', reasons: ['R.'] },
    tables: [
      {
        title: 'F',
        notes: ['N.'],
        columns: [
          { name: 's', title: 'S', kind: 'status' },
          { name: 'f', title: 'F', kind: 'code' },
          { name: 'e', title: 'Empty' },
          { name: 'n', title: 'N', kind: 'number' },
        ],
        rows: [
          { tone: 'bad', cells: ['bad', 'a|b', null, 1234] },
          { tone: 'good', cells: ['good', '<c>', null, null] },
        ],
      },
    ],
    warnings: [{ code: 'FILE_READ', message: 'W*' }],
  });
  expect(text).toBe(
    '**NOT OK**: T\\|.\n\nR.\n\nN.\n\n| S | F | N |\n| --- | --- | ---: |\n| **bad** | `a\\|b` | 1,234 |\n| good | `<c>` |  |\n\n- W\\*\n',
  );
});
