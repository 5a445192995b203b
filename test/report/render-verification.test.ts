import { describe, expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import type { ManifestSection } from '../../src/hotfix/manifest/manifest.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';
import { junitSuite, renderJunit } from '../../src/report/render-junit.js';
import { renderVerifyMarkdown } from '../../src/report/render-verification.js';

const manifest = manifestFromCatalogue('977203');
const sp2 = manifest.sections[1] as ManifestSection;
const files = sp2.files.map(({ name, size, version, platform }, i) => ({
  path: `${i}/${name}`,
  name,
  size: size ?? 0,
  version,
  platform,
}));

describe('renderVerifyMarkdown', () => {
  it('says in the verdict that warnings weaken it', () => {
    const warnings = [{ code: 'VERIFY_NAME_DIFFERS' as const, message: 'odd' }];
    const weak = { ...verifyFiles(files, manifest), warnings };
    expect(renderVerifyMarkdown(weak)).toMatch(/^\*\*OK WITH WARNINGS\*\*: /);
    expect(renderJunit([junitSuite(weak)])).toContain('<system-err>warning: odd</system-err>');
  });

  it('says the verdict first and has a row for every file', () => {
    const lines = renderVerifyMarkdown(verifyFiles(files, manifest)).split('\n');
    expect(lines[0]).toBe('**OK**: KB977203, ConfigMgr 2007 SP2: 13 match.');
    expect(lines[2]).toBe(
      'Table used: ConfigMgr 2007 SP2 (certain): 13 of 13 rows match, none matches ConfigMgr 2007 SP1.',
    );
    expect(lines.filter((line) => line.startsWith('| match |'))).toHaveLength(13);
  });

  it('explains what is wrong', () => {
    const spoilt = files.map((file, i) => (i === 3 ? { ...file, version: '4.0.6487.2000' } : file)).slice(1);
    const text = renderVerifyMarkdown(verifyFiles(spoilt, manifest));
    expect(text).toMatch(
      /^\*\*NOT OK\*\*: KB977203, ConfigMgr 2007 SP2: 11 match, 1 not matching, 1 missing\./,
    );
    expect(text).toMatch(/^\| \*\*mismatch\*\* \| `Ccmsetup\.exe` .* older: from 4\.0\.6487\.2000/m);
    expect(text).toMatch(/^\| \*\*missing\*\* \| `Ccmcertfix\.exe` \|/m);
  });

  it('lets no name end a cell or a code span', () => {
    const odd = files.map((file, i) => (i === 0 ? { ...file, path: 'a|b`c\n| x' } : file));
    const lines = renderVerifyMarkdown(verifyFiles(odd, manifest)).split('\n');
    const row = lines.find((line) => line.includes('Ccmcertfix'))!;
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
    expect(row).toContain('`` a\\|b`c\\u000a\\| x ``'.replaceAll('`` ', '``').replaceAll(' ``', '``'));
  });
});
