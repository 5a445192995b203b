import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { BufferSource } from '../../src/bytes/byte-source.js';
import { decodeText } from '../../src/bytes/code-page.js';
import { CompoundFile, isCompoundFile } from '../../src/cfb/compound-file.js';
import { Database } from '../../src/msi/database.js';
import { tableToIdt } from '../../src/msi/export-table.js';
import { corpusDir, describeCorpus, expectedDir } from '../support/corpus.js';

/** Every database of the corpus that msiinfo could export. */
const databases = existsSync(corpusDir)
  ? readdirSync(corpusDir, { recursive: true, encoding: 'utf8' })
      .map((path) => join(corpusDir, path))
      .filter((path) => /\.(msi|msp|msm|cub)$/i.test(path))
  : [];

function open(path: string): Database {
  return Database.open(CompoundFile.open(new BufferSource(readFileSync(path))).root);
}

describeCorpus('databases of the corpus', () => {
  let tables = 0;

  it.each(databases.map((path) => [relative(corpusDir, path).replaceAll('\\', '/'), path]))(
    '%s',
    (name, path) => {
      const folder = join(expectedDir, name, 'tables');
      if (!existsSync(folder)) return;
      expect(isCompoundFile(readFileSync(path))).toBe(true);
      const database = open(path);
      for (const file of readdirSync(folder)) {
        const table = database.table(file.replace(/\.idt$/, ''));
        const ours = tableToIdt(table, database.codePage, (cell) => cell.streamName);
        // msiinfo leaves line ends inside a cell as they are; Windows writes 0x11 and 0x19 for them, and so do we.
        const actual = decodeText(ours, database.codePage)
          .replaceAll('\u0011', '\r')
          .replaceAll('\u0019', '\n');
        expect(actual === decodeText(readFileSync(join(folder, file)), 65001), `${name} ${file}`).toBe(true);
        tables++;
      }
    },
  );

  it('has compared over a thousand tables', () => {
    expect(tables).toBeGreaterThan(1000);
  });
});
