import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { openPackage } from '../../src/package/open-package.js';
import { planPrepare } from '../../src/prepare/plan-prepare.js';
import { prepareReport } from '../../src/prepare/prepare-report.js';
import { standInPath } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

it('tells of a plan, or of what became of it', async () => {
  const opened = openPackage(standInPath(2));
  const plan = await planPrepare(opened, tempFolder(), { manifest: manifestFromCatalogue('977203') });
  const options = { tool: { name: 'x', version: '1' }, now: new Date('2026-08-04T10:22:31Z') };
  const planned = prepareReport(plan, plan.stage.plan, [], options);
  expect(planned).toMatchObject({
    created: '2026-08-04T10:22:31.000Z',
    tool: { name: 'x' },
    image: { files: 13 },
  });
  expect(planned.staged.map(({ path }) => path.split('/').slice(0, 2).join('/'))).toEqual([
    'content/client',
    'content/CCMCertFix',
    'content/CCMCertFix',
    'content/KB977203',
    'content/KB977203',
  ]);
  const warning = { code: 'CLEANUP_FAILED', message: 'later' } as const;
  const nothing = prepareReport(plan, null, [warning], options);
  expect([nothing.staged, nothing.next]).toEqual([[], []]);
  expect(nothing.warnings).toContainEqual(warning);
  expect([
    planned.verdict.headline,
    prepareReport(plan, plan.stage.plan, [], { ...options, isPlan: true }).verdict,
  ]).toEqual([
    'Verified and staged',
    expect.objectContaining({ status: 'ready', headline: 'Verified, can be staged' }),
  ]);
  plan.close();
  opened.close();
});
