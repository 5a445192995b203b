import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { openSource } from '../../src/package/open-source.js';
import { reportOnPackage } from '../../src/report/package-report.js';
import { standInPath } from '../support/package-folder.js';
import { buildZip } from '../support/zip-builder.js';

it('says what was opened, and has the warnings of the package before those given', () => {
  const zip = buildZip({
    files: [
      { name: 'hotfix.msi', bytes: readFileSync(standInPath(2)) },
      { name: 'ccmcertfix.exe', bytes: 'beside it' },
    ],
  });
  const pkg = openSource(new BufferSource(zip), { name: 'download/hotfix.zip' });
  const report = reportOnPackage(pkg, {
    sha256: 'ab',
    manifest: manifestFromCatalogue('977203'),
    verification: null,
    staged: [],
    next: [],
    warnings: [{ code: 'ABORTED', message: 'given' }],
    now: new Date(0),
  });
  expect(report).toMatchObject({
    created: '1970-01-01T00:00:00.000Z',
    tool: { name: 'hotfixkit' },
    verdict: { status: 'unverified' },
    input: { file: 'hotfix.zip', kind: 'msi', sha256: 'ab', signature: false },
  });
  expect(report.warnings.map(({ code }) => code)).toEqual(['VERIFY_NOT_COMPARED', 'ABORTED']);
  pkg.close();
});
