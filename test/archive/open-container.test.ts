import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Container } from '../../src/archive/container.js';
import { openContainer } from '../../src/archive/open-container.js';
import { UnpackBudget, type UnpackOptions } from '../../src/archive/unpack-budget.js';
import { BufferSource } from '../../src/core/byte-source.js';
import { HotfixkitError } from '../../src/core/errors.js';
import { caught } from '../support/caught.js';
import { bundle, cabinetOf, iexpress, msu, selfExtractor } from '../support/container-builder.js';
import { buildExecutable } from '../support/portable-executable-builder.js';
import { runs } from '../support/thorough.js';
import { buildZip } from '../support/zip-builder.js';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

function open(bytes: Uint8Array, options: UnpackOptions = {}): Container | null {
  return openContainer(new BufferSource(bytes), 'x', new UnpackBudget(options), 1);
}

/** Everything inside, by all ways of reading it. */
function contents(container: Container): Record<string, string> {
  const streamed = new Map<string, string>();
  for (const part of container.decode(container.files)) {
    const before = streamed.get(part.file.path) ?? '';
    streamed.set(
      part.file.path,
      before + ('chunk' in part ? Buffer.from(part.chunk).toString('latin1') : ''),
    );
  }
  for (const member of container.files) {
    const source = member.source();
    expect(Buffer.from(source.read(0, source.size)).toString('latin1')).toBe(streamed.get(member.path));
    expect(member.size).toBe(source.size);
    if (!member.encrypted)
      expect(Buffer.from(member.bytes()).toString('latin1')).toBe(streamed.get(member.path));
  }
  return Object.fromEntries(streamed);
}

const files = { 'a.txt': 'alpha', 'sub\\b.txt': 'beta'.repeat(20_000) };
const expected = { 'a.txt': 'alpha', 'sub/b.txt': 'beta'.repeat(20_000) };
const zip = buildZip({ files: Object.entries(files).map(([name, bytes]) => ({ name, bytes })) });
const cabinet = cabinetOf(files);
const certificate = new Uint8Array(5000).fill(7);

describe('openContainer', () => {
  it.each<[string, string, string, Uint8Array]>([
    ['a zip archive', 'zip', 'zip archive', zip],
    ['a self-extracting zip', 'zip', 'self-extracting zip archive', selfExtractor(zip)],
    [
      'one with a certificate behind it',
      'zip',
      'self-extracting zip archive',
      selfExtractor(zip, {}, certificate),
    ],
    ['one for x64', 'zip', 'self-extracting zip archive', selfExtractor(zip, { platform: 'x64' })],
    [
      'a script before a zip',
      'zip',
      'self-extracting zip archive',
      Buffer.concat([bytesOf('#!/bin/sh\n'), zip]),
    ],
    ['a cabinet', 'cab', 'cabinet', cabinet],
    ['an IExpress package', 'iexpress', 'IExpress package', iexpress(cabinet)],
    ['an update.exe package', 'update', 'self-extracting cabinet', selfExtractor(cabinet, {}, certificate)],
    [
      'a cabinet some bytes behind the image',
      'update',
      'self-extracting cabinet',
      selfExtractor(Buffer.concat([new Uint8Array(13), cabinet])),
    ],
  ])('%s', (_, kind, title, bytes) => {
    const container = open(bytes)!;
    expect(container).toMatchObject({ kind, title });
    expect(contents(container)).toEqual(expected);
  });

  it('cabinets anywhere in a program are the last resort', () => {
    const resources = [1, 2].map((id) => ({
      type: 'DATA',
      name: id,
      data: cabinetOf({ 'a.txt': `file ${id}` }),
    }));
    const container = open(buildExecutable({ platform: 'x64', resources }))!;
    expect(contents(container)).toEqual({ 'a.txt': 'file 1', 'a (2).txt': 'file 2' });
    expect(container.warnings[0]).toMatchObject({ code: 'PACKAGE_CABINET_FOUND' });
  });

  it('IExpress: says what it runs, leaves out what is not set', () => {
    const texts = {
      TITLE: 'A fix',
      RUNPROGRAM: 'setup.exe /q',
      POSTRUNPROGRAM: '<None>',
      ADMQCMD: '',
      LICENSE: 'long',
    };
    expect(open(iexpress(cabinet, texts))!.facts).toEqual({ Title: 'A fix', Runs: 'setup.exe /q' });
  });

  it('update.exe: says what it runs', () => {
    const names = { 'update\\update.exe': 'MZ', 'ccmsetup.exe': 'MZ' };
    expect(open(selfExtractor(cabinetOf(names)))!.facts).toEqual({ Runs: 'update/update.exe' });
  });

  it.each([3, 4] as const)(
    'a bundle of WiX %i: real names, all containers, what it says of itself',
    (version) => {
      for (const signature of [new Uint8Array(), certificate]) {
        const container = open(
          bundle({
            version,
            signature,
            ux: { 'mba.dll': 'ux', 'de\\mba.wxl': 'german' },
            containers: [{ 'x86\\one.msi': 'first', 'x86\\one.cab': 'cab' }, { 'two.msp': 'second' }],
            external: ['netfx\\web.exe'],
          }),
        )!;
        expect(contents(container)).toEqual({
          'UX/manifest.xml': expect.stringContaining('<BurnManifest'),
          'UX/mba.dll': 'ux',
          'UX/de/mba.wxl': 'german',
          'x86/one.msi': 'first',
          'x86/one.cab': 'cab',
          'two.msp': 'second',
        });
        expect(container.facts).toMatchObject({
          Bundle: 'A & B Suite',
          'Bundle version': '1.2.3.4',
          Publisher: 'Somebody',
        });
        expect(container.warnings).toMatchObject([{ code: 'PACKAGE_NO_FILE', entry: 'netfx/web.exe' }]);
      }
    },
  );

  it.each([
    ['CONTAINER_CORRUPT', (view: DataView, at: number) => view.setUint32(at, 1, true)],
    ['CONTAINER_UNSUPPORTED', (view: DataView, at: number) => view.setUint32(at + 4, 9, true)],
    ['CONTAINER_UNSUPPORTED', (view: DataView, at: number) => view.setUint32(at + 40, 2, true)],
    ['CONTAINER_CORRUPT', (view: DataView, at: number) => view.setUint32(at + 44, 0, true)],
    ['CONTAINER_CORRUPT', (view: DataView, at: number) => view.setUint32(at + 44, 1000, true)],
    ['CONTAINER_CORRUPT', (view: DataView, at: number) => view.setUint32(at + 48, 0x7fffffff, true)],
    ['CAB_BAD_SIGNATURE', (view: DataView, at: number) => view.setUint32(at + 24, 0, true)],
  ] as const)('%s for a bundle whose section is wrong (%#)', (code, damage) => {
    const bytes = bundle({ version: 3, containers: [{ 'a.msi': 'x' }] });
    damage(new DataView(bytes.buffer), 0x400);
    expect(caught(() => open(bytes)).code).toBe(code);
  });

  it('a bundle whose manifest is missing or no XML', () => {
    const broken = bundle({ version: 4, containers: [{ 'a.msi': 'x' }], manifest: '<BurnManifest>' });
    expect(caught(() => open(broken)).code).toBe('XML_NOT_WELL_FORMED');
  });

  it('a package of Windows Update', () => {
    const container = open(msu('Windows6.3-KB1234567-x64', cabinet))!;
    expect(container).toMatchObject({
      kind: 'msu',
      facts: { 'Applies to': 'Windows 6.3', 'KB Article Number': '1234567' },
    });
    expect(container.files.map(({ path }) => path)).toContain('Windows6.3-KB1234567-x64.cab');
    expect(open(cabinetOf({ 'wsusscan.CAB': 'x', 'update.psf': 'y' }))!.warnings).toMatchObject([
      { code: 'CONTAINER_UNSUPPORTED', entry: 'update.psf' },
    ]);
  });

  it('refuses packages whose files are deltas of each other', () => {
    const bytes = selfExtractor(cabinetOf({ _sfx_manifest_: 'x', '_sfx_.dll': 'y', 'a.dll': 'PA19' }));
    const error = caught(() => open(bytes));
    expect(error).toMatchObject({
      code: 'CONTAINER_DELTAS',
      kind: 'input',
      facts: { entry: '_sfx_manifest_' },
    });
    expect(error.message).toMatch(/IPD/);
  });

  it.each([
    ['MSWIM\0\0\0', /WIM/],
    ['PSTREAM\0', /PSF/],
    ['ISc(\0\0\0\0', /InstallShield/],
    ['7z\u00bc\u00af\u0027\u001c', /7z/],
    ['Rar!\u001a\u0007\u0001\0', /RAR/],
    ['\u001f\u008b\u0008\0', /gzip/],
    ['PA30', /PA30/],
    [`${'\0'.repeat(257)}ustar`, /tar archive/],
    [`${'\0'.repeat(0x8001)}CD001`, /ISO/],
  ])('names what it does not read: %j', (head, message) => {
    const error = caught(() => open(bytesOf(head.padEnd(64, '\0'))));
    expect(error.code).toBe('CONTAINER_UNSUPPORTED');
    expect(error.message).toMatch(message);
  });

  it.each([
    ['NullsoftInst', /NSIS/],
    ['zlb\u001a', /Inno Setup/],
    ['InstallShield', /InstallShield/],
    ['7z\u00bc\u00af\u0027\u001c', /7z/],
    ['Rar!\u001a\u0007', /RAR/],
  ])('names setup programs of others: %j', (signature, message) => {
    const error = caught(() => open(selfExtractor(bytesOf(`\u00ef\u00be\u00ad\u00de${signature}........`))));
    expect(error.code).toBe('CONTAINER_UNSUPPORTED');
    expect(error.message).toMatch(message);
  });

  it('is null for an executable with nothing in it, and for anything else', () => {
    expect(open(buildExecutable({ platform: 'x64', certificate }))).toBeNull();
    expect(open(bytesOf('just text'))).toBeNull();
    expect(open(new Uint8Array())).toBeNull();
  });

  it('an archive that is cut says so', () => {
    for (let length = 4; length < zip.length; length += 7) {
      const path = zip.subarray(0, length);
      if (length < 40) expect(caught(() => open(path)).code).toBe('ZIP_TRUNCATED');
      else expect(open(path)!.warnings[0]).toMatchObject({ code: 'ZIP_TRUNCATED' });
    }
  });

  it('a program that is cut says so', () => {
    const program = selfExtractor(zip, {}, certificate);
    const image = buildExecutable({ platform: 'x86' }).length;
    const error = caught(() => open(program.subarray(0, image - 100)));
    expect(error.code).toBe('CONTAINER_CORRUPT');
    expect(error.message).toMatch(/^the program ends [\d,]+ bytes too early: the download is incomplete$/);
    for (let length = image + 60; length < image + zip.length; length += 7) {
      expect(open(program.subarray(0, length))!.warnings[0]).toMatchObject({ code: 'ZIP_TRUNCATED' });
    }
  });

  it('ends in an error of its own, or in members, whatever is changed or cut', () => {
    const whole = [
      zip,
      selfExtractor(zip, {}, certificate),
      iexpress(cabinet, { TITLE: 'x' }),
      selfExtractor(cabinet),
      bundle({ version: 3, ux: { 'u.dll': 'ux' }, containers: [{ 'a.msi': 'x' }] }),
      msu('Windows6.3-KB1234567-x64', cabinet),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...whole),
        fc.nat(1_000_000),
        fc.nat(254),
        fc.nat(3),
        (bytes, at, by, how) => {
          const place = at % bytes.length;
          const changed = how === 0 ? bytes.subarray(0, place) : Uint8Array.from(bytes);
          if (how > 0) changed[how === 1 ? place % Math.min(1600, bytes.length) : place]! ^= by + 1;
          try {
            const container = open(changed);
            for (const part of container?.decode(container.files) ?? []) void part;
          } catch (error) {
            if (!(error instanceof HotfixkitError)) throw error;
            expect(error.kind).toBe('input');
          }
        },
      ),
      { seed: 3, numRuns: runs(800) },
    );
  });
});
