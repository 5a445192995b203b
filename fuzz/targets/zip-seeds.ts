import { cabinetOf } from '../../test/support/container-builder.js';
import { buildZip } from '../../test/support/zip-builder.js';
import type { Seed } from '../seeds.js';
import { bytesOf } from '../target.js';
import { packages } from './samples.js';

export const password = 'x';

export function zips(): Seed[] {
  const [first, second] = packages();
  const plain = { name: 'dir/readme.txt', bytes: 'hi'.repeat(500) };
  const zip = (name: string, plan: Parameters<typeof buildZip>[0]): Seed => ({
    name: `built/${name}.zip`,
    bytes: buildZip(plan),
  });
  return [
    zip('package', {
      files: [{ name: 'x.msi', bytes: first!.bytes }, plain, { name: 's', bytes: 'stored', method: 0 }],
    }),
    zip('encrypted', {
      files: [
        { name: 'x.msi', bytes: second!.bytes, password },
        { name: 'y', bytes: 'q'.repeat(99), password, aes: 256, aesVersion: 2 },
        { name: 'z', bytes: 'q'.repeat(99), password, aes: 128, aesVersion: 1 },
      ],
    }),
    zip('descriptors', {
      files: [
        { ...plain, descriptor: true },
        { name: 'link', bytes: '/etc/passwd', mode: 0o120777 },
        { name: 'ü.txt', bytes: 'x' },
      ],
      comment: 'a comment',
      zip64: true,
    }),
    zip('framed', {
      files: [{ name: 'a.cab', bytes: cabinetOf({ 'f.msi': first!.bytes }) }],
      before: bytesOf('#!/bin/sh\n'),
      behind: bytesOf('tail'),
    }),
  ];
}
