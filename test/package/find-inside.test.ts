import { expect, it } from 'vitest';
import { openPackage } from '../../src/package/open-package.js';
import { caught } from '../support/caught.js';
import { bundle } from '../support/container-builder.js';
import { buildPackage } from '../support/package-builder.js';
import { text } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';

const { msi } = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: text('a') }] });
const runtime = buildExecutable({ platform: 'x86' });

it.each([
  {
    name: 'packages that can be opened',
    plan: { containers: [{ 'a.msi': msi, 'b.msi': msi }] },
    message: 'this file holds several packages; name one: "p!a.msi", "p!b.msi"',
  },
  {
    name: 'one beside a program',
    plan: { containers: [{ 'runtime.exe': runtime, 'a.msi': msi }] },
    message: 'this file installs several packages, of which one can be opened; name it: "p!a.msi"',
  },
  {
    name: 'one beside another that is not there',
    plan: { containers: [{ 'a.msi': msi }], detached: [{ file: 'more.cab', files: { 'b.msi': msi } }] },
    message:
      'this file installs several packages, of which one can be opened; name it: "p!a.msi"; not there: b.msi',
  },
])('asks for one of the packages of a bundle: $name', ({ plan, message }) => {
  const bytes = bundle({ version: 4, ...plan });
  expect(caught(() => openPackage(bytes, { name: 'p' }))).toMatchObject({
    code: 'CONTAINER_SEVERAL',
    message,
  });
});
