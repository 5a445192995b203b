import { leftOut, type Sbom, type SbomFile, sbomFiles, validSigner } from './sbom.js';

const NONE = 'NOASSERTION';
const DOCUMENT = 'SPDXRef-DOCUMENT';
const PACKAGE = 'SPDXRef-Package';

/**
 * A bill of materials as SPDX 2.3 in JSON. `sha1` digests the text from which the verification code of the package is made (section
 * 7.9): the SHA-1 of all files, sorted and joined.
 */
export function spdxDocument(sbom: Sbom, sha1: (text: string) => string): object {
  const { provenance, id, name, kind, product, hashes, signatures } = sbom;
  const { files, left } = sbomFiles(sbom);
  const signer = validSigner(signatures);
  const missing = leftOut(left, sbom.gaps);
  const code = sha1([...files.map((file) => file.sha1)].sort().join(''));
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name,
    documentNamespace: `https://spdx.org/spdxdocs/${name.replace(/[^A-Za-z0-9.-]+/g, '-')}-${id}`,
    creationInfo: {
      created: provenance.created.replace(/\.\d+Z$/, 'Z'),
      creators: [`Tool: ${provenance.tool.name}-${provenance.tool.version}`],
    },
    packages: [
      {
        SPDXID: PACKAGE,
        name: product?.name ?? name,
        ...(product?.version ? { versionInfo: product.version } : {}),
        packageFileName: name,
        supplier: signer === null ? NONE : `Organization: ${signer}`,
        ...(product?.manufacturer ? { originator: `Organization: ${product.manufacturer}` } : {}),
        downloadLocation: NONE,
        filesAnalyzed: true,
        packageVerificationCode: { packageVerificationCodeValue: code },
        ...(hashes ? { checksums: checksums(hashes) } : {}),
        licenseConcluded: NONE,
        licenseDeclared: NONE,
        licenseInfoFromFiles: [NONE],
        copyrightText: NONE,
        primaryPackagePurpose: product ? 'INSTALL' : kind === 'folder' ? 'OTHER' : 'ARCHIVE',
        ...(missing === null ? {} : { comment: missing }),
      },
    ],
    files: files.map(fileOf),
    relationships: [
      { spdxElementId: DOCUMENT, relationshipType: 'DESCRIBES', relatedSpdxElement: PACKAGE },
      ...files.map((_, i) => ({
        spdxElementId: PACKAGE,
        relationshipType: 'CONTAINS',
        relatedSpdxElement: fileId(i),
      })),
    ],
  };
}

function fileOf(file: SbomFile, i: number): object {
  const { path, version, size, platform, signer, signature } = file;
  const facts = [
    ...(version === null ? [] : [`version ${version}`]),
    `${size} bytes`,
    ...(platform === null ? [] : [platform]),
    ...(signature === null ? [] : [`signature ${signature}`]),
  ];
  return {
    SPDXID: fileId(i),
    fileName: `./${path}`,
    checksums: checksums(file),
    fileTypes: [fileType(file)],
    licenseConcluded: NONE,
    licenseInfoInFiles: [NONE],
    copyrightText: NONE,
    ...(signer === null ? {} : { fileContributors: [signer] }),
    comment: facts.join(', '),
  };
}

function fileId(i: number): string {
  return `SPDXRef-File-${i + 1}`;
}

function fileType({ path, platform }: SbomFile): string {
  if (platform !== null) return 'BINARY';
  if (/\.(cab|zip|msi|msp|msm|msu|7z)$/i.test(path)) return 'ARCHIVE';
  return /\.(txt|ini|inf|xml|htm|html|log|csv)$/i.test(path) ? 'TEXT' : 'OTHER';
}

function checksums({ sha1, sha256 }: { sha1: string; sha256: string }): object[] {
  return [
    { algorithm: 'SHA1', checksumValue: sha1 },
    { algorithm: 'SHA256', checksumValue: sha256 },
  ];
}
