import { describe, expect, it } from 'vitest';
import { BufferSource } from '../../../src/core/byte-source.js';
import { readPortableExecutable } from '../../../src/formats/pe/portable-executable.js';
import { ResourceTypes } from '../../../src/formats/pe/resource.js';
import { readResources } from '../../../src/formats/pe/resources.js';
import { buildExecutable, buildNewExecutable } from '../../support/portable-executable-builder.js';

describe('readResources', () => {
  const version = { fileVersion: '1.2.3.4' };
  it.each([
    ['PE32', buildExecutable({ platform: 'x86', version }), 0x409],
    ['PE32+', buildExecutable({ platform: 'x64', version }), 0x409],
    ['NE', buildNewExecutable({ version }), 0],
  ])('finds the version resource of %s', (_, bytes, language) => {
    const source = new BufferSource(bytes);
    const found = [...readResources(source, readPortableExecutable(source)!, ResourceTypes.version)];
    expect(found).toEqual([expect.objectContaining({ type: 16, name: 1, language, clamped: false })]);
  });
});
