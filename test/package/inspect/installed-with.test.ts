import { describe, expect, it } from 'vitest';
import { installedWith } from '../../../src/package/inspect/installed-with.js';
import { openPackage } from '../../../src/package/open-package.js';
import { bundle, cabinetOf, iexpress } from '../../support/container-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { buildZip } from '../../support/zip-builder.js';

const { msi } = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }] });

/** A bundle that installs `a.msi`, with what its manifest says of that. */
const setup = (inside: string, attributes: Record<string, string> = {}): Uint8Array =>
  bundle({
    version: 3,
    containers: [{ 'a.msi': msi }],
    chain: [{ id: 'A', kind: 'Msi', payloads: ['0:a.msi'], attributes }],
    alter: (text) => text.replace('</MsiPackage>', `${inside}</MsiPackage>`),
  });
const property = (name: string, value: string): string => `<MsiProperty Id="${name}" Value="${value}"/>`;

function found(bytes: Uint8Array, known?: string[]): string[] {
  using opened = openPackage(bytes, { name: 'setup.exe' });
  return installedWith(opened.container!, known);
}

describe('installedWith', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['nothing', setup(''), []],
    ['what changes no files', setup(property('ARPSYSTEMCOMPONENT', '1')), []],
    ['a property without a value', setup(property('TRANSFORMS', '')), []],
    ['a transform', setup(property('TRANSFORMS', ':de')), ['the bundle gives TRANSFORMS=:de']],
    ['features that are left out', setup(property('REMOVE', 'B')), ['the bundle gives REMOVE=B']],
    ['a condition that may hold', setup('', { InstallCondition: 'VersionNT64' }), []],
    [
      'a condition that never holds',
      setup('', { InstallCondition: '0' }),
      ['the bundle never installs it, because its condition is 0'],
    ],
    [
      'a transform, in an archive',
      buildZip({ files: [{ name: 'setup.exe', bytes: setup(property('TRANSFORMS', 'x.mst')) }] }),
      ['the bundle gives TRANSFORMS=x.mst'],
    ],
    [
      'the command of IExpress',
      iexpress(cabinetOf({ 'a.msi': msi }), { RUNPROGRAM: 'msiexec /i a.msi transforms="b c.mst" X=1' }),
      ['the command of the container gives transforms="b c.mst"'],
    ],
    [
      'a command of IExpress that changes no files',
      iexpress(cabinetOf({ 'a.msi': msi }), { RUNPROGRAM: 'msiexec /i a.msi NOPATCH=1' }),
      [],
    ],
  ])('%s', (_, bytes, expected) => expect(found(bytes)).toEqual(expected));

  it('leaves out what was taken into account', () => {
    expect(found(setup(property('TRANSFORMS', ':de')), ['TRANSFORMS'])).toEqual([]);
  });
});
