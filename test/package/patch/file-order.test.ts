import { expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { orderByFiles } from '../../../src/package/patch/file-order.js';
import { PatchPackage } from '../../../src/package/patch/patch-package.js';
import { buildClient, buildSmallPatch } from '../../support/patch-scenario.js';
import { buildExecutable } from '../../support/portable-executable-builder.js';

/** A patch of one product that brings files in these versions. */
function patch(label: string, versions: Record<string, string>): PatchPackage {
  const program = (fileVersion: string) => buildExecutable({ platform: 'x86', version: { fileVersion } });
  const files = (of: (version: string) => string) =>
    Object.entries(versions).map(([key, version]) => {
      return { key, name: `${key}.exe`, bytes: program(of(version)), version: of(version) };
    });
  const bytes = buildSmallPatch(
    buildClient(
      '1.0.0',
      files(() => '0.0.0.1'),
    ),
    buildClient(
      '1.0.0',
      files((version) => version),
    ),
    Object.fromEntries(Object.entries(versions).map(([key, version]) => [key, { whole: program(version) }])),
  );
  return new PatchPackage(new BufferSource(bytes), 'msp', { label });
}

it.each<[string, [string, Record<string, string>][], string]>([
  [
    'the lower version of a file that both have first',
    [
      ['high', { a: '1.0.0.9' }],
      ['low', { a: '1.0.0.2' }],
    ],
    'low high',
  ],
  [
    'those that share no file as they are',
    [
      ['b', { a: '1.0.0.9' }],
      ['a', { c: '1.0.0.2' }],
    ],
    'b a',
  ],
  [
    'those that contradict each other as they are',
    [
      ['b', { a: '1.0.0.9', c: '1.0.0.1' }],
      ['a', { a: '1.0.0.2', c: '1.0.0.5' }],
    ],
    'b a',
  ],
  [
    'a chain',
    [
      ['three', { b: '1.0.0.3' }],
      ['two', { a: '1.0.0.2', b: '1.0.0.2' }],
      ['one', { a: '1.0.0.1' }],
    ],
    'one two three',
  ],
])('orders %s', (_, patches, order) => {
  const sorted = orderByFiles(patches.map(([label, versions]) => patch(label, versions)));
  expect(sorted.map(({ label }) => label).join(' ')).toBe(order);
});
