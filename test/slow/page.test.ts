import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/byte-source.js';
import { ZipArchive } from '../../src/formats/zip/zip-archive.js';
import type { PackageDescription } from '../../src/hotfix/describe/describe-package.js';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { openPackage } from '../../src/package/open-package.js';
import { readPackageFile } from '../../src/package/read-package-file.js';
import { buildCabinet } from '../support/cabinet-builder.js';
import { writeClientPatch } from '../support/client-patch.js';
import { buildPackage } from '../support/package-builder.js';
import { hashTree, sha256, standInPath, writeTree } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';
import { type GivenFile, given, hasBrowser, OpenPage, startBrowser } from './support/page.js';

const hotfix = standInPath(2);
const html = 'dist/web/hotfixkit.html';

describe('the page as a file', () => {
  it('is smaller than 700 KB when it is compressed', () => {
    expect(gzipSync(readFileSync(html)).length).toBeLessThan(700 * 1024);
  });

  it('allows nothing but its own script, style and worker', () => {
    const text = readFileSync(html, 'utf8');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)![1]!;
    const hash = (part: string) => `sha256-${createHash('sha256').update(part).digest('base64')}`;
    const script = /<script>([\s\S]*?)<\/script>/.exec(text)![1]!;
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)![1]!;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src '${hash(script)}' 'wasm-unsafe-eval'`,
      `style-src '${hash(style)}'`,
      'worker-src blob:',
      'img-src blob: data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    const markup = text.replace(/<script[\s\S]*?<\/script>/g, '');
    expect(markup).not.toMatch(/\b(?:src|href)="(?!data:,")/);
  });

  it('uses nothing that only Node has', () => {
    const worker = readFileSync('dist/web/worker.js', 'utf8');
    expect(worker.match(/(?<![\w$.])(?:Buffer\b|setImmediate\b|require\(|__filename).{0,40}/g) ?? []).toEqual(
      [],
    );
  });
});

describe.skipIf(!hasBrowser)('the page in a browser', () => {
  let browser: Browser;
  let opened: OpenPage;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const start = async (...files: GivenFile[]): Promise<OpenPage> => {
    opened = await OpenPage.start(browser);
    if (files.length > 0) await opened.open(...files);
    return opened;
  };
  /** Whatever a test did: nothing was sent, and the browser had nothing to complain of. */
  afterEach(async () => {
    expect(opened.requests.filter((address) => !/^(?:file|blob):/.test(address))).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.close();
  });

  it('says what a package is', async () => {
    const page = await start(hotfix);
    const text = await page.text('#view');
    for (const part of [
      'Installation package (.msi)',
      'System Center Configuration Manager 2007, SP2, KB977203, English',
      'Software update KB977203 stand-in (Configuration Manager 2007 SP2)',
      '4.00.6487.2111',
      '{B3B27C80-43A8-4798-A1A0-2B9B9A61C6DA}',
      'kb977203.cab',
      'not signed',
    ]) {
      expect(text).toContain(part);
    }
    expect(statSync(hotfix).size).toBe(133_120);
    expect(text).toContain('133,120 bytes');
  });

  it('shows the files in folders, with versions and platforms, and takes one', async () => {
    const page = await start(hotfix);
    await page.tab('Files');
    const rows = page.page.getByRole('row');
    expect(await rows.filter({ hasText: 'Mcsisapip.dll' }).first().textContent()).toMatch(
      /4\.0\.6487\.2111x86206,696/,
    );
    await page.page.getByLabel('Filter').fill('certfix');
    await rows.filter({ hasText: 'ccmcertfix.exe' }).click();
    const { name, bytes } = await page.saved(() => page.page.getByText('Save this file').click());
    const pkg = openPackage(hotfix);
    try {
      expect(bytes.equals(readPackageFile(pkg, 'ccmcertfix.exe'))).toBe(true);
    } finally {
      pkg.close();
    }
    expect(name.toLowerCase()).toBe('ccmcertfix.exe');
    await page.page.getByText('Compute SHA-256').click();
    await page.idle();
    expect(await page.text('.details')).toContain(createHash('sha256').update(bytes).digest('hex'));
  });

  it('scrolls, sorts and filters 50,000 files, and draws few of them', async () => {
    const files = Array.from({ length: 50_000 }, (_, i) => ({
      name: `folder ${i % 100}/file ${i}.txt`,
      bytes: new Uint8Array(),
    }));
    const page = await start(given('many.zip', buildZip({ files })));
    await page.tab('Files');
    await page.page.locator('#shape').selectOption('flat');
    expect(await page.text('.bar output')).toBe('50,000 files');
    const grid = page.page.getByRole('grid');
    await grid.press('End');
    expect(await page.text('.grid')).toContain('folder 99/file 49999.txt');
    expect(await page.page.getByRole('row').count()).toBeLessThan(100);
    await page.page.getByLabel('Filter').fill('file 4999');
    await page.page.getByText('15 of 50,000 files').waitFor();
  });

  it('follows an address to a file, and says in its own what is selected', async () => {
    const page = await start();
    await page.page.evaluate("location.hash = '#file=ccmcertfix.exe'");
    await page.open(hotfix);
    expect(await page.text('.details h2')).toMatch(/ccmcertfix\.exe/i);
    const grid = page.page.getByRole('treegrid');
    await grid.press('End');
    expect(await page.page.evaluate('location.hash')).toMatch(/^#file=Microsoft.*[.]exe$/);
  });

  it.each([
    ['#file=absent.dll', 'absent.dll, which is not among the files'],
    ['#table=Absent&row=1', 'the table Absent, which this package does not have'],
    ['#table=File&row=9999', 'row 9999, which the table File does not have'],
    ['#table=File&row=x', 'row x, which the table File does not have'],
    ['#view=patch', 'the view patch, which this package does not have'],
  ])('says that the address %s leads nowhere', async (address, text) => {
    const page = await start(hotfix);
    await page.page.evaluate(`location.hash = '${address}'`);
    await page.page.locator('.dead').waitFor();
    expect(await page.text('.dead')).toContain(text);
    await page.tab('Overview');
    await page.page.locator('.dead').waitFor({ state: 'detached' });
  });

  it('shows a product with a patch that was dropped with it', async () => {
    const { client, updated, patch } = writeClientPatch();
    const page = await start(client, patch);
    await page.page.getByRole('button', { name: 'Show the product with client.msp applied' }).click();
    await page.page.getByText('4.00.6487.2111').first().waitFor();
    await page.idle();
    await page.tab('Files');
    const { bytes } = await page.saved(() => page.page.getByText('Save all as zip').click());
    await page.idle();
    const expected = tempFolder();
    execFileSync(process.execPath, ['bin/hotfixkit.js', 'extract', updated, '-o', expected]);
    expect(hashesOf(bytes)).toEqual(hashTree(expected));
    expect(await page.text('header')).toContain('client.msi + client.msp');
    const image = tempFolder();
    for (const args of [
      ['/a', client, `TARGETDIR=${image}`],
      ['/p', patch, '/a', join(image, 'client.msi')],
    ]) {
      execFileSync(process.execPath, ['bin/hotfixkit.js', 'msiexec', ...args, '/qn']);
    }
    const patched = await page.saved(() => page.page.getByText('Save the image as zip').click());
    await page.idle();
    const mine = hashesOf(patched.bytes);
    // The database says who made it, and when.
    expect({ ...mine, 'client.msi': '' }).toEqual({ ...hashTree(image), 'client.msi': '' });
    await page.tab('Check');
    await page.page.getByText('Check the files').click();
    await page.page.locator('.verdict').waitFor();
    await page.idle();
    const report = await page.saved(() => page.page.getByText('Save the report').click());
    expect(report.bytes.toString()).toContain('client.msi + client.msp');
    await page.tab('Overview');
    await page.page.getByRole('button', { name: 'Show without' }).click();
    await page.page.getByText('4.00.6487.2000').first().waitFor();
    await page.idle();
    await page.page.getByRole('button', { name: 'Compare with client.msp' }).waitFor();
    await page.page.getByRole('button', { name: 'Open client.msp' }).click();
    await page.page.getByRole('tab', { name: 'Patch' }).waitFor();
    await page.page.getByRole('button', { name: 'Open client.msi' }).waitFor();
    await page.idle();
  });

  it('says of a program without a package what is known of its signature', async () => {
    const page = await start(given('a.exe', buildExecutable({ platform: 'x64' })));
    expect(await page.text('#signature')).toContain('not signed');
    expect(await page.page.getByRole('button', { name: 'Check the signature' }).count()).toBe(0);
  });

  it('takes names and texts of packages as text', async () => {
    const markup = '<img src=x onerror=alert(1)>';
    const { msi } = buildPackage({
      product: { name: markup, manufacturer: '</script><script>alert(1)</script>' },
      files: [
        { key: 'a', name: 'a&amp;b.txt', bytes: Buffer.from('a') },
        { key: 'c', name: 'c\u202ecod.exe', bytes: Buffer.from('c') },
      ],
      codePage: 65001,
    });
    const page = await start(given('<i>a.msi', msi));
    expect(await page.text('#view')).toContain(markup);
    expect(await page.text('#view')).toContain('</script><script>alert(1)</script>');
    await page.tab('Files');
    const shown = await page.text('.grid');
    expect(shown).toContain('a&amp;b.txt');
    // A character that would turn the rest of the name around is shown.
    expect(shown).toContain('c\\u202ecod.exe');
    expect(await page.page.locator('#page img, #page i, #page script').count()).toBe(0);
  });

  it('shows what would turn a name around in the way to a package, a heading and the title', async () => {
    const page = await start(given('p\u202eisp.msi', readFileSync(hotfix)));
    await page.open(given('x\u202egpj.msi', Buffer.from('no package')));
    await page.page.locator('.problem').waitFor();
    expect(await page.text('.problem h2')).toContain('x\\u202egpj.msi');
    expect(await page.text('header')).toContain('\\u202e');
    expect(await page.page.evaluate('document.title + document.body.innerText')).not.toContain('\u202e');
    // What was open still is.
    await page.page.getByRole('button', { name: 'Dismiss' }).click();
    await page.tab('Tables');
    await page.page.getByRole('grid', { name: 'Rows of' }).waitFor();
  });

  it('shows tables, follows references, finds text, and saves a table', async () => {
    const page = await start(hotfix);
    await page.tab('Tables');
    await page.page.locator('#table').selectOption('File');
    await page.page.getByRole('row').filter({ hasText: 'Ccmgencert.dll' }).first().click();
    await page.page
      .locator('.details')
      .getByRole('button', { name: /^C_Ccmgencert/ })
      .first()
      .click();
    await page.page.getByRole('grid', { name: 'Rows of Component' }).waitFor();
    expect(await page.page.locator('#table').inputValue()).toBe('Component');
    await page.page.locator('.details').getByText('File: ').first().waitFor();
    // The order of one table is not that of the next, which may have fewer columns.
    const heads = page.page.getByRole('columnheader');
    await heads.last().getByRole('button').click();
    await page.page.locator('#table').selectOption('Property');
    await page.page.getByRole('grid', { name: 'Rows of Property' }).waitFor();
    expect(await page.page.locator('[aria-sort=ascending]').count()).toBe(0);
    await heads.last().getByRole('button').click();
    await page.page
      .locator('.grid-body .grid-line')
      .first()
      .filter({ hasText: /^(?!ProductName)/ })
      .waitFor();
    await page.page.locator('#table').selectOption('Component');
    await page.page.locator('#find').fill('4.00.6487.2111');
    await page.page.getByRole('row').filter({ hasText: 'ProductVersion' }).waitFor();
    await page.page.locator('#find').fill('');
    const { name, bytes } = await page.saved(() => page.page.getByText('Save as CSV').click());
    expect(name).toBe('Component.csv');
    expect(bytes.toString()).toMatch(/^Component,ComponentId,Directory_,Attributes,Condition,KeyPath\r\n/);
  });

  it('shows a table whose rows all have the same text of five megabytes', async () => {
    const text = 'x'.repeat(5_000_000);
    const { msi } = buildPackage({
      files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }],
      rows: { Property: Array.from({ length: 10 }, (_, i) => [`P${i}`, text]) },
    });
    const page = await start(given('a.msi', msi));
    await page.page.evaluate("location.hash = '#table=Property&row=10'");
    await page.page.getByRole('grid', { name: 'Rows of Property' }).waitFor();
    expect(await page.text('.details')).toContain('… (5,000,000 characters)');
    expect((await page.text('.grid')).length).toBeLessThan(100_000);
  });

  it('shows a binary value as a picture and as bytes', async () => {
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const { msi } = buildPackage({
      files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }],
      rows: { Binary: [['picture', Buffer.from(png, 'base64')]] },
    });
    const page = await start(given('a.msi', msi));
    await page.page.evaluate("location.hash = '#table=Binary&row=0'");
    await page.page.getByText('Show', { exact: true }).click();
    await page.page.locator('.picture').waitFor();
    const width =
      "document.querySelector('.picture').decode().then(() => document.querySelector('.picture').naturalWidth)";
    expect(await page.page.evaluate(width)).toBe(1);
    expect(await page.text('.hex')).toContain('89 50 4e 47');
  });

  it('shows sequences with conditions and custom actions', async () => {
    const { msi } = buildPackage({
      files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }],
      rows: { CustomAction: [['SetIt', 51, 'INSTALLDIR', '[ProgramFilesFolder]x']] },
      sequences: { InstallExecuteSequence: { SetIt: [101, 'NOT Installed'] } },
    });
    const page = await start(given('a.msi', msi));
    await page.tab('Sequences');
    await page.page.getByLabel('Custom actions only').check();
    const row = page.page.getByRole('row').filter({ hasText: 'SetIt' });
    expect(await row.textContent()).toBe(
      '101SetItcustomNOT Installedsets INSTALLDIR = [ProgramFilesFolder]x',
    );
    await row.dblclick();
    await page.page.getByRole('grid', { name: 'Rows of CustomAction' }).waitFor();
  });

  it('shows what a patch is for and what it changes', async () => {
    const page = await start(writeClientPatch().patch);
    await page.tab('Patch');
    const text = await page.text('#view');
    const described = execFileSync(process.execPath, [
      'bin/hotfixkit.js',
      'info',
      '--json',
      writeClientPatch().patch,
    ]);
    const { patch } = JSON.parse(described.toString()) as { patch: NonNullable<PackageDescription['patch']> };
    const [target] = patch.changes;
    expect(text).toContain(patch.code);
    expect(text).toContain(`Target ${target!.transform}`);
    expect(target!.files.length).toBeGreaterThan(0);
    for (const { name, key, version } of target!.files) {
      expect(text).toContain(name ?? key);
      if (version.after) expect(text).toContain(version.after);
    }
  });

  it('goes into packages inside packages, and back', async () => {
    const inner = buildZip({
      files: [
        { name: 'x/hotfix.msi', bytes: readFileSync(hotfix) },
        { name: 'x/other.msi', bytes: readFileSync(standInPath(1)) },
      ],
    });
    const page = await start(given('outer.zip', buildZip({ files: [{ name: 'inner.zip', bytes: inner }] })));
    expect(await page.text('#view')).toContain('This file holds several packages');
    await page.page.getByRole('button', { name: 'Open x/hotfix.msi' }).click();
    await page.page.getByText('4.00.6487.2111').first().waitFor();
    await page.idle();
    await page.page.getByRole('button', { name: /^Back to/ }).click();
    await page.page.getByRole('button', { name: 'Open x/other.msi' }).waitFor();
    await page.idle();
  });

  it('looks into a package among the files of a package', async () => {
    const { msi } = buildPackage({
      files: [{ key: 'a', name: 'inner.msi', bytes: readFileSync(hotfix) }],
    });
    const page = await start(given('a.msi', msi));
    await page.tab('Files');
    await page.page.getByRole('row').filter({ hasText: 'inner.msi' }).click();
    await page.page.getByText('Look inside').click();
    await page.page.getByText('4.00.6487.2111').first().waitFor();
    await page.idle();
  });

  it.each([
    ['an article that is built in', null],
    ['an article in a file', 'article.txt'],
  ])('compares the package with %s, and saves the report of the command line', async (_, article) => {
    const page = await start(hotfix);
    await page.tab('Check');
    if (article === null) await page.page.getByText('Check the files').click();
    else {
      const text = 'KB977203\n\nFile name\tFile version\tFile size\nCcmcertfix.exe\t4.0.6487.2111\t17,769\n';
      await page.page.locator('#pick-article').setInputFiles(given(article, Buffer.from(text)) as never);
    }
    await page.page.locator('.verdict').waitFor();
    await page.idle();
    const verdict = article === null ? 'All 13 files match' : '0 of 1 files match';
    expect(await page.text('.verdict')).toContain(verdict);
    const { name, bytes } = await page.saved(() => page.page.getByText('Save the report as HTML').click());
    expect(name).toBe('SCCM2007-SP2-KB977203-ENU.msi.report.html');
    const html = bytes.toString();
    expect(html).toContain(createHash('sha256').update(readFileSync(hotfix)).digest('hex'));
    expect(html).toContain(verdict);
  });

  it('shows what an article of 20,000 files says without stopping', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `file${i}.dll\t1.0.0.${i}\t${i}`);
    const article = ['KB977203', '', 'File name\tFile version\tFile size', ...rows].join('\n');
    const page = await start(hotfix);
    await page.tab('Check');
    await page.page.locator('#pick-article').setInputFiles(given('a.txt', Buffer.from(article)) as never);
    await page.page.locator('.verdict').waitFor();
    await page.page.getByText('Files, as published and as found (20,000)').waitFor();
    await page.page.getByText('and 19,800 more').waitFor();
    const grid = page.page.getByRole('grid', { name: 'Files, as published and as found' });
    await grid.focus();
    await grid.press('End');
    await grid.getByText('file19999.dll').first().waitFor();
    expect(await page.page.getByRole('row').count()).toBeLessThan(100);
  });

  it('compares with an article that is dropped with the package', async () => {
    const manifest = JSON.stringify(manifestFromCatalogue('977203'));
    const page = await start(
      given('hotfix.msi', readFileSync(hotfix)),
      given('manifest.json', Buffer.from(manifest)),
    );
    await page.page.locator('.verdict').waitFor();
    expect(await page.text('.verdict')).toContain('All 13 files match');
  });

  const articleOf = (kb: string, version: string): Buffer =>
    Buffer.from(`KB${kb}\n\nFile name\tFile version\tFile size\nCcmcertfix.exe\t${version}\t17768\n`);

  it('says which of several articles is checked, and checks another one that is chosen', async () => {
    const page = await start(
      given('hotfix.msi', readFileSync(hotfix)),
      given('first.txt', articleOf('111111', '4.0.6487.2111')),
      given('second.txt', articleOf('222222', '9.9.9.9')),
    );
    await page.page.locator('.verdict').waitFor();
    const article = page.page.locator('#article');
    const chosen = () => article.locator('option:checked').textContent();
    expect(await page.text('.verdict')).toContain('KB111111');
    expect(await page.text('#view')).toContain('2 articles are here; this is checked against first.txt.');
    await article.selectOption({ label: 'second.txt' });
    expect(await chosen()).toBe('second.txt');
    await page.page.getByText('Check the files').click();
    await page.page.locator('.verdict').filter({ hasText: 'KB222222' }).waitFor();
    expect(await page.text('#view')).toContain('this is checked against second.txt.');
    await article.selectOption('977203');
    expect(await chosen()).toContain('KB977203');
    await page.page.getByText('Check the files').click();
    await page.page.locator('.verdict').filter({ hasText: 'All 13 files' }).waitFor();
    await page.idle();
    expect(await chosen()).toContain('KB977203');
  });

  it('does not judge an archive of several packages by an article, and keeps it for the one that is opened', async () => {
    const zip = buildZip({
      files: [1, 2].map((n) => ({
        name: `${n}.msi`,
        bytes: readFileSync(n === 1 ? standInPath(1) : hotfix),
      })),
    });
    const article = articleOf('1111111', '4.0.6487.2111');
    const page = await start(given('several.zip', zip), given('first.txt', article));
    expect(await page.page.locator('.verdict').count()).toBe(0);
    expect(await page.text('#status')).toBe('first.txt: open the package that it is for, then choose Check.');
    await page.page.getByRole('button', { name: 'Open 2.msi' }).click();
    await page.page.getByText('4.00.6487.2111').first().waitFor();
    await page.idle();
    await page.tab('Check');
    await page.page.getByText('Check the files').click();
    await page.page.locator('.verdict').filter({ hasText: 'KB1111111' }).waitFor();
  });

  it('does not judge an archive whose package is damaged, and says why', async () => {
    const cut = readFileSync(hotfix).subarray(0, 100_000);
    const damaged = buildZip({ files: [{ name: 'hotfix.msi', bytes: cut }] });
    const page = await start(given('damaged.zip', damaged), given('a.txt', articleOf('1111111', '1.0')));
    await page.page.locator('.problem').waitFor();
    expect(await page.text('.problem')).toContain('damaged.zip!hotfix.msi: the file ends at least');
    expect(await page.page.locator('.verdict').count()).toBe(0);
    await page.open(hotfix);
    await page.tab('Compare');
    await page.page.locator('#pick-other').setInputFiles(given('damaged.zip', damaged) as never);
    await page.page.locator('.problem').waitFor();
    expect(await page.text('.problem')).toContain('damaged.zip!hotfix.msi: the file ends at least');
  });

  it('compares with an encrypted archive after asking for its password', async () => {
    const secret = { name: 'hotfix.msi', bytes: readFileSync(hotfix), password: 'open sesame' };
    const page = await start(hotfix);
    await page.tab('Compare');
    const zip = given('secret.zip', buildZip({ files: [secret] }));
    await page.page.locator('#pick-other').setInputFiles(zip as never);
    await page.page.getByLabel('Password').fill('wrong');
    await page.page.getByText('Open with this password').click();
    await page.page.getByText('password is wrong').waitFor();
    await page.page.getByLabel('Password').fill('open sesame');
    await page.page.getByText('Open with this password').click();
    await page.page.getByText('The packages are the same.').waitFor();
    expect(await page.page.locator('.problem').count()).toBe(0);
  });

  it('compares with a package that has its cabinet beside it', async () => {
    const plan = (text: string) =>
      buildPackage({
        files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from(text), hash: false }],
        cabinets: 'external' as const,
      });
    const [before, after] = [plan('one'), plan('two')];
    const filesOfPlan = ({ msi, loose }: typeof before, name: string): GivenFile[] => [
      given(name, msi),
      given('files.cab', loose.get('files.cab')!),
    ];
    const page = await start(...filesOfPlan(before, 'a.msi'));
    await page.tab('Compare');
    await page.page.locator('#pick-other').setInputFiles(filesOfPlan(after, 'b.msi') as never);
    await page.page.getByText('a.msi → b.msi').waitFor();
    expect(await page.text('#view')).toContain('Files (1)');
    expect(await page.text('#view')).not.toContain('not compared');
  });

  it('asks for the password of files in an archive of several packages', async () => {
    const password = 'open sesame';
    const zip = buildZip({
      files: [1, 2].map((n) => ({ name: `${n}.msi`, bytes: readFileSync(hotfix), password })),
    });
    const page = await start(given('several.zip', zip));
    await page.tab('Files');
    await page.page.getByRole('row').filter({ hasText: '2.msi' }).click();
    await page.page.getByText('Save this file').click();
    await page.page.getByLabel('Password').fill(password);
    await page.page.getByText('Open with this password').click();
    await page.idle();
    const { bytes } = await page.saved(() => page.page.getByText('Save this file').click());
    expect(bytes.length).toBe(133_120);
  });

  it('shows a product though the cabinet beside it is that of another one, or not there', async () => {
    const files = ['a', 'b'].map((key) => ({ key, name: `${key}.txt`, bytes: Buffer.from(key) }));
    const { msi } = buildPackage({ files, cabinets: 'external' });
    const { loose } = buildPackage({ files: files.slice(0, 1), cabinets: 'external' });
    const page = await start(given('a.msi', msi));
    expect(await page.text('#view')).toContain('missing: files.cab (2 files)');
    expect(await page.text('#view')).not.toContain('found ]');
    await page.open(given('a.msi', msi), given('files.cab', loose.get('files.cab')!));
    await page.page.getByText('the cabinet does not hold this file of the File table').waitFor();
    await page.idle();
    await page.tab('Files');
    await page.page.getByRole('row').filter({ hasText: 'b.txt' }).waitFor();
  });

  it('saves the file that was clicked where another one has its path', async () => {
    const { msi } = buildPackage({
      files: ['one', 'two'].map((key) => ({ key, name: 'same.txt', bytes: Buffer.from(key) })),
    });
    const member = (text: string) => ({ name: 'same.txt', bytes: Buffer.from(text) });
    const cab = buildCabinet({ folders: [{ method: 'none', files: [member('one'), member('two')] }] });
    const page = await start(given('a.msi', msi));
    for (const another of [null, given('a.cab', cab)]) {
      if (another) await page.open(another);
      if (another) await page.page.locator('header').getByText('a.cab').waitFor();
      await page.idle();
      await page.tab('Files');
      await page.page.getByRole('row').filter({ hasText: 'same.txt' }).nth(1).click();
      await page.page.locator('.details').waitFor();
      const { bytes } = await page.saved(() => page.page.getByText('Save this file').click());
      expect(bytes.toString()).toBe('two');
    }
  });

  it('saves both of two files that have one path, and says so', async () => {
    const { msi } = buildPackage({
      files: ['one', 'two'].map((key) => ({ key, name: 'same.txt', bytes: Buffer.from(key) })),
    });
    const page = await start(given('a.msi', msi));
    await page.tab('Files');
    const { bytes } = await page.saved(() => page.page.getByText('Save all as zip').click());
    await page.idle();
    const texts = Object.entries(filesOf(bytes)).map(([path, one]) => [path, Buffer.from(one).toString()]);
    expect(texts.sort()).toEqual([
      ['Fixture/same.txt', 'one'],
      ['Fixture/same~two.txt', 'two'],
    ]);
    expect(await page.text('#status')).toContain('the second is written as Fixture/same~two.txt');
  });

  it('says what an article without a package is for', async () => {
    const page = await start(given('first.txt', articleOf('111111', '4.0.6487.2111')));
    expect(await page.text('.problem')).toContain('open the package first, or drop both together');
  });

  it('compares the hashes that an article has of the package itself', async () => {
    const { base } = parse(hotfix);
    const article = `KB977203\n\nFile name\tFile version\tFile size\nCcmcertfix.exe\t4.0.6487.2111\t17768\n\nFile hash information\nFile name\tSHA1 hash\tSHA256 hash\n${base}\t${'A'.repeat(40)}\t${'B'.repeat(64)}\n`;
    const page = await start(given(base, readFileSync(hotfix)), given('article.txt', Buffer.from(article)));
    await page.page.locator('.verdict.bad').waitFor();
    expect(await page.text('#view')).toContain(`${base}: hash is SHA-1`);
  });

  it('saves a folder, and all files, as the command line extracts them', async () => {
    const page = await start(hotfix);
    await page.tab('Files');
    await page.page.getByRole('row').filter({ hasText: 'Client' }).first().click();
    const folder = await page.saved(() => page.page.getByText('Save this folder as zip').click());
    expect(folder.name).toBe('Client.zip');
    await page.idle();
    const all = await page.saved(() => page.page.getByText('Save all as zip').click());
    const extracted = tempFolder();
    execFileSync(process.execPath, ['bin/hotfixkit.js', 'extract', hotfix, '-o', extracted]);
    expect(hashesOf(all.bytes)).toEqual(hashTree(extracted));
    const below = 'Microsoft Configuration Manager/';
    expect(hashesOf(folder.bytes)).toEqual(
      Object.fromEntries(
        Object.entries(hashTree(extracted)).flatMap(([path, hash]) =>
          path.startsWith(`${below}Client/`) ? [[path.slice(below.length), hash]] : [],
        ),
      ),
    );
  });

  it('saves the image that msiexec /a makes', async () => {
    const page = await start(hotfix);
    await page.tab('Files');
    const { name, bytes } = await page.saved(() => page.page.getByText('Save the image as zip').click());
    expect(name).toBe('SCCM2007-SP2-KB977203-ENU.msi.image.zip');
    const image = tempFolder();
    execFileSync(process.execPath, [
      'bin/hotfixkit.js',
      'msiexec',
      '/a',
      hotfix,
      `TARGETDIR=${image}`,
      '/qn',
    ]);
    const [mine, expected] = [hashesOf(bytes), hashTree(image)];
    // The database says who made it, and when.
    const database = 'SCCM2007-SP2-KB977203-ENU.msi';
    expect(Object.keys(mine).sort()).toEqual(Object.keys(expected).sort());
    expect({ ...mine, [database]: '' }).toEqual({ ...expected, [database]: '' });
    const saved = openPackage(Buffer.from(filesOf(bytes)[database]!));
    try {
      expect(saved.kind === 'msi' && saved.content.isAdministrativeImage).toBe(true);
    } finally {
      saved.close();
    }
  });

  it.each([
    ['in light', { colorScheme: 'light' as const }],
    ['in dark', { colorScheme: 'dark' as const }],
    ['on a phone', { viewport: { width: 360, height: 740 } }],
  ])('has nothing that axe finds, and fits, %s', async (_, options) => {
    opened = await OpenPage.start(browser, options);
    const { page } = opened;
    const found: string[] = [];
    // The policy of the page refuses scripts that are added to it, so it is not added but run.
    const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
    const look = async (where: string): Promise<void> => {
      await page.evaluate(axe);
      const { violations } = (await page.evaluate('axe.run()')) as {
        violations: { id: string; nodes: { html: string }[] }[];
      };
      found.push(...violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]!.html}`));
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (overflow !== 0) found.push(`${where}: ${overflow} pixels too wide`);
    };
    await look('empty');
    await opened.open(hotfix);
    await look('overview');
    for (const tab of ['Files', 'Tables', 'Sequences']) {
      await opened.tab(tab);
      await page.locator('.grid-body .grid-line').nth(4).click();
      await look(tab);
    }
    await opened.tab('Check');
    await page.getByText('Check the files').click();
    await page.locator('.verdict').waitFor();
    await opened.idle();
    await look('check');
    await opened.open(writeClientPatch().patch);
    await opened.tab('Patch');
    await look('patch');
    await opened.open(given('a.msi', Buffer.from('text')));
    await page.locator('.problem').waitFor();
    await look('problem');
    expect(found).toEqual([]);
  });

  it.each([
    [1280, ['Name', 'Version', 'Platform', 'Size', 'Date (UTC)']],
    [1024, ['Name', 'Version', 'Size']],
    [360, ['Name', 'Version', 'Platform', 'Size']],
  ])('shows whole columns beside the facts of a file, %i pixels wide', async (width, titles) => {
    opened = await OpenPage.start(browser, { viewport: { width, height: 740 } });
    await opened.open(hotfix);
    await opened.tab('Files');
    await opened.page.getByRole('row').filter({ hasText: 'Mcs.msi' }).click();
    await opened.page.locator('.details').waitFor();
    expect(await opened.page.getByRole('columnheader').allInnerTexts()).toEqual(
      titles.map((title) => expect.stringContaining(title)),
    );
    const cut = "[...document.querySelectorAll('.grid')].map((one) => one.scrollWidth - one.clientWidth)";
    expect(await opened.page.evaluate(cut)).toEqual([0]);
    // The facts can be read to their end.
    await opened.page.locator('.details dd').last().scrollIntoViewIfNeeded();
    await opened.tab('Check');
    const outside =
      "[...document.querySelectorAll('#view select')].filter((one) => one.getBoundingClientRect().right > one.closest('.card').getBoundingClientRect().right).length";
    expect(await opened.page.evaluate(outside)).toBe(0);
  });

  it('can be used with the keyboard alone', async () => {
    const page = await start(hotfix);
    const { keyboard } = page.page;
    await page.page.getByRole('tab', { name: 'Overview' }).focus();
    await keyboard.press('ArrowRight');
    expect(await page.page.evaluate('document.activeElement.id')).toBe('tab-files');
    await keyboard.press('End');
    expect(await page.page.evaluate('document.activeElement.id')).toBe('tab-compare');
    await keyboard.press('Home');
    expect(await page.page.evaluate('document.activeElement.id')).toBe('tab-overview');
    await page.page.getByRole('tab', { name: /^Files ?, ?[0-9]+$/ }).focus();
    await page.page.getByRole('tab', { name: /^Files ?, ?[0-9]+$/ }).click();
    await page.page.getByRole('treegrid').focus();
    for (const key of ['Home', 'ArrowLeft']) await keyboard.press(key);
    const rows = page.page.locator('.grid-body').getByRole('row');
    expect(await rows.count()).toBe(1);
    expect(await rows.first().getAttribute('aria-expanded')).toBe('false');
    for (const key of ['ArrowRight', 'ArrowDown', 'End']) await keyboard.press(key);
    const { name } = await page.saved(() => keyboard.press('Enter'));
    expect(name).toBe('Ccmcertfix.exe');
    const selected = await page.page.getByRole('treegrid').getAttribute('aria-activedescendant');
    expect(await page.page.locator(`#${selected}`).getAttribute('aria-selected')).toBe('true');
  });

  it.each(['Enter', 'Space'])('sorts with %s on a head, though a line is selected', async (key) => {
    const page = await start(hotfix);
    await page.tab('Files');
    const saved: string[] = [];
    page.page.on('download', (download) => saved.push(download.suggestedFilename()));
    await page.page.getByRole('row').filter({ hasText: 'Mcs.msi' }).click();
    const size = page.page.getByRole('columnheader', { name: 'Size' });
    await size.getByRole('button').press(key);
    await page.page
      .locator('[role=columnheader][aria-sort=descending]')
      .filter({ hasText: 'Size' })
      .waitFor();
    await page.idle();
    expect(saved).toEqual([]);
  });

  it('compares two packages as diff does', async () => {
    const page = await start(standInPath(1));
    await page.tab('Compare');
    await page.page.locator('#pick-other').setInputFiles(hotfix);
    await page.page.getByText('SCCM2007-SP1-KB977203-ENU.msi → SCCM2007-SP2-KB977203-ENU.msi').waitFor();
    await page.idle();
    const { stdout } = spawnSync(process.execPath, [
      'bin/hotfixkit.js',
      'diff',
      '--json',
      standInPath(1),
      hotfix,
    ]);
    const { rows, files } = JSON.parse(stdout.toString()) as { rows: unknown[]; files: { key: string }[] };
    const text = await page.text('#view');
    expect(text).toContain(`Rows of tables (${rows.length})`);
    expect(text).toContain(`Files (${files.length})`);
    expect(rows.length).toBeGreaterThan(3);
    const row = page.page.getByRole('row').filter({ hasText: 'ProductVersion' });
    expect(await row.textContent()).toMatch(/changed.*4[.]00[.]6221.*4[.]00[.]6487[.]2111/);
  });

  it('says why a file cannot be opened as the command line does, and goes on', async () => {
    const page = await start(given('page.msi', Buffer.from('<!DOCTYPE html><title>Sign in</title>')));
    expect(await page.text('.problem')).toContain(
      'page.msi: not a package: this is an HTML page, as a failed download leaves it',
    );
    await page.open(hotfix);
    await page.page.locator('.tabs').waitFor();
    expect(await page.page.locator('.problem').count()).toBe(0);
  });

  it('opens files that are dropped', async () => {
    const page = await start();
    const base64 = readFileSync(hotfix).toString('base64');
    await page.page.evaluate(`{
      const bytes = Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'dropped.msi'));
      for (const name of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    }`);
    await page.page.locator('.tabs').waitFor();
    await page.idle();
    expect(await page.text('header')).toContain('dropped.msi');
  });

  it('can be cancelled at any time, and goes on', async () => {
    const page = await start(hotfix);
    await page.tab('Files');
    await page.page.getByRole('row').filter({ hasText: 'Mcs.msi' }).click();
    // Workers that never answer.
    for (const worker of page.page.workers()) worker.evaluate('for (;;);').catch(() => {});
    await page.page.getByText('Compute SHA-256').click();
    await page.page.getByRole('button', { name: 'Cancel' }).click();
    await page.page.getByText('Cancelled.').waitFor();
    // The button is gone; what happened is read out.
    expect(await page.page.evaluate('document.activeElement.textContent')).toBe('Cancelled.');
    await page.page.getByText('Compute SHA-256').click();
    await page.page
      .locator('.details')
      .getByText(/^[0-9a-f]{64}$/)
      .waitFor();
    await page.page.getByText('Save this file').click();
    await page.page.getByRole('button', { name: 'Cancel' }).click();
    await page.page.getByText('Cancelled.').waitFor();
    const { bytes } = await page.saved(() => page.page.getByText('Save this file').click());
    expect(bytes.length).toBe(7_204_864);
  });

  it('starts another worker where one dies', async () => {
    const page = await start(hotfix);
    for (const worker of page.page.workers()) {
      await worker.evaluate('setTimeout(() => { throw new Error("broken"); })');
    }
    await page.page.getByText('ended by itself').waitFor();
    await page.tab('Files');
    await page.page.getByRole('row').filter({ hasText: 'Mcs.msi' }).click();
    const { bytes } = await page.saved(() => page.page.getByText('Save this file').click());
    expect(bytes.length).toBe(7_204_864);
    page.complaints.length = 0;
  });

  it.each([
    ['ZipCrypto', undefined],
    ['AES', 256 as const],
  ])('opens an archive encrypted with %s with its password', async (_, aes) => {
    const secret = { name: 'hotfix.msi', bytes: readFileSync(hotfix), password: 'open sesame' };
    const zip = buildZip({ files: [aes ? { ...secret, aes } : secret] });
    const page = await start(given('a.zip', zip));
    expect(await page.text('.problem')).not.toContain('--');
    await page.page.getByLabel('Password').fill('wrong');
    await page.page.getByText('Open with this password').click();
    await page.page.getByText('password is wrong').waitFor();
    await page.page.getByLabel('Password').fill('open sesame');
    await page.page.getByText('Open with this password').click();
    await page.page.getByText('4.00.6487.2111').first().waitFor();
  });
});

describe.skipIf(!hasBrowser)('hotfixkit view', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it('shows a package on a server that ends with the page', async () => {
    const run = spawn(process.execPath, ['bin/hotfixkit.js', 'view', hotfix, '--no-browser']);
    const ended = new Promise<number | null>((resolve) => run.once('exit', resolve));
    const address = await new Promise<string>((resolve) =>
      run.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())),
    );
    const opened = await OpenPage.start(browser, {}, address);
    await opened.page.getByText('4.00.6487.2111').first().waitFor();
    await opened.idle();
    const { origin } = new URL(address);
    expect(opened.requests.every((one) => one.startsWith(origin) || one.startsWith('blob:'))).toBe(true);
    expect(opened.complaints).toEqual([]);
    await opened.tab('Files');
    await opened.page.getByRole('row').filter({ hasText: 'Mcs.msi' }).click();
    const { bytes } = await opened.saved(() => opened.page.getByText('Save this file').click());
    expect(bytes.length).toBe(7_204_864);
    await opened.close();
    expect(await ended).toBe(0);
  });

  it.each([
    ['a cabinet', 'external' as const],
    ['loose files', 'none' as const],
  ])('reads %s beside the package, on a server and in one file', async (_, cabinets) => {
    const folder = tempFolder();
    const content = Buffer.from('content of a file');
    const { msi, loose } = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: content }], cabinets });
    writeTree(folder, { 'a.msi': msi, ...Object.fromEntries(loose) });
    const path = join(folder, 'a.msi');
    const file = join(folder, 'page.html');
    execFileSync(process.execPath, ['bin/hotfixkit.js', 'view', path, '-o', file]);
    const run = spawn(process.execPath, ['bin/hotfixkit.js', 'view', path, '--no-browser']);
    const ended = new Promise<number | null>((resolve) => run.once('exit', resolve));
    const served = await new Promise<string>((resolve) =>
      run.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())),
    );
    for (const address of [pathToFileURL(file).href, served]) {
      const opened = await OpenPage.start(browser, {}, address);
      await opened.tab('Files');
      await opened.idle();
      await opened.page.getByRole('row').filter({ hasText: 'a.txt' }).click();
      const { bytes } = await opened.saved(() => opened.page.getByText('Save this file').click());
      expect(bytes.equals(content)).toBe(true);
      expect(opened.complaints).toEqual([]);
      await opened.close();
    }
    expect(await ended).toBe(0);
  });

  it('writes one file with the package in it', async () => {
    const file = join(tempFolder(), 'page.html');
    execFileSync(process.execPath, ['bin/hotfixkit.js', 'view', hotfix, '-o', file]);
    const opened = await OpenPage.start(browser, {}, pathToFileURL(file).href);
    await opened.page.getByText('4.00.6487.2111').first().waitFor();
    await opened.idle();
    expect(opened.complaints).toEqual([]);
    expect(opened.requests.filter((one) => !/^(?:file|blob):/.test(one))).toEqual([]);
    await opened.close();
  });
});

/** The files of a zip archive. */
function filesOf(zip: Uint8Array): Record<string, Uint8Array> {
  const archive = ZipArchive.open(new BufferSource(zip))!;
  return Object.fromEntries(
    archive.entries.map((entry) => [
      entry.name,
      Buffer.concat([...archive.pieces(entry)].map((piece) => piece.slice())),
    ]),
  );
}

function hashesOf(zip: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(filesOf(zip)).map(([path, bytes]) => [path, sha256(bytes)]));
}
