import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { CompoundFile } from '../../../src/formats/cfb/compound-file.js';
import { differInSignatureOnly, withoutSignature } from '../../../src/package/node/unsigned-digest.js';
import {
  hash,
  indirectData,
  plainExecutable,
  signContent,
  signedCabinetFile,
  signedExecutable,
} from '../../support/authenticode-builder.js';
import { buildCabinet, type CabinetPlan } from '../../support/cabinet-builder.js';
import { buildPackage } from '../../support/package-builder.js';
import { signPackage } from '../../support/signed-hotfix.js';

const only = (a: Uint8Array, b: Uint8Array) =>
  differInSignatureOnly(new BufferSource(a), new BufferSource(b));
const flip = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = bytes.slice();
  changed[at]! ^= 1;
  return changed;
};
const withBytes = (bytes: Uint8Array, at: number, ...values: number[]): Uint8Array => {
  const changed = bytes.slice();
  changed.set(values, at);
  return changed;
};
const cabinet = (header?: number, bytes = 'hello, cabinet', name = 'a.txt') =>
  buildCabinet({
    ...(header === undefined ? {} : { reserve: { header } }),
    folders: [{ method: 'none', files: [{ name, bytes: Buffer.from(bytes) }] }],
  } as CabinetPlan);
const signed = signedExecutable();
const msi = buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('a') }] }).msi;

/** The last letter of a stream's name is another one, which keeps its place among the others. */
const renamed = (() => {
  const changed = Buffer.from(msi);
  const name = [...CompoundFile.open(new BufferSource(msi)).root.streams.keys()].sort().at(-1)!;
  const at = changed.indexOf(Buffer.from(`${name}\0`, 'utf16le'));
  changed.writeUInt16LE(name.charCodeAt(name.length - 1) + 1, at + 2 * name.length - 2);
  return new Uint8Array(changed);
})();

/** The certificate table ends with the file: its one entry, with other bytes at its end. */
function withTail(file: Uint8Array): Uint8Array {
  const { table } = tableOf(file);
  const length = file.length - table;
  const longer = Buffer.concat([file, Buffer.from('not signed and not zero.')]);
  longer.writeUInt32LE(length + 24, tableOf(file).entry + 4);
  longer.writeUInt32LE(length + 24, table);
  return new Uint8Array(longer);
}

/** Another checksum, which no signature covers. */
function withChecksum(file: Uint8Array): Uint8Array {
  return flip(file, new DataView(file.buffer, file.byteOffset).getUint32(0x3c, true) + 88);
}

function noSignature(): Uint8Array {
  const file = signedExecutable().slice();
  file.fill(0x41, tableOf(file).table + 8);
  return file;
}

/** Where the data directory has the certificate table (PE32), and where that is. */
function tableOf(file: Uint8Array): { entry: number; table: number } {
  const view = new DataView(file.buffer, file.byteOffset);
  const optional = view.getUint32(0x3c, true) + 24;
  const entry = optional + (view.getUint16(optional, true) === 0x20b ? 112 : 96) + 4 * 8;
  return { entry, table: view.getUint32(entry, true) };
}

describe('differInSignatureOnly', () => {
  it.each<[string, Uint8Array, Uint8Array]>([
    ['an executable and the same with a signature', plainExecutable(), signedExecutable()],
    ['two signatures of an executable', signedExecutable({ digest: 'sha1' }), signedExecutable()],
    ['a package and the same with a signature', msi, signPackage(msi)],
    [
      'a signature with and without that of the metadata',
      signPackage(msi),
      signPackage(msi, { metadata: true }),
    ],
    ['a cabinet and the same with a signature', cabinet(), signedCabinetFile()],
    ['two signatures of a cabinet', signedCabinetFile({}, 4), signedCabinetFile({ digest: 'sha1' }, 4)],
  ])('%s', (_, a, b) => {
    expect(only(a, b)).toBe(true);
    expect(only(b, a)).toBe(true);
  });

  it.each<[string, Uint8Array, Uint8Array]>([
    ['a changed executable', flip(plainExecutable(), 0x300), signedExecutable()],
    [
      'an executable with something else behind its signature',
      withTail(signedExecutable()),
      signedExecutable(),
    ],
    ['an executable with something else in place of a signature', noSignature(), signedExecutable()],
    [
      'a changed package',
      buildPackage({ files: [{ key: 'a', name: 'a.txt', bytes: Buffer.from('b') }] }).msi,
      signPackage(msi),
    ],
    ['a changed cabinet', cabinet(undefined, 'hello, Cabinet'), signedCabinetFile()],
    ['a cabinet with room for a signature', cabinet(20), cabinet()],
    [
      'an executable with another checksum and no signature',
      withChecksum(plainExecutable()),
      plainExecutable(),
    ],
    ['an executable with another checksum and the same signature', withChecksum(signed), signed],
    ['a package with another class in its header', flip(msi, 8), msi],
    ['a signed package with another class in its header', flip(msi, 8), signPackage(msi)],
    ['a package with another minor version', flip(msi, 24), signPackage(msi)],
    ['a package in which a stream has another name', renamed, signPackage(msi)],
    ['a package with something behind it', Buffer.concat([msi, Buffer.alloc(512, 1)]), signPackage(msi)],
    ['a cabinet with another structure in its reserve', signedCabinetFile({}, 4), signedCabinetFile()],
    [
      'a cabinet with something in its reserve that is no signature',
      withBytes(cabinet(20), 56, 1, 2, 3),
      cabinet(20),
    ],
    [
      'a signed cabinet with something behind it',
      Buffer.concat([signedCabinetFile(), Buffer.from('more')]),
      signedCabinetFile(),
    ],
    [
      'a cabinet with something behind it',
      Buffer.concat([cabinet(), Buffer.from('more')]),
      signedCabinetFile(),
    ],
    ...[4, 12, 20, 38, 39].map((at): [string, Uint8Array, Uint8Array] => [
      `a cabinet with another byte ${at} of its header`,
      flip(signedCabinetFile(), at),
      signedCabinetFile(),
    ]),
    ['a cabinet with a member of another name', cabinet(undefined, undefined, 'b.txt'), signedCabinetFile()],
    ['other kinds', Buffer.from('text'), Buffer.from('text')],
    ['a damaged cabinet', cabinet().subarray(0, 30), cabinet().subarray(0, 30)],
  ])('not %s', (_, a, b) => {
    expect(only(a, b)).toBe(false);
  });

  it('has no digest for what carries no signature', () => {
    expect(
      withoutSignature(
        new BufferSource(signContent('1.2', indirectData('cab', 'sha1', hash('sha1', msi)), {})),
      ),
    ).toBeNull();
  });
});
