import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { asOpened, openSource } from '../../src/package/open-source.js';
import { caught } from '../support/caught.js';
import { buildPackage } from '../support/package-builder.js';
import { standInPath } from '../support/package-folder.js';
import { buildZip } from '../support/zip-builder.js';

const msi = readFileSync(standInPath(2));
const zip = new BufferSource(buildZip({ files: [{ name: 'x/inner.msi', bytes: msi }] }));

describe('openSource', () => {
  it('opens the package inside', () => {
    const pkg = openSource(zip, { name: 'outer.zip' });
    expect(pkg).toMatchObject({ kind: 'msi', name: 'inner.msi', path: 'outer.zip', location: null });
    expect(pkg.inside).toEqual(['x/inner.msi']);
    pkg.close();
  });

  it('opens the container itself, and a member by its path', () => {
    for (const [inside, kind] of [
      [[''], 'zip'],
      [['x/inner.msi'], 'msi'],
    ] as const) {
      const pkg = openSource(zip, { inside });
      expect(pkg.kind).toBe(kind);
      pkg.close();
    }
  });

  it('finds cabinets in the folder that is given', () => {
    const built = buildPackage({
      files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('content') }],
      cabinets: 'external',
    });
    const folder = {
      path: '',
      open: (name: string) => {
        const bytes = built.loose.get(name);
        return bytes ? Object.assign(new BufferSource(bytes), { close: () => {} }) : null;
      },
      find: () => null,
      size: () => null,
      modified: () => null,
    };
    const pkg = openSource(new BufferSource(built.msi), { folder });
    expect(Buffer.from(pkg.content.files[0]!.bytes()).toString()).toBe('content');
    pkg.close();
  });

  it('names the file in errors', () => {
    const error = caught(() => openSource(new BufferSource(Buffer.from('text')), { name: 'a.msi' }));
    expect(error).toMatchObject({ code: 'PACKAGE_UNKNOWN_KIND', facts: { file: 'a.msi' } });
  });
});

it('takes the kind from the content', () => {
  const { content, ...rest } = openSource(new BufferSource(msi));
  expect(asOpened({ ...rest, content, location: null }).kind).toBe('msi');
  content.close();
});
