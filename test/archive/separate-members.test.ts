import { expect, it } from 'vitest';
import type { Container, ContainerMember } from '../../src/archive/container.js';
import { decodeEach, headsOfEach } from '../../src/archive/separate-members.js';
import { StoredContainer } from '../../src/archive/stored-container.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { caught } from '../support/caught.js';

const container: Container = new StoredContainer(
  ['one', 'two'].map((path) => ({ path, source: new BufferSource(Buffer.from(`${path} content`)) })),
  { kind: 'update', title: 'files' },
);
const [one, two] = container.files;

it('decodes each member by itself, in the order asked for', () => {
  expect(container.batches([two!, one!])).toEqual([[two], [one]]);
  const parts = [...decodeEach([two!, one!])].map((part) =>
    'chunk' in part ? Buffer.from(part.chunk).toString() : part.file.path,
  );
  expect(parts).toEqual(['two content', 'two', 'one content', 'one']);
});

it('leaves out members that cannot be read, and hides no other error', () => {
  const head = (error: HotfixkitError) => (member: ContainerMember) => {
    if (member === one) throw error;
    return new Uint8Array(3);
  };
  const judge = (member: ContainerMember, bytes: Uint8Array) => `${member.path} ${bytes.length}`;
  const damaged = new HotfixkitError('ZIP_CRC', 'damaged');
  expect([...headsOfEach(container.files, judge, head(damaged))]).toEqual([[two, 'two 3']]);
  const bug = new HotfixkitError('INTERNAL', 'a bug');
  expect(caught(() => [...headsOfEach(container.files, judge, head(bug))])).toBe(bug);
  expect(container.heads([two!], 3, judge)).toEqual(new Map([[two, 'two 3']]));
});
