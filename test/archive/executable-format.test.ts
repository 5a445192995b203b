import { expect, it } from 'vitest';
import { openContainer } from '../../src/archive/open-container.js';
import { UnpackBudget } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { caught } from '../support/caught.js';
import { buildExecutable } from '../support/portable-executable-builder.js';

const program = buildExecutable({ platform: 'x86', version: { fileVersion: '1.0.0.0' } });
const headers = program[0x3c]!;
const open = (bytes: Uint8Array) => openContainer(new BufferSource(bytes), 'x.exe', new UnpackBudget(), 1);

it.each([
  ['before its headers', headers + 2],
  ['in its first header', headers + 10],
  ['in its optional header', headers + 60],
])('a program that is cut %s is an incomplete download', (_, length) => {
  expect(caught(() => open(program.subarray(0, length)))).toMatchObject({
    code: 'CONTAINER_CORRUPT',
    message: 'the program ends inside its headers: the download is incomplete',
    facts: { found: `${length} bytes` },
  });
});

it('a program that is cut in its sections says how much is missing', () => {
  const { code, message } = caught(() => open(program.subarray(0, 600)));
  expect(code).toBe('CONTAINER_CORRUPT');
  expect(message).toMatch(/^the program ends [\d,]+ bytes too early: the download is incomplete$/);
});

it('a program for MS-DOS is not cut', () => {
  const dos = program.slice(0, headers + 2);
  dos[0x18] = 0x1c;
  expect(open(dos)).toBeNull();
});
