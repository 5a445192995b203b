import { describe, expect, it } from 'vitest';
import { pageWithAddress, pageWithPackage } from '../../src/node/page-file.js';

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
