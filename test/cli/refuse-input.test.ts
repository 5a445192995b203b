import { linkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { refuseInput } from '../../src/cli/refuse-input.js';
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
