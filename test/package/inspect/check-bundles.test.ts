import { expect, it } from 'vitest';
import { bundleErrors } from '../../../src/package/inspect/check-bundles.js';
import { openPackage } from '../../../src/package/open-package.js';
import { bundle } from '../../support/container-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { text } from '../../support/package-folder.js';
import { buildZip } from '../../support/zip-builder.js';

const msi = (name: string) =>
  buildPackage({ product: { name }, files: [{ key: 'a', name: 'a.txt', bytes: text(name) }] }).msi;
const setup = (alter: (manifest: string) => string) =>
  bundle({ version: 3, containers: [{ 'a.msi': msi('a'), 'b.msi': msi('b'), 'c.txt': 'c' }], alter });
const wrong =
  (file: string) =>
  (manifest: string): string =>
    manifest.replace(new RegExp(`(<Payload [^>]*FilePath="${file}"[^>]*Hash=")....`), '$10000');

it.each<{ name: string; bytes: Uint8Array; entries: string[] }>([
  { name: 'a sound bundle', bytes: setup((manifest) => manifest), entries: [] },
  { name: 'another package', bytes: setup(wrong('b.msi')), entries: ['b.msi'] },
  {
    name: 'two other packages',
    bytes: setup((m) => wrong('a.msi')(wrong('b.msi')(m))),
    entries: ['a.msi', 'b.msi'],
  },
  {
    name: 'another package in a bundle in an archive',
    bytes: buildZip({ files: [{ name: 's.exe', bytes: setup(wrong('b.msi')) }] }),
    entries: ['b.msi'],
  },
  {
    name: 'packages without a bundle',
    bytes: buildZip({
      files: [
        { name: 'a.msi', bytes: msi('a') },
        { name: 'b.msi', bytes: msi('b') },
      ],
    }),
    entries: [],
  },
])('reads the packages of bundles: $name', ({ bytes, entries }) => {
  using opened = openPackage(bytes, { name: 'p', orContainer: true });
  const errors = bundleErrors(opened.container!);
  expect(errors.map(({ code, facts }) => [code, facts.entry])).toEqual(
    entries.map((entry) => ['BUNDLE_PAYLOAD_DIFFERS', entry]),
  );
});
