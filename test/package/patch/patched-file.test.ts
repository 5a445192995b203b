import { expect, it } from 'vitest';
import { openPackage } from '../../../src/package/open-package.js';
import { openPatchedPackage } from '../../../src/package/patch/open-patched-package.js';
import { buildClient, buildSmallPatch, writeClient, writePatch } from '../../support/patch-scenario.js';
import { tempFolder } from '../../support/temp-folder.js';

const file = (key: string, content: string) => ({
  key,
  name: `${key}.txt`,
  component: `C${key}`,
  bytes: Buffer.from(content),
});

it('opens itself as the patches leave it, and knows what it was', () => {
  const home = tempFolder();
  const old = [file('A', 'old'), file('B', 'stays')];
  const patch = buildSmallPatch(
    buildClient('1.0.0', old),
    buildClient('1.0.1', [file('A', 'newer'), file('B', 'stays')]),
    { A: { whole: Buffer.from('newer') } },
  );
  const opened = openPatchedPackage(openPackage(writeClient(home, '1.0.0', old)), [
    openPackage(writePatch(home, 'a.msp', patch)),
  ]);
  try {
    const files = opened.content.files;
    expect(files.map((one) => [one.key, Buffer.from(one.bytes()).toString(), one.before?.size])).toEqual([
      ['A', 'newer', 3],
      ['B', 'stays', 5],
    ]);
    expect(files.map(({ contents }) => contents.length)).toEqual([1, 0]);
  } finally {
    opened.close();
  }
});
