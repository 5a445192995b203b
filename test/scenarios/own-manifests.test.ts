import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { tempFolder } from '../support/temp-folder.js';

const article = (kb: string, name: string, size: string) =>
  [
    `<html><title>KB${kb}</title><table><tr><th>File name<th>File version<th>File size<th>Date<th>Time</tr>`,
    `<tr><td>${name}<td>Not applicable<td>${size}<td>15-Jan-2010<td>01:40</tr></table></html>`,
  ].join('');

/** A tree with two files, and a folder with the articles. */
function written(...articles: [file: string, text: string][]) {
  const folder = tempFolder();
  for (const name of ['tree', 'articles']) mkdirSync(join(folder, name));
  for (const name of ['widget.txt', 'gadget.txt'])
    writeFileSync(join(folder, 'tree', name), 'x'.repeat(4000));
  for (const [file, text] of articles) writeFileSync(join(folder, 'articles', file), text);
  return { tree: join(folder, 'tree'), articles: join(folder, 'articles') };
}
const scan = async (tree: string, manifest: string, ...more: string[]) => {
  const done = await hotfixkit(['verify', tree, '--manifest', manifest, '--kb', 'all', '--json', ...more]);
  const { hotfixes = [], warnings = [] } = JSON.parse(done.stdout);
  return { status: done.status, kbs: hotfixes.map(({ kb }: { kb: string }) => kb), warnings };
};

describe('--kb all with --manifest', () => {
  it('compares with every article of the folder, and with nothing else', async () => {
    const { tree, articles } = written(
      ['a.html', article('900001', 'widget.txt', '4,000')],
      ['b.html', article('900002', 'gadget.txt', '4,000')],
    );
    expect(await scan(tree, articles)).toMatchObject({ status: 0, kbs: ['900001', '900002'] });
  });

  it.each(['a.html', ''])('finds a wrong file by %j', async (file) => {
    const { tree, articles } = written(['a.html', article('900001', 'widget.txt', '4,001')]);
    expect(await scan(tree, join(articles, file))).toMatchObject({ status: 1, kbs: ['900001'] });
  });

  it('names files of the folder that are no articles', async () => {
    const { tree, articles } = written(
      ['a.html', article('900001', 'widget.txt', '4,000')],
      ['b.html', '<html>nothing</html>'],
    );
    expect((await scan(tree, articles)).warnings).toMatchObject([
      { code: 'ARTICLE_NO_TABLE', file: expect.stringContaining('b.html') },
    ]);
  });

  it('refuses a folder without any', async () => {
    const { tree, articles } = written();
    writeFileSync(join(articles, 'b.html'), 'nothing');
    const done = await hotfixkit(['verify', tree, '--manifest', articles, '--kb', 'all']);
    expect(done.status).toBe(2);
    expect(done.stderr).toContain('there is no manifest here');
  });
});
