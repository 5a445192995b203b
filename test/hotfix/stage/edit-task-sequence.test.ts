import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  readTaskSequenceEdit,
  refuseSameTaskSequence,
  writeTaskSequence,
} from '../../../src/hotfix/stage/edit-task-sequence.js';
import { caught } from '../../support/caught.js';
import { canLinkFiles } from '../../support/links.js';
import { exportedTaskSequence, replaced } from '../../support/task-sequence.js';
import { tempFolder } from '../../support/temp-folder.js';

const request = {
  patches: ['i386/hotfix/KB977203/a.msp'],
  utility: { name: 'CCMCertFix', program: 'CCMCertFix', packageId: 'ABC00042' },
};

const declared = (encoding: string): string =>
  replaced(exportedTaskSequence(), '<?xml version="1.0"?>', `<?xml version="1.0" encoding="${encoding}"?>`);

/** A name that the encoding can hold. */
const named = (text: string, name: string): string => replaced(text, 'Setup windows and ConfigMgr', name);

describe('an exported task sequence', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(named(declared('utf-8'), '安装 \u{1f600}'))],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${named(exportedTaskSequence(), 'Thiết lập')}`)],
    ['UTF-16', Buffer.from(`\ufeff${named(declared('utf-16'), '安装')}`, 'utf16le')],
    [
      'UTF-16, high byte first',
      Buffer.from(`\ufeff${named(declared('utf-16'), '安装')}`, 'utf16le').swap16(),
    ],
    ['windows-1252', Buffer.from(named(declared('windows-1252'), 'für'), 'latin1')],
  ])('in %s keeps its encoding and every byte that is not edited', async (_, bytes) => {
    const path = join(tempFolder(), 'ts.xml');
    writeFileSync(path, bytes);
    const edit = readTaskSequenceEdit(path, request);
    // The lines around the edits, from both ends.
    let start = 0;
    while (bytes[start] === edit.bytes[start]) start++;
    let end = 0;
    while (bytes.at(-1 - end) === edit.bytes.at(-1 - end)) end++;
    const wide = bytes[1] === 0xfe || bytes[1] === 0xff ? 2 : 1;
    const text = exportedTaskSequence();
    expect(start).toBeGreaterThan(text.indexOf('<DependentProgram') * wide);
    expect(end).toBeGreaterThan((text.length - text.indexOf('<!-- after the client')) * wide);
    await writeTaskSequence(edit, path);
    expect(readTaskSequenceEdit(path, request)).toMatchObject({ changes: [] });
    expect(readTaskSequenceEdit(path, request).bytes).toEqual(new Uint8Array(readFileSync(path)));
  });

  it('names the file in what it refuses', () => {
    const path = join(tempFolder(), 'ts.xml');
    writeFileSync(path, Buffer.from(named(exportedTaskSequence(), 'für'), 'latin1'));
    const { code, facts } = caught(() => readTaskSequenceEdit(path, request));
    expect([code, facts.file]).toEqual(['XML_BAD_ENCODING', path]);
  });

  it('is not written over', () => {
    const folder = tempFolder();
    const path = join(folder, 'ts.xml');
    writeFileSync(path, exportedTaskSequence());
    expect(caught(() => refuseSameTaskSequence(path, path))).toMatchObject({
      code: 'USAGE',
      facts: { file: path },
    });
    expect(() => refuseSameTaskSequence(path, join(folder, 'new.xml'))).not.toThrow();
  });

  it.skipIf(!canLinkFiles)('is not written over by another name', () => {
    const folder = tempFolder();
    const path = join(folder, 'ts.xml');
    const link = join(folder, 'link.xml');
    writeFileSync(path, exportedTaskSequence());
    symlinkSync(path, link);
    expect(caught(() => refuseSameTaskSequence(path, link))).toMatchObject({
      code: 'USAGE',
      facts: { file: link },
    });
  });
});
