import { expect, it } from 'vitest';
import { beginOutput } from '../../../src/node/output-transaction.js';
import { holdFiles } from '../../../src/package/node/held-package.js';
import { writeHeldFiles } from '../../../src/package/node/write-held-files.js';
import { textTree } from '../../support/package-folder.js';
import { tempFolder } from '../../support/temp-folder.js';
import { threeFiles, withPlan } from '../../support/three-files.js';

const files = threeFiles;

it('writes those that are held and those that are not, checked alike', () =>
  withPlan({ files }, async (content) => {
    const folder = tempFolder();
    const held = await holdFiles(content, content.files.slice(0, 2));
    const items = content.files.map((file) => ({ file, path: file.name }));
    const output = await beginOutput(folder);
    expect(await writeHeldFiles(content, held, items, output)).toEqual([]);
    await output.commit();
    expect(textTree(folder)).toEqual({ 'a.txt': 'first', 'b.txt': '', 'c.txt': 'third' });
    held.close();
  }));

it('refuses what is not what the package states', () =>
  withPlan({ files: [{ ...files[0]!, size: 4 }] }, async (content) => {
    const held = await holdFiles(content, content.files);
    const output = await beginOutput(tempFolder());
    const items = [{ file: content.files[0]!, path: 'a.txt' }];
    await expect(
      writeHeldFiles(content, held, items, output).catch((error: unknown) => {
        throw output.failed(error);
      }),
    ).rejects.toMatchObject({ code: 'PACKAGE_FILE_SIZE' });
    held.close();
  }));
