import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { decodeContents, memberOf, WholeFiles } from '../../../src/package/patch/patch-contents.js';
import { PatchPackage } from '../../../src/package/patch/patch-package.js';
import { buildCabinet } from '../../support/cabinet-builder.js';
import { caught } from '../../support/caught.js';
import { buildDatabase } from '../../support/database-builder.js';
import { text } from '../../support/package-folder.js';

const bytes = buildCabinet({
  folders: [
    {
      method: 'mszip',
      files: ['a', 'b', 'c'].map((name) => ({ name, bytes: text(`content of ${name}`) })),
    },
  ],
});
const msp = buildDatabase({ kind: 'msp', tables: [], streams: [{ name: 'one.cab', bytes }] });
const patch = new PatchPackage(new BufferSource(msp), 'msp', { label: 'x.msp' });
const file = (key: string) => ({ key, contents: [{ patch, cabinet: '#one.cab', delta: null }] });

it('gives whole files in pieces and keeps what the others are made of, in one go', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(file);
  const contents = new Map([
    [b!, new Array<Uint8Array>(1)],
    [c!, new Array<Uint8Array>(1)],
  ]);
  const gatherer = new WholeFiles();
  const whole = [...decodeContents([a!], contents)].flatMap((part) => gatherer.add(part) ?? []);
  const read = (one: Uint8Array) => Buffer.from(one).toString();
  expect(whole.map(read)).toEqual(['content of a']);
  expect([...contents.values()].flat().map(read)).toEqual(['content of b', 'content of c']);
});

it('names the patch that does not hold a file', () => {
  expect(caught(() => memberOf(file('nowhere').contents[0]!, 'nowhere'))).toMatchObject({
    kind: 'input',
    facts: { file: 'x.msp' },
  });
});
