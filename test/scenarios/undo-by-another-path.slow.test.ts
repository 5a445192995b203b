import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../support/command-line.js';
import { canLinkFolders, linkFolder } from '../support/links.js';
import { standInPath, textTree } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

/** Staging is taken back whatever path leads to the client source: through links, relative, with a separator at its end. */
describe.skipIf(!canLinkFolders)('undo by another path than the one that was staged to', () => {
  const stand = () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'real/Client'), { recursive: true });
    mkdirSync(join(folder, 'links'));
    linkFolder(join(folder, 'real'), join(folder, 'parent'));
    linkFolder(join(folder, 'real/Client'), join(folder, 'links/Client'));
    return folder;
  };
  const client = (folder: string, spelling: string): string =>
    spelling === 'relative' ? relative(process.cwd(), join(folder, 'real/Client')) : `${folder}/${spelling}`;

  it.each([
    ['real/Client', 'real/Client/'],
    ['real/Client', 'relative'],
    ['real/Client', 'parent/Client'],
    ['real/Client', 'links/Client'],
    ['parent/Client', 'real/Client'],
    ['parent/Client', 'links/Client'],
    ['links/Client', 'links/Client//'],
  ])('%s and %s', async (from, to) => {
    const folder = stand();
    const stage = ['stage', standInPath(2), '--kb', '977203', '--client-source', client(folder, from)];
    expect(await hotfixkit([...stage, '--create-client-source'])).toMatchObject({ status: 0 });
    // What is there already is known by the other path too, and changes nothing of the record.
    const again = [...stage.slice(0, -1), client(folder, to), '--create-client-source'];
    expect(await hotfixkit(again)).toMatchObject({ status: 0 });
    const undo = ['stage', '--undo', '--kb', '977203', '--client-source', client(folder, to)];
    expect(await hotfixkit(undo)).toMatchObject({ status: 0, stderr: '' });
    expect(textTree(folder)).toEqual({});
    expect(readdirSync(join(folder, 'real'))).toEqual(['Client']);
  });

  it('with the record and the utility beside a link', async () => {
    const folder = stand();
    const stage = ['stage', standInPath(2), '--kb', '977203', '--create-client-source'];
    const staged = await hotfixkit([...stage, '--client-source', join(folder, 'links/Client')]);
    expect(staged).toMatchObject({ status: 0 });
    const undo = ['stage', '--undo', '--kb', '977203', '--client-source', join(folder, 'real/Client')];
    expect(await hotfixkit(undo)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--record DIR'),
    });
    const where = ['--record', join(folder, 'links/hotfixkit-KB977203-undo')];
    where.push('--utility-source', join(folder, 'links/CCMCertFix'));
    expect(await hotfixkit([...undo, ...where])).toMatchObject({ status: 0, stderr: '' });
    expect(textTree(folder)).toEqual({});
  });

  it('leaves what a link in the client source leads to', async () => {
    const folder = stand();
    const stage = ['stage', standInPath(2), '--kb', '977203', '--create-client-source'];
    await hotfixkit([...stage, '--client-source', join(folder, 'real/Client')]);
    const before = textTree(folder);
    const undo = ['stage', '--undo', '--kb', '977203', '--client-source', join(folder, 'links')];
    const record = ['--record', join(folder, 'real/hotfixkit-KB977203-undo')];
    expect(await hotfixkit([...undo, ...record])).toMatchObject({ status: 1 });
    expect(textTree(folder)).toEqual(before);
  });
});
