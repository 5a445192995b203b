import { HotfixkitError } from '../../src/core/errors.js';
import { decodeArticle } from '../../src/hotfix/article/decode-article.js';
import { importArticle } from '../../src/hotfix/article/import-article.js';
import type { Manifest } from '../../src/hotfix/manifest/manifest.js';
import { parseManifest } from '../../src/hotfix/manifest/manifest-schema.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';
import { Broken, type Target, textOf } from '../target.js';
import { mutatedFile, textSeed } from './text-files.js';

const tableLines = `Hotfix 977203

File name\tFile version\tFile size\tDate\tTime\tPlatform\tFolder
Ccmcertfix.exe\t4.0.6487.2111\t17,768\t25-Jan-2010\t06:27\tx86\tNot applicable
Smpmgr.dll\t4.0.6487.2111\t90,472\t25-Jan-2010\t06:27\tx64\tAmd64
Mcs.msi\tNot Applicable\t7,204,864\t25-Jan-2010\t13:05\tNot Applicable\ti386

Run the Ccmcertfix.exe utility again with SMSSLP and FSP.
Ccmcertfix.exe Ccmcertfix.log
PATCH="C:\\_SMSTaskSequence\\OSD\\<Package_ID>\\i386\\hotfix\\KB977203\\x.msp"
The hotfix in article 997384 replaces this hotfix.

APPLIES TO
Microsoft System Center Configuration Manager 2007 Service Pack 2
`;

const htmlOf = (text: string): string =>
  `<html><body><h1>A hotfix</h1><table>${text
    .split('\n')
    .slice(0, 60)
    .map(
      (line) =>
        `<tr>${line
          .split(/\t| {2,}/)
          .map((cell) => `<td>${cell.replaceAll('<', '&lt;')}</td>`)
          .join('')}</tr>`,
    )
    .join('')}</table></body></html>`;

export const article: Target = {
  name: 'article',
  about: 'articles as text and HTML; what is imported is a valid manifest',
  prepare(pool) {
    const texts = [textSeed('built/table.txt', tableLines), ...pool.articles(60_000)];
    const seeds = [
      ...texts,
      ...texts.map(({ name, bytes }) => textSeed(`${name}.html`, htmlOf(textOf(bytes)))),
    ];
    return {
      seeds,
      make: (random) => mutatedFile(random, seeds, ['utf16le', 'utf8']),
      run({ bytes }) {
        const manifest = importArticle(decodeArticle(bytes));
        let again: Manifest;
        try {
          again = parseManifest(JSON.parse(JSON.stringify(manifest)));
        } catch (error) {
          if (!(error instanceof HotfixkitError)) throw error;
          throw new Broken('round-trip', `what was imported is refused: ${error.code}`);
        }
        verifyFiles([], again);
      },
    };
  },
};
