import { describe, expect, it } from 'vitest';
import { archiveFormats, lookInside } from '../../src/archive/archive-formats.js';
import { text } from '../support/package-folder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';

describe('the registry of formats', () => {
  it('has an ending once', () => {
    const all = archiveFormats.flatMap(({ extensions }) => extensions);
    expect([...new Set(all)]).toEqual(all);
  });

  it.each([
    ['a cabinet', 'MSCF....', 'cab'],
    ['a program', 'MZ......', 'exe'],
    ['a zip archive', 'PK\u0003\u0004....', 'zip'],
    ['an empty zip archive', 'PK\u0005\u0006....', 'zip'],
    ['a part of a spanned zip archive', 'PK\u0007\u0008....', null],
    ['letter case that differs', 'mscf....', null],
    ['three bytes', 'MSC', null],
    ['nothing', '', null],
  ])('recognises %s', (_, head, extension) => {
    const found = archiveFormats.filter((format) => format.matches(text(head)));
    expect(found.map(({ extensions }) => extensions.includes(extension ?? ''))).toEqual(
      extension === null ? [] : [true],
    );
  });

  const program = buildExecutable({ platform: 'x86' });
  it.each([
    ['a cabinet', text('MSCF....'), 8, 'asked'],
    ['a zip archive', text('PK\u0003\u0004'), 8, 'now'],
    ['a part of a spanned zip archive', text('PK\u0007\u0008'), 8, 'now'],
    ['a program', program, program.length, 'never'],
    ['a program with something behind it', program, program.length + 22, 'now'],
    ['a program whose headers are cut short', program.subarray(0, 100), program.length, 'now'],
    ['text', text('hello'), 5, 'never'],
  ])('looks into %s', (_, head, size, when) => {
    expect(lookInside('a', head, size)).toBe(when);
  });

  it('looks into what only its name calls an archive', () => {
    expect(lookInside('a/B.ZIP', text('#!/bin/sh'), 9)).toBe('now');
    expect(lookInside('a/b.txt', text('#!/bin/sh'), 9)).toBe('never');
  });
});
