import { describe, expect, it, vi } from 'vitest';
import { pageWithAddress, pageWithPackage, readPage } from '../../src/node/page-file.js';

const sea = vi.hoisted(() => ({ isSea: vi.fn(() => false), getAsset: vi.fn() }));
vi.mock('node:sea', () => sea);

const page = `<meta content="default-src 'none'; x"><script type="text/plain" id="worker">code</script>`;
const name = 'a</script>$&.msi';

describe('pages with a package', () => {
  it('have its bytes, and a name that ends nothing', () => {
    const html = pageWithPackage(page, name, Buffer.from('bytes'), [
      { path: 'x/a.cab', bytes: Buffer.from('more') },
    ]);
    expect(html).toContain(
      `<script type="application/json" id="package">{"name":"a\\u003c/script>$&.msi","beside":[{"path":"x/a.cab"}]}</script>`,
    );
    expect(html).toContain(`id="package-bytes">${Buffer.from('bytes').toString('base64')}</script>`);
    expect(html).toContain(`id="package-bytes1">${Buffer.from('more').toString('base64')}</script>`);
    expect(html).toContain("default-src 'none'; x");
    expect(html.endsWith(page.slice(page.indexOf('<script')))).toBe(true);
  });

  it('may ask their own server, and nobody else', () => {
    const html = pageWithAddress(page, {
      name,
      size: 5,
      address: 'http://127.0.0.1:1/x/package',
      beside: [],
    });
    expect(html).toContain("default-src 'none'; connect-src 'self'; x");
    const block = /id="served">(.*?)<\/script>/.exec(html)![1]!;
    expect(JSON.parse(block)).toEqual({ name, size: 5, address: 'http://127.0.0.1:1/x/package', beside: [] });
  });
});

describe('readPage', () => {
  it('takes the asset of the executable, beside which there is no file', () => {
    sea.isSea.mockReturnValueOnce(true);
    sea.getAsset.mockImplementationOnce((asset: string, encoding: string) => `${asset} as ${encoding}`);
    expect(readPage()).toBe('hotfixkit.html as utf8');
  });
});
