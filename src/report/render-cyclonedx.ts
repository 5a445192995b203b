import { leftOut, type Sbom, type SbomFile, sbomFiles, validSigner } from './sbom.js';

/** A bill of materials as CycloneDX 1.6 in JSON (ECMA-424). */
export function cyclonedxDocument(sbom: Sbom): object {
  const { provenance, id, name, product, hashes, signatures } = sbom;
  const { files, left } = sbomFiles(sbom);
  const signer = validSigner(signatures);
  const missing = leftOut(left, sbom.gaps);
  const root = 'package';
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${id}`,
    version: 1,
    metadata: {
      timestamp: provenance.created,
      tools: {
        components: [{ type: 'application', name: provenance.tool.name, version: provenance.tool.version }],
      },
      component: {
        type: product ? 'application' : 'file',
        'bom-ref': root,
        name: product?.name ?? name,
        ...(product?.version ? { version: product.version } : {}),
        ...(product?.manufacturer ? { manufacturer: { name: product.manufacturer } } : {}),
        ...(signer === null ? {} : { publisher: signer }),
        ...(hashes ? { hashes: hashList(hashes) } : {}),
        properties: [
          { name: 'hotfixkit:file', value: name },
          ...(missing === null ? [] : [{ name: 'hotfixkit:left-out', value: missing }]),
        ],
      },
    },
    components: files.map(component),
    dependencies: [{ ref: root, dependsOn: files.map(({ path }) => reference(path)) }],
    compositions: [{ aggregate: missing === null ? 'complete' : 'incomplete', assemblies: [root] }],
  };
}

function component(file: SbomFile): object {
  const { path, version, size, platform, signer, signature } = file;
  return {
    type: 'file',
    'bom-ref': reference(path),
    name: path,
    ...(version === null ? {} : { version }),
    ...(signer === null ? {} : { publisher: signer }),
    hashes: hashList(file),
    properties: [
      { name: 'hotfixkit:size', value: String(size) },
      ...(platform === null ? [] : [{ name: 'hotfixkit:platform', value: platform }]),
      ...(signature === null ? [] : [{ name: 'hotfixkit:signature', value: signature }]),
    ],
  };
}

function reference(path: string): string {
  return `file:${path}`;
}

function hashList({ sha1, sha256 }: { sha1: string; sha256: string }): object[] {
  return [
    { alg: 'SHA-1', content: sha1 },
    { alg: 'SHA-256', content: sha256 },
  ];
}
