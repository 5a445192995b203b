import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { openPackageWith } from '../../../src/package/node/open-package-with.js';
import { writePatchSet } from '../../support/patch-set.js';

it('takes the folder of a product, and bytes', async () => {
  const { client, fix } = writePatchSet({ fix: { to: '1.1.0', families: [['Pack', null, '1', 0]] } });
  const pkg = openPackageWith(dirname(client), [fix]);
  expect(pkg.content.properties.get('ProductVersion')).toBe('1.1.0');
  pkg.close();
});
