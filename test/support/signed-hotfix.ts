import { BufferSource, readAll } from '../../src/core/byte-source.js';
import { CompoundFile } from '../../src/formats/cfb/compound-file.js';
import type { Storage } from '../../src/formats/cfb/storage.js';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import type { Manifest } from '../../src/hotfix/manifest/manifest.js';
import { judgeBy } from '../../src/package/signature/judge-file.js';
import type { SignatureJudge } from '../../src/package/signature/judged-signature.js';
import { parseCertificate } from '../../src/signature/certificate.js';
import { cryptography } from '../../src/signature/local-cryptography.js';
import { TrustedCertificates } from '../../src/signature/trust.js';
import {
  attachCertificates,
  hash,
  indirectData,
  type SignaturePlan,
  signContent,
  signedCabinetFile,
  signedCompoundFile,
  testAuthority,
  winCertificate,
} from './authenticode-builder.js';
import type { StoragePlan } from './compound-file-builder.js';
import { buildPackage, type PackagePlan } from './package-builder.js';
import { buildExecutable } from './portable-executable-builder.js';
import { buildClientPatch } from './stand-in/client.js';
import { type PublishedFile, publishedFiles } from './stand-in/published-files.js';

/*
 * The hotfix KB977203 for SP2 as a small package whose files are signed by the authority of the tests, and the manifest
 * with the sizes that its files have.
 */

/** Judges by the root of the tests, at a time when its certificates hold. */
export const judgeTest = (...given: Parameters<SignatureJudge>): ReturnType<SignatureJudge> =>
  judgeBy({
    cryptography,
    trusted: new TrustedCertificates([parseCertificate(testAuthority().root.der)]),
    at: Date.parse('2026-06-01'),
  })(...given);

/** Signs an executable of either kind that has no signature yet. */
export function signExecutable(bytes: Uint8Array, plan: SignaturePlan = {}): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const header = view.getUint32(0x3c, true);
  const directory = header + 24 + (view.getUint16(header + 24, true) === 0x20b ? 144 : 128);
  const digest = plan.digest ?? 'sha256';
  const value = hash(
    digest,
    padded.subarray(0, header + 88),
    padded.subarray(header + 92, directory),
    padded.subarray(directory + 8),
  );
  const signature = signContent('1.3.6.1.4.1.311.2.1.4', indirectData('pe', digest, value), plan);
  const entry = winCertificate(signature);
  const signed = attachCertificates(padded, entry);
  const fields = new DataView(signed.buffer);
  // It knows the place of the field in 32-bit executables only.
  if (directory !== 0x80 + 24 + 128)
    signed.set(padded.subarray(0x80 + 24 + 128, 0x80 + 24 + 136), 0x80 + 24 + 128);
  fields.setUint32(directory, padded.length, true);
  fields.setUint32(directory + 4, entry.length, true);
  return signed;
}

/** Signs a package, patch or transform that has no signature yet. */
export function signPackage(
  bytes: Uint8Array,
  plan: SignaturePlan & { metadata?: boolean } = {},
): Uint8Array {
  return signedCompoundFile(planOf(CompoundFile.open(new BufferSource(bytes)).root), plan);
}

function planOf(storage: Storage, name?: string): StoragePlan {
  return {
    ...(name === undefined ? {} : { name }),
    ...(storage.stored ? { clsid: storage.stored.slice(0x50, 0x60) } : {}),
    streams: [...storage.streams.values()].map((one) => ({
      name: one.name,
      bytes: new Uint8Array(readAll(one.open())),
    })),
    storages: [...storage.storages.values()].map((one) => planOf(one, one.name)),
  };
}

/** What each of the thirteen files is signed with; null leaves it unsigned. */
export type FilePlan = (file: PublishedFile) => SignaturePlan | null;

/** The files of the hotfix, by the paths that they have in its image. */
export function signedFiles(
  plan: FilePlan = () => ({}),
): { file: PublishedFile; bytes: Uint8Array; path: string }[] {
  return publishedFiles(2).map((file) => ({
    file,
    bytes: contentOf(file, plan(file)),
    path: `${file.platform ?? 'client'}/${file.name}`,
  }));
}

let usual: ReturnType<typeof signedFiles> | undefined;
/** The files where all of them are signed, which are made once: nobody writes into them. */
export const usualFiles = (): ReturnType<typeof signedFiles> => {
  usual ??= signedFiles();
  return usual;
};

function contentOf(file: PublishedFile, plan: SignaturePlan | null): Uint8Array {
  const modified = new Date(`${file.date}T${file.time}:00Z`);
  switch (file.name.slice(file.name.lastIndexOf('.')).toLowerCase()) {
    case '.msp':
      return plan ? signPackage(buildClientPatch(2, modified), plan) : buildClientPatch(2, modified);
    case '.msi': {
      const { msi } = buildPackage({
        files: [{ key: 'a.txt', name: 'a.txt', bytes: Buffer.from(file.name) }],
      });
      return plan ? signPackage(msi, plan) : msi;
    }
    case '.cab':
      return signedCabinetFile(plan ?? {});
    default: {
      const bytes = buildExecutable({
        platform: file.platform as 'x86',
        dll: file.name.endsWith('.dll'),
        version: { fileVersion: file.version! },
      });
      return plan ? signExecutable(bytes, plan) : bytes;
    }
  }
}

/** The manifest of the article with the sizes that files have. */
export function manifestOf(files: readonly { file: PublishedFile; bytes: Uint8Array }[]): Manifest {
  const manifest = structuredClone(manifestFromCatalogue('977203'));
  const section = manifest.sections[1]!;
  for (const row of section.files) {
    const own = files.find(({ file }) => file.name === row.name && file.platform === row.platform);
    row.size = own!.bytes.length;
  }
  return { ...manifest, sections: [section] };
}

/** A package that holds the files, as the hotfix for SP2 does. */
export function hotfixPackage(
  files: readonly { file: PublishedFile; bytes: Uint8Array }[],
  more: Partial<PackagePlan> = {},
): Uint8Array {
  return buildPackage({
    product: { name: 'KB977203', version: '4.00.6487.2111' },
    directories: [
      { id: 'TARGETDIR', parent: null, defaultDir: 'SourceDir' },
      { id: 'Dx86', parent: 'TARGETDIR', defaultDir: 'x86' },
      { id: 'Dx64', parent: 'TARGETDIR', defaultDir: 'x64' },
      { id: 'DIA64', parent: 'TARGETDIR', defaultDir: 'IA-64' },
      { id: 'Dclient', parent: 'TARGETDIR', defaultDir: 'client' },
    ],
    files: files.map(({ file, bytes }, i) => ({
      key: `f${i}`,
      name: file.name,
      directory: `D${(file.platform ?? 'client').replace('-', '')}`,
      bytes,
      ...(file.version === null ? {} : { version: file.version }),
    })),
    ...more,
  }).msi;
}
