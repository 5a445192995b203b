import { writeFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PageServer } from '../../src/node/page-server.js';
import { tempFolder } from '../support/temp-folder.js';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask(address: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(address, { headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    }).on('error', reject);
  });
}

let server: PageServer;
const start = async (): Promise<string> => {
  const path = join(tempFolder(), 'a.msi');
  const other = join(tempFolder(), 'a.cab');
  writeFileSync(path, '0123456789');
  writeFileSync(other, 'abcdef');
  server = new PageServer({ paths: [path, other], html: (all) => `<p>${all.join(' ')}</p>`, grace: 20 });
  return server.start();
};
// Windows removes no file that is still open.
afterEach(async () => {
  server.close();
  await server.ended;
});

describe('PageServer', () => {
  it('serves the page below a path that cannot be guessed, on the loopback address', async () => {
    const address = await start();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
    const { status, headers, body } = await ask(address);
    expect([status, body]).toEqual([200, `<p>${address}package ${address}package1</p>`]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
  });

  it.each<[string, (address: string) => Promise<Answer>, number]>([
    ['another name of the host', (address) => ask(address, { host: 'evil.example' }), 403],
    ['the name localhost', (address) => ask(address, { host: `localhost:${new URL(address).port}` }), 403],
    ['another path', (address) => ask(new URL('/', address).href), 404],
    ['another secret', (address) => ask(new URL(`/${'0'.repeat(32)}/package`, address).href), 404],
    ['all of the package', (address) => ask(`${address}package`), 416],
    ['what is past its end', (address) => ask(`${address}package`, { range: 'bytes=5-10' }), 416],
    ['a file that it does not have', (address) => ask(`${address}package2`, { range: 'bytes=0-0' }), 404],
    ['a file by a path', (address) => ask(`${address}package/../a.cab`, { range: 'bytes=0-0' }), 404],
    ['a range that is none', (address) => ask(`${address}package`, { range: 'bytes=5-' }), 416],
  ])('refuses %s', async (_, request, status) => {
    expect((await request(await start())).status).toBe(status);
  });

  it('gives a part of the package', async () => {
    const { status, body } = await ask(`${await start()}package`, { range: 'bytes=2-4' });
    expect([status, body]).toEqual([206, '234']);
  });

  it('gives a part of a file beside the package', async () => {
    const { status, body } = await ask(`${await start()}package1`, { range: 'bytes=1-2' });
    expect([status, body]).toEqual([206, 'bc']);
  });

  it('ends when the last page is closed', async () => {
    const address = await start();
    await new Promise<void>((resolve) => {
      const request = get(`${address}open`, { agent: false }, (response) => {
        response.on('error', () => {});
        response.once('data', () => {
          request.destroy();
          resolve();
        });
      });
    });
    await server.ended;
  });
});
