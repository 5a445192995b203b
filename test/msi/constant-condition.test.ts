import { expect, it } from 'vitest';
import { constantOf } from '../../src/msi/constant-condition.js';

it.each<[string | null, boolean | null]>([
  [null, true],
  ['  ', true],
  ['0', false],
  ['1', true],
  ['""', false],
  ['NOT 1', false],
  ['1 = 0', false],
  ['"a" ~= "A"', true],
  ['1 XOR 1', false],
  ['0 IMP 0', true],
  ['VersionNT', null],
  ['VersionNT >= 600', null],
  ['Installed AND 0', false],
  ['Installed AND 1', null],
  ['Installed OR 1', true],
  ['Installed OR 0', null],
  ['NOT (Installed OR 1)', false],
  ['Installed XOR Installed', null],
  ['$C = 3', null],
  ['%PATH', null],
  ['(((', null],
])('constantOf(%j) is %s', (text, expected) => expect(constantOf(text)).toBe(expected));
