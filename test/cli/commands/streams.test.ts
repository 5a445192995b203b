import { existsSync, linkSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hotfixkit } from '../../support/command-line.js';
import { sha256, text, writePackage, writeTree } from '../../support/package-folder.js';
import { readTree, tempFolder } from '../../support/temp-folder.js';

const big = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 31) >> 3);
const path = () =>
  writePackage({ files: [{ key: 'a', name: 'a', bytes: text('x') }], rows: { Binary: [['ca.dll', big]] } });

describe('streams', () => {
  it('lists names, sizes and kinds', async () => {
    const { streams: all } = (await hotfixkit(['streams', path(), '--json'])).json<{ streams: object[] }>();
    expect(all).toContainEqual({ name: 'Binary.ca.dll', size: big.length, kind: 'binary' });
    expect(all).toContainEqual({ name: 'files.cab', size: expect.any(Number), kind: 'cabinet' });
    const { stdout } = await hotfixkit(['streams', path()]);
    expect(stdout).toMatch(/^\\x05SummaryInformation +\d+ +summary$/m);
  });

  it('gives the bytes of one', async () => {
    const out = join(tempFolder(), 'ca.dll');
    const { json } = await hotfixkit(['streams', path(), 'Binary.ca.dll', '-o', out, '--json']);
    expect(json()).toEqual({
      schema: 'hotfixkit/streams/1',
      name: 'Binary.ca.dll',
      output: out,
      size: big.length,
      warnings: [],
    });
    expect(sha256(readFileSync(out))).toBe(sha256(big));
    const { stdout } = await hotfixkit(['streams', path(), 'files.cab']);
    expect(stdout.slice(0, 4)).toBe('MSCF');
  });

  it.each([
    [['-o', '-'], /name the stream/],
    [['*', '-o', '-'], /and \d match; name one of them/],
    [['files.cab', '--json'], /is not JSON/],
  ])('%j is refused: no folder "-", no bytes instead of JSON', async (argv, message) => {
    const { status, stdout, stderr } = await hotfixkit(['streams', path(), ...argv]);
    expect([status, existsSync('-')]).toEqual([2, false]);
    expect(`${stdout}${stderr}`).toMatch(message);
  });

  it('is never written over the package that it comes from', async () => {
    const package_ = path();
    const link = join(tempFolder(), 'other name');
    linkSync(package_, link);
    const before = readFileSync(package_);
    for (const output of [package_, link]) {
      const { status, stderr } = await hotfixkit(['streams', package_, 'files.cab', '-o', output]);
      expect([status, stderr]).toEqual([2, expect.stringMatching(/is read/)]);
    }
    expect(readFileSync(package_).equals(before)).toBe(true);
  });

  it('takes names as they are printed, and without the control character', async () => {
    const signed = writePackage({ files: [{ key: 'a', name: 'a', bytes: text('x') }], signatures: true });
    const [raw, ...others] = ['\u0005DigitalSignature', '\\x05DigitalSignature', 'DigitalSignature'];
    const { stdout } = await hotfixkit(['streams', signed, raw!]);
    expect(stdout).not.toBe('');
    for (const name of others) expect((await hotfixkit(['streams', signed, name])).stdout).toBe(stdout);
  });

  it('saves all streams in a folder, or those that match', async () => {
    const out = tempFolder();
    const all = await hotfixkit(['streams', path(), '-o', join(out, 'all')]);
    expect([all.status, [...readTree(join(out, 'all')).keys()].sort()]).toEqual([
      0,
      ['Binary.ca.dll', 'SummaryInformation', 'files.cab'],
    ]);
    const some = await hotfixkit(['streams', path(), 'binary.*', '-o', join(out, 'some'), '--json']);
    const file = { name: 'Binary.ca.dll', path: 'Binary.ca.dll', size: big.length };
    expect(some.json()).toMatchObject({ output: join(out, 'some'), files: [file] });
    expect(sha256(readTree(join(out, 'some')).get('Binary.ca.dll')!)).toBe(sha256(big));
    const none = await hotfixkit(['streams', path(), 'nope*', '-o', join(out, 'none')]);
    expect([none.status, existsSync(join(out, 'none'))]).toEqual([3, false]);
    const listed = (await hotfixkit(['streams', path(), '*.cab', '--json'])).json();
    expect(listed).toMatchObject({ streams: [{ name: 'files.cab' }] });
  });

  it('writes nothing binary to a terminal', async () => {
    const { status, stdout, stderr } = await hotfixkit(['streams', path(), 'files.cab'], { isTTY: true });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('not written to a terminal');
    expect((await hotfixkit(['streams', path(), 'files.cab', '-o', '-'])).stdout.slice(0, 4)).toBe('MSCF');
  });

  it('says that there is no such stream', async () => {
    const { status, stderr } = await hotfixkit(['streams', path(), 'nope']);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/nope/)]);
  });

  it('says that a folder has none', async () => {
    const folder = tempFolder();
    writeTree(folder, { a: 'x' });
    expect((await hotfixkit(['streams', folder])).status).toBe(3);
  });
});
