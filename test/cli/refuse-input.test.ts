import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { verify } from '../../src/cli/definitions/verify.js';
import { refuseAsOutput, refuseInput } from '../../src/cli/refuse-input.js';
import { tempFolder } from '../support/temp-folder.js';

describe('refuseInput', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = tempFolder();
    writeFileSync(at('a.exe'), '');
    writeFileSync(at('b!c'), '');
    linkSync(at('a.exe'), at('link'));
  });

  it.each([
    ['a.exe', 'a.exe'],
    ['a.exe', 'a.exe!inner.msi'],
    ['a.exe', 'A.EXE'],
    ['link', 'a.exe'],
    ['x/../a.exe', 'a.exe'],
    ['b!c', 'b!c'],
  ])('%s over %s', (output, input) => {
    expect(() => refuseInput(`${folder}/${output}`, at(input))).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });

  it.each([
    ['new', 'a.exe'],
    ['a.exe', 'b!c'],
    ['b', 'b!c'],
  ])('lets %s from %s be', (output, input) => {
    expect(() => refuseInput(at(output), at(input))).not.toThrow();
  });
});

describe('refuseAsOutput', () => {
  let folder = '';
  beforeEach(() => {
    folder = join(tempFolder(), 'folder');
    mkdirSync(join(folder, 'below'), { recursive: true });
    writeFileSync(join(folder, 'p.msi'), Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    writeFileSync(join(folder, 'below', 'q.exe'), 'MZ\0\0');
    writeFileSync(join(folder, 'report.json'), '{}');
    writeFileSync(join(folder, '..', 'other.exe'), 'MZ\0\0');
  });
  const refuse = (output: string) => () => refuseAsOutput(join(folder, output), verify, { path: [folder] });

  it.each(['below', 'below/q.exe', '../folder/below/q.exe'])('is %s', (output) => {
    expect(refuse(output)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it.each(['report.json', 'new.json', 'below/new.json', '../other.exe'])('is not %s', (output) => {
    expect(refuse(output)).not.toThrow();
  });
});
