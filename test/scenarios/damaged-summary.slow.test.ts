import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SummaryProperty } from '../../src/msi/summary-information.js';
import { hotfixkit } from '../support/command-line.js';
import { buildPackage } from '../support/package-builder.js';
import { text } from '../support/package-folder.js';
import { tempFolder } from '../support/temp-folder.js';

const { msi } = buildPackage({ files: [{ key: 'f1', name: 'one.txt', bytes: text('one') }] });
/** The stream is found by the FMTID of the summary information, which stands 28 bytes behind its start. */
const FMTID = Uint8Array.of(0xe0, 0x85, 0x9f, 0xf2, 0xf9, 0x4f, 0x68, 0x10, 0xab, 0x91);
const streamAt = Buffer.from(msi).indexOf(FMTID) - 28;

/** The package with a property that lies past the end of its set. */
function withoutProperty(id: number): Uint8Array {
  const bytes = msi.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const section = streamAt + view.getUint32(streamAt + 44, true);
  for (let i = 0; i < view.getUint32(section + 4, true); i++) {
    const entry = section + 8 + 8 * i;
    if (view.getUint32(entry, true) === id) {
      view.setUint32(entry + 4, 5000, true);
      return bytes;
    }
  }
  throw new Error(`the summary information has no property ${id}`);
}

function withoutMark(): Uint8Array {
  const bytes = msi.slice();
  bytes[streamAt] = 0;
  return bytes;
}

const written = (bytes: Uint8Array): string => {
  const path = join(tempFolder(), 'x.msi');
  writeFileSync(path, bytes);
  return path;
};

const properties: [string, number][] = [
  ['Author', SummaryProperty.author],
  ['Revision Number', SummaryProperty.revision],
  ['Template', SummaryProperty.template],
  ['Codepage', SummaryProperty.codePage],
  ['Word Count', SummaryProperty.wordCount],
  ['Last Saved Time/Date', SummaryProperty.lastSaved],
];

describe('summary information in which a property cannot be read', () => {
  it.each(properties)('%s: everything else can be', async (name, id) => {
    const path = written(withoutProperty(id));
    for (const command of ['tables', 'streams', 'list', 'info']) {
      const { status, stderr } = await hotfixkit([command, path]);
      expect([command, status]).toEqual([command, 0]);
      expect(stderr).toContain(
        `${name} in the summary information cannot be read: a property is past the end`,
      );
      expect((await hotfixkit([command, path, '--strict'])).status).toBe(3);
    }
    const out = join(tempFolder(), 'out');
    const extracted = await hotfixkit(['extract', path, '-o', out]);
    const isKnown = id !== SummaryProperty.wordCount;
    expect([extracted.status, existsSync(out)]).toEqual(isKnown ? [0, true] : [3, false]);
    if (!isKnown) expect(extracted.stderr).toContain('Word Count says whether files lie in cabinets');
  });

  it('no image is made', async () => {
    const target = join(tempFolder(), 'image');
    const path = written(withoutProperty(SummaryProperty.author));
    const { lastLine } = await hotfixkit(['msiexec', '/a', path, '/qn', `TARGETDIR=${target}`]);
    expect([lastLine, existsSync(target)]).toEqual(['msiexec: exit code 1620', false]);
  });
});

describe('summary information that cannot be read at all', () => {
  it('is a warning where it is not needed', async () => {
    const path = written(withoutMark());
    for (const command of ['tables', 'streams', 'list', 'info']) {
      const { status, stderr } = await hotfixkit([command, path]);
      expect([command, status]).toEqual([command, 0]);
      expect(stderr).toContain('the summary information cannot be read: ');
    }
    const out = join(tempFolder(), 'out');
    const extracted = await hotfixkit(['extract', path, '-o', out, '--json']);
    expect(extracted.json()).toMatchObject({ error: { code: 'MSI_BAD_SUMMARY', file: path } });
    expect([extracted.status, existsSync(out)]).toEqual([3, false]);
    const target = join(tempFolder(), 'image');
    const image = await hotfixkit(['msiexec', '/a', path, '/qn', `TARGETDIR=${target}`]);
    expect(image.lastLine).toBe('msiexec: exit code 1620');
  });
});
