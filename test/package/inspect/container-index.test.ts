import { describe, expect, it } from 'vitest';
import { parseContainerIndex } from '../../../src/package/inspect/container-index.js';
import { listPackage } from '../../../src/package/inspect/list-package.js';
import { openPackage } from '../../../src/package/open-package.js';
import { caught } from '../../support/caught.js';
import { cabinetOf } from '../../support/container-builder.js';

const hash = (digit: string) => `<Hash alg="SHA256" value="${digit.repeat(64)}"/>`;
const file = (id: number, name: string, type: string, source: string, basis = '') =>
  `<File id="${id}" name="${name}" length="${id}00">${hash(`${id}`)}<Delta><Source type="${type}" name="${source}">${hash('f')}</Source>${basis}</Delta></File>`;
const xml = `<?xml version="1.0" encoding="UTF-8"?><Container name="x.cab" type="CAB" xmlns="urn:ContainerIndex"><Files>${[
  file(3, 'update.mum', 'RAW', 'update.mum'),
  file(2, 'x86_a\\a.dll', 'PA30', '0'),
  file(1, 'x86_b\\b.dll', 'PA30', '1', '<Basis file="2"/>'),
  file(4, 'c.dll', 'PA30', '2', '<Basis file="99"/>'),
].join('')}</Files></Container>`;

describe('parseContainerIndex', () => {
  it('says what each delta makes and from what', () => {
    const targets = parseContainerIndex(xml);
    expect([...targets]).toEqual([
      ['0', { path: 'x86_a/a.dll', size: 200, sha256: '2'.repeat(64), format: 'PA30', basis: null }],
      ['1', { path: 'x86_b/b.dll', size: 100, sha256: '1'.repeat(64), format: 'PA30', basis: 'x86_a/a.dll' }],
      ['2', { path: 'c.dll', size: 400, sha256: '4'.repeat(64), format: 'PA30', basis: '?' }],
    ]);
  });

  it('leaves out what it does not say', () => {
    const targets = parseContainerIndex('<C><File><Source type="PA30" name="0"/></File><File/></C>');
    expect([...targets]).toEqual([
      ['0', { path: '', size: null, sha256: null, format: 'PA30', basis: null }],
    ]);
  });

  it('refuses what is no XML', () => {
    expect(caught(() => parseContainerIndex('<a>')).code).toBe('XML_NOT_WELL_FORMED');
  });
});

describe('in a listing', () => {
  const listed = async (index: string) => {
    await using opened = openPackage(
      cabinetOf({ 0: 'PA30', 1: 'PA30', 'update.mum': '<x/>', '_manifest_.cix.xml': index }),
    );
    return await listPackage(opened);
  };

  it('stands with the deltas, which keep their names', async () => {
    const { files, warnings } = await listed(xml);
    expect(files.map(({ path, delta }) => [path, delta?.path, delta?.basis])).toEqual([
      ['0', 'x86_a/a.dll', null],
      ['1', 'x86_b/b.dll', 'x86_a/a.dll'],
      ['update.mum', undefined, undefined],
      ['_manifest_.cix.xml', undefined, undefined],
    ]);
    expect(warnings).toEqual([]);
  });

  it('that is damaged is a warning', async () => {
    const { files, warnings } = await listed('<a>');
    expect(files).toHaveLength(4);
    expect(warnings).toMatchObject([{ code: 'XML_NOT_WELL_FORMED', entry: '_manifest_.cix.xml' }]);
  });
});
