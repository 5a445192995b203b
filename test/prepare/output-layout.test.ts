import { expect, it } from 'vitest';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { contentFolders, stagedPath } from '../../src/prepare/output-layout.js';

const names = contentFolders(manifestFromCatalogue('977203'));

it('has a content folder for the client, the utility and the article', () => {
  expect(names).toEqual({
    client: 'content/client',
    utility: 'content/CCMCertFix',
    hotfix: 'content/KB977203',
  });
});

it('calls the folder of a utility without a name "utility"', () => {
  const { facts: _, ...manifest } = manifestFromCatalogue('977203');
  expect(contentFolders(manifest).utility).toBe('content/utility');
});

it('puts a staged file into its content folder', () => {
  const copy = { content: 'client', to: 'i386/a.msp' } as Parameters<typeof stagedPath>[1];
  expect(stagedPath(names, copy)).toBe('content/client/i386/a.msp');
});
