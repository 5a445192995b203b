import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PrepareResult } from '../../src/prepare/apply-prepare.js';
import { type PrepareOptions, prepare } from '../../src/prepare/prepare.js';
import { Eku, makeCertificate, testAuthority } from '../support/authenticode-builder.js';
import { cabinetOf, iexpress, selfExtractor } from '../support/container-builder.js';
import {
  type FilePlan,
  hotfixPackage,
  judgeTest,
  manifestOf,
  signExecutable,
  signedFiles,
  signPackage,
  usualFiles,
} from '../support/signed-hotfix.js';
import { tempFolder } from '../support/temp-folder.js';
import { itThorough } from '../support/thorough.js';
import { buildZip } from '../support/zip-builder.js';

const PATCH = 'Sccm2007ac-sp2-kb977203-x86.msp';

const usual: FilePlan = () => ({});

/** Prepares a download whose inner package may be damaged or wrapped. */
async function run(
  {
    plan = usual,
    name = 'hotfix.msi',
    make = (msi) => msi,
  }: { plan?: FilePlan; name?: string; make?: (msi: Uint8Array) => Uint8Array },
  options: Partial<PrepareOptions> = {},
): Promise<{ result: PrepareResult; folder: string }> {
  const files = plan === usual ? usualFiles() : signedFiles(plan);
  const where = tempFolder();
  const path = join(where, name);
  writeFileSync(path, make(hotfixPackage(files)));
  const folder = join(where, 'out');
  try {
    const result = await prepare(path, folder, { manifest: manifestOf(files), judge: judgeTest, ...options });
    return { result, folder };
  } catch (error) {
    // Nothing was written.
    expect(existsSync(folder)).toBe(false);
    throw error;
  }
}

const rows = ({ result }: { result: PrepareResult }) =>
  result.report.signatures.map(({ role, path, verdict }) => [
    role,
    path.slice(path.lastIndexOf('/') + 1),
    verdict,
  ]);

/** Changes one byte of a stream's content. */
function flip(bytes: Uint8Array, at: number): Uint8Array {
  const changed = bytes.slice();
  changed[at]! ^= 1;
  return changed;
}

function flipText(bytes: Uint8Array, text: string): Uint8Array {
  const at = Buffer.from(bytes).lastIndexOf(text);
  expect(at).toBeGreaterThan(0);
  return flip(bytes, at);
}

/** A self-extractor that is signed around what it holds. */
const signedDownload = (files: Record<string, Uint8Array>) =>
  signExecutable(
    selfExtractor(
      buildZip({
        files: Object.entries(files).map(([name, bytes]) => ({ name, bytes, method: 0 })),
      }),
    ),
  );

describe('prepare and signatures', () => {
  itThorough('says who signed, in the verdict, the reports and the record of the run', async () => {
    const outcome = await run({ make: signPackage });
    expect(rows(outcome)).toEqual([
      ['package', 'hotfix.msi', 'valid'],
      ['patch', PATCH, 'valid'],
      ['utility', 'Ccmcertfix.exe', 'valid'],
    ]);
    const { verdict } = outcome.result.report;
    expect(verdict).toMatchObject({ status: 'ready', headline: 'Verified and staged' });
    expect(verdict.signatures).toEqual({
      tone: 'good',
      text: `valid (Test Signer): package hotfix.msi, patch ${PATCH}, utility Ccmcertfix.exe`,
    });
    for (const name of ['report.json', 'report.md', 'report.html']) {
      expect(readFileSync(join(outcome.folder, name), 'utf8')).toContain('valid: Test Signer, no timestamp');
    }
  });

  it('says what is not signed next to the verdict, and goes on', async () => {
    const outcome = await run({ plan: ({ name }) => (name.endsWith('.msp') ? null : {}) });
    expect(rows(outcome)).toEqual([
      ['package', 'hotfix.msi', 'no-signature'],
      ['patch', PATCH, 'no-signature'],
      ['utility', 'Ccmcertfix.exe', 'valid'],
    ]);
    const { verdict } = outcome.result.report;
    expect(verdict).toMatchObject({ status: 'ready', signatures: { tone: 'warn' } });
    expect(verdict.signatures!.text).toBe(
      `not signed: package hotfix.msi, patch ${PATCH}; valid (Test Signer): utility Ccmcertfix.exe`,
    );
    const html = readFileSync(join(outcome.folder, 'report.html'), 'utf8');
    expect(html).toContain('<p class="signed warn">Signatures: not signed: package hotfix.msi');
    expect(readFileSync(join(outcome.folder, 'report.md'), 'utf8')).toContain(
      '**Note:** Signatures: not signed',
    );
  });

  const old = makeCertificate({
    name: 'Until 2016',
    issuer: testAuthority().authority,
    ekus: [Eku.code],
    notAfter: '2016-01-01',
  });
  itThorough.each<[string, FilePlan, string]>([
    [
      'expired without a timestamp',
      () => ({ signer: old, certificates: [old, testAuthority().authority] }),
      'expired',
    ],
    ['signed with SHA-1', () => ({ digest: 'sha1' }), 'valid'],
  ])('reports a patch that is %s and goes on', async (_, plan, verdict) => {
    const outcome = await run({ make: signPackage, plan });
    expect(rows(outcome)[1]).toEqual(['patch', PATCH, verdict]);
    expect(outcome.result.report.staged).not.toEqual([]);
  });

  it.each([
    [
      'a package',
      { make: (msi: Uint8Array) => flipText(signPackage(msi), 'hotfixkit') },
      'hotfix.msi',
      'digest-mismatch',
    ],
    [
      'the end of a package',
      { make: (msi: Uint8Array) => Buffer.concat([signPackage(msi), Buffer.alloc(512)]) },
      'hotfix.msi',
      'appended-data',
    ],
  ])('stops before anything is written where %s was changed', async (_, input, entry, verdict) => {
    await expect(run(input)).rejects.toMatchObject({
      code: 'SIGNATURE_REFUSED',
      facts: { entry, found: verdict },
    });
  });

  itThorough('stops at a changed download around a package that is as it was', async () => {
    const make = (msi: Uint8Array) => {
      const exe = signedDownload({ 'hotfix.msi': signPackage(msi) });
      return flip(exe, 0x60);
    };
    await expect(run({ name: 'download.exe', make })).rejects.toMatchObject({
      code: 'SIGNATURE_REFUSED',
      facts: { entry: 'download.exe', found: 'digest-mismatch' },
    });
  });

  it('stops at a changed package in a zip, in a cabinet and in an unsigned self-extractor', async () => {
    const changed = (msi: Uint8Array) => flipText(signPackage(msi), 'hotfixkit');
    const wraps = {
      'a.zip': (msi: Uint8Array) => buildZip({ files: [{ name: 'hotfix.msi', bytes: changed(msi) }] }),
      'a.cab': (msi: Uint8Array) => cabinetOf({ 'hotfix.msi': changed(msi) }),
      'a.exe': (msi: Uint8Array) => iexpress(cabinetOf({ 'hotfix.msi': changed(msi) })),
      'b.zip': (msi: Uint8Array) =>
        buildZip({ files: [{ name: 'b.cab', bytes: cabinetOf({ 'hotfix.msi': changed(msi) }) }] }),
    };
    for (const [file, make] of Object.entries(wraps)) {
      const name = file === 'b.zip' ? 'b.zip!b.cab' : file;
      await expect(run({ name: file, make })).rejects.toMatchObject({
        code: 'SIGNATURE_REFUSED',
        facts: { entry: `${name}!hotfix.msi`, found: 'digest-mismatch' },
      });
    }
  });

  itThorough('tells a signed download around an unsigned package from the opposite', async () => {
    const signed = await run({ name: 'd.exe', make: (msi) => signedDownload({ 'hotfix.msi': msi }) });
    expect(rows(signed).slice(0, 2)).toEqual([
      ['download', 'd.exe', 'valid'],
      ['package', 'd.exe!hotfix.msi', 'no-signature'],
    ]);
    const inner = await run({
      name: 'd.exe',
      make: (msi) => selfExtractor(buildZip({ files: [{ name: 'hotfix.msi', bytes: signPackage(msi) }] })),
    });
    expect(rows(inner).slice(0, 2)).toEqual([
      ['download', 'd.exe', 'no-signature'],
      ['package', 'd.exe!hotfix.msi', 'valid'],
    ]);
  });

  it('stops at what is not signed where a signature is asked for', async () => {
    await expect(run({}, { signed: true })).rejects.toMatchObject({
      code: 'SIGNATURE_REFUSED',
      facts: { entry: 'hotfix.msi', found: 'no-signature' },
    });
    const plan: FilePlan = ({ name }) => (name === 'Smpmgr.dll' ? null : {});
    const { result } = await run({ plan, make: signPackage }, { signed: true });
    expect(result.report).toMatchObject({ staged: [], verification: { ok: false, counts: { mismatch: 1 } } });
  });

  itThorough('goes on where what is asked for is there', async () => {
    expect((await run({ make: signPackage }, { signed: true })).result.report.verdict.status).toBe('ready');
  });

  itThorough('goes on with force, and says that the file must not be used', async () => {
    const make = (msi: Uint8Array) => flipText(signPackage(msi), 'hotfixkit');
    const { result } = await run({ make }, { force: true });
    expect(result.report.verdict).toMatchObject({ status: 'forced', signatures: { tone: 'bad' } });
    expect(result.report.signatures[0]).toMatchObject({ harmful: true, verdict: 'digest-mismatch' });
  });

  itThorough('trusts the roots of Microsoft alone where nothing else is said', async () => {
    const files = usualFiles();
    const where = tempFolder();
    writeFileSync(join(where, 'hotfix.msi'), signPackage(hotfixPackage(files)));
    const { report } = await prepare(join(where, 'hotfix.msi'), join(where, 'out'), {
      manifest: manifestOf(files),
    });
    expect(report.signatures.map(({ verdict }) => verdict)).toEqual(Array(3).fill('untrusted-root'));
    expect(report.verdict.signatures!.tone).toBe('warn');
  });
});
