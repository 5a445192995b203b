import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotfixkitError } from '../../../src/core/errors.js';
import {
  type PackageDefinition,
  type ProgramDefinition,
  writePackageDefinition,
} from '../../../src/hotfix/stage/package-definition.js';
import { runs } from '../../support/thorough.js';

const program = (change: Partial<ProgramDefinition> = {}): ProgramDefinition => ({
  name: 'Fix',
  commandLine: 'fix.exe',
  ...change,
});
const definition = (
  change: Partial<PackageDefinition> = {},
  ...programs: ProgramDefinition[]
): PackageDefinition => ({
  name: 'A package',
  publisher: 'Somebody',
  language: 'English',
  programs: programs.length > 0 ? programs : [program()],
  ...change,
});
const write = (value: PackageDefinition) => new TextDecoder().decode(writePackageDefinition(value));

describe('writePackageDefinition', () => {
  it('writes the sections and keys of the format, with CR LF', () => {
    const text = write(
      definition(
        { version: '4.0.6487.2111', comment: 'What it is for' },
        program({
          comment: 'Repairs',
          startIn: 'C:\\Temp',
          run: 'Hidden',
          afterRunning: 'SMSRestart',
          canRunWhen: 'AnyUserStatus',
          adminRightsRequired: true,
        }),
        program({ name: 'With window', run: 'Normal', userInputRequired: true }),
      ),
    );
    expect(text.split('\r\n')).toEqual([
      '[PDF]',
      'Version=2.0',
      '',
      '[Package Definition]',
      'Name=A package',
      'Version=4.0.6487.2111',
      'Publisher=Somebody',
      'Language=English',
      'Comment=What it is for',
      'Programs=Fix, With window',
      '',
      '[Fix]',
      'Name=Fix',
      'Comment=Repairs',
      'CommandLine=fix.exe',
      'StartIn=C:\\Temp',
      'Run=Hidden',
      'AfterRunning=SMSRestart',
      'CanRunWhen=AnyUserStatus',
      'UserInputRequired=False',
      'AdminRightsRequired=True',
      '',
      '[With window]',
      'Name=With window',
      'CommandLine=fix.exe',
      'UserInputRequired=True',
      '',
    ]);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  const long = (length: number) => 'x'.repeat(length);
  it.each<[string, (length: number) => PackageDefinition, number]>([
    ['Name', (n) => definition({ name: long(n) }), 50],
    ['Version', (n) => definition({ version: long(n) }), 32],
    ['Publisher', (n) => definition({ publisher: long(n) }), 32],
    ['Language', (n) => definition({ language: long(n) }), 32],
    ['Comment', (n) => definition({ comment: long(n) }), 127],
    ['Name', (n) => definition({}, program({ name: long(n) })), 50],
    ['Comment', (n) => definition({}, program({ comment: long(n) })), 127],
    ['CommandLine', (n) => definition({}, program({ commandLine: long(n) })), 127],
    ['StartIn', (n) => definition({}, program({ startIn: long(n) })), 127],
  ])('%s may be as long as ConfigMgr takes and no longer', (key, make, limit) => {
    expect(write(make(limit))).toContain(`${key}=${long(limit)}\r\n`);
    expect(() => write(make(limit + 1))).toThrowError(
      expect.objectContaining({
        code: 'STAGE_BAD_DEFINITION',
        facts: expect.objectContaining({ structure: key }),
      }),
    );
  });

  it.each<[string, PackageDefinition]>([
    ['a line break, which would start another key', definition({ name: 'a\r\nb=c' })],
    ['letters that ASCII has not', definition({ publisher: 'Größe' })],
    ['an empty value', definition({ language: ' ' })],
    ['no program', { ...definition(), programs: [] }],
    ['two programs of one name', definition({}, program(), program({ name: 'FIX' }))],
    ['a comma in the name of a program', definition({}, program({ name: 'a, b' }))],
    ['a bracket in the name of a program', definition({}, program({ name: 'a]' }))],
    ['a program named like a section', definition({}, program({ name: 'Package Definition' }))],
    [
      'a question without anybody to answer it',
      definition({}, program({ canRunWhen: 'NoUserLoggedOn', userInputRequired: true })),
    ],
    [
      'a program without a user and without rights',
      definition({}, program({ canRunWhen: 'AnyUserStatus', adminRightsRequired: false })),
    ],
  ])('refuses %s', (_, value) => {
    expect(() => write(value)).toThrowError(expect.objectContaining({ code: 'STAGE_BAD_DEFINITION' }));
  });

  it('every value of a file that is written stands on the line of its key', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (name, comment, commandLine) => {
        let text: string;
        try {
          text = write(definition({ name }, program({ comment, commandLine })));
        } catch (error) {
          expect(error).toBeInstanceOf(HotfixkitError);
          return;
        }
        const lines = text.split('\r\n');
        expect(lines).toHaveLength(14);
        expect(lines).toContain(`Name=${name}`);
        expect(lines).toContain(`Comment=${comment}`);
        expect(lines).toContain(`CommandLine=${commandLine}`);
      }),
      { seed: 977203, numRuns: runs(300) },
    );
  });
});
