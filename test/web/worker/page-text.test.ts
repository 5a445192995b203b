import { expect, it } from 'vitest';
import { pageText } from '../../../web/worker/page-text.js';

it.each([
  [
    'a.zip: this file is encrypted; give the password with --password or HOTFIXKIT_PASSWORD [entry "a.msi"]',
    'a.zip: this file is encrypted [entry "a.msi"]',
  ],
  ['Verification failed, nothing was staged', 'Verification failed'],
  [
    'put external cabinets beside the package, or name their folder with --source-dir',
    'put external cabinets beside the package',
  ],
  ['two tables fit; --product "SP 2; x" selects one by its heading', 'two tables fit'],
  [
    'When the cause is found, run the same command again. --force stages the files as they are, and the report then says so.',
    'When the cause is found, check again.',
  ],
  [
    'two files of this name: extract writes both with --rename-unsafe or --on-conflict rename [entry "a"]',
    'two files of this name [entry "a"]',
  ],
  [
    'a.dll: a delta, not the whole file: give the product that it is for with --base',
    'a.dll: a delta, not the whole file',
  ],
  ['take only whole files (--only)', 'take only whole files'],
  ['a--b.msi: cannot be read; it is damaged', 'a--b.msi: cannot be read; it is damaged'],
])('%s', (message, text) => {
  expect(pageText(message)).toBe(text);
});
