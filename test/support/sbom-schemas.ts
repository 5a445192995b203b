import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);

function validator(schemas: readonly object[], main: object): (document: unknown) => string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Formats that only say that text is not plain ASCII.
  for (const name of ['iri-reference', 'idn-email']) ajv.addFormat(name, true);
  for (const schema of schemas) ajv.addSchema(schema);
  const validate = ajv.compile(main);
  return (document) =>
    validate(document)
      ? []
      : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Faults of a document by the schema of CycloneDX 1.6, as the CycloneDX project ships it. */
export function cyclonedxFaults(document: unknown): string[] {
  const folder = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
  const read = (name: string): object => ({
    ...(JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object),
    $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`,
  });
  return validator([read('spdx'), read('jsf-0.82')], read('bom-1.6'))(document);
}

const text = { type: 'string', minLength: 1 };
const noAssertion = { const: 'NOASSERTION' };
const id = { type: 'string', pattern: '^SPDXRef-[A-Za-z0-9.-]+$' };
const checksums = (needed: string) => ({
  type: 'array',
  contains: { properties: { algorithm: { const: needed } } },
  items: {
    type: 'object',
    required: ['algorithm', 'checksumValue'],
    additionalProperties: false,
    properties: {
      algorithm: { enum: ['SHA1', 'SHA256'] },
      checksumValue: { type: 'string', pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' },
    },
  },
});

/** Sections 6 to 11 of the specification of SPDX 2.3, as far as a document without licences needs them. */
const spdx = {
  type: 'object',
  required: [
    'spdxVersion',
    'dataLicense',
    'SPDXID',
    'name',
    'documentNamespace',
    'creationInfo',
    'packages',
    'relationships',
  ],
  additionalProperties: false,
  properties: {
    spdxVersion: { const: 'SPDX-2.3' },
    dataLicense: { const: 'CC0-1.0' },
    SPDXID: { const: 'SPDXRef-DOCUMENT' },
    name: text,
    documentNamespace: { type: 'string', format: 'uri', pattern: '^[^#]+$' },
    creationInfo: {
      type: 'object',
      required: ['created', 'creators'],
      additionalProperties: false,
      properties: {
        created: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' },
        creators: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', pattern: '^(Tool|Person|Organization): .+$' },
        },
      },
    },
    packages: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['SPDXID', 'name', 'downloadLocation', 'packageVerificationCode'],
        additionalProperties: false,
        properties: {
          SPDXID: id,
          name: text,
          versionInfo: text,
          packageFileName: text,
          supplier: { type: 'string', pattern: '^(NOASSERTION|(Person|Organization): .+)$' },
          originator: { type: 'string', pattern: '^(NOASSERTION|(Person|Organization): .+)$' },
          downloadLocation: noAssertion,
          filesAnalyzed: { const: true },
          packageVerificationCode: {
            type: 'object',
            required: ['packageVerificationCodeValue'],
            additionalProperties: false,
            properties: { packageVerificationCodeValue: { type: 'string', pattern: '^[0-9a-f]{40}$' } },
          },
          checksums: checksums('SHA256'),
          licenseConcluded: noAssertion,
          licenseDeclared: noAssertion,
          licenseInfoFromFiles: { type: 'array', minItems: 1, items: noAssertion },
          copyrightText: noAssertion,
          primaryPackagePurpose: { enum: ['INSTALL', 'ARCHIVE', 'OTHER'] },
          comment: text,
        },
      },
    },
    files: {
      type: 'array',
      items: {
        type: 'object',
        required: ['SPDXID', 'fileName', 'checksums'],
        additionalProperties: false,
        properties: {
          SPDXID: id,
          fileName: { type: 'string', pattern: '^\\./' },
          checksums: checksums('SHA1'),
          fileTypes: { type: 'array', items: { enum: ['BINARY', 'ARCHIVE', 'TEXT', 'OTHER'] } },
          licenseConcluded: noAssertion,
          licenseInfoInFiles: { type: 'array', minItems: 1, items: noAssertion },
          copyrightText: noAssertion,
          fileContributors: { type: 'array', items: text },
          comment: text,
        },
      },
    },
    relationships: {
      type: 'array',
      items: {
        type: 'object',
        required: ['spdxElementId', 'relatedSpdxElement', 'relationshipType'],
        additionalProperties: false,
        properties: {
          spdxElementId: id,
          relatedSpdxElement: id,
          relationshipType: { enum: ['DESCRIBES', 'CONTAINS'] },
        },
      },
    },
  },
};

/** Faults of a document by the specification of SPDX 2.3. */
export function spdxFaults(document: unknown): string[] {
  return validator([], spdx)(document);
}

/** What the tools of the SPDX project say of a file; null where they are not installed. */
export function spdxToolsVerdict(path: string): string | null {
  try {
    execFileSync('pyspdxtools', ['--version'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return execFileSync('pyspdxtools', ['-i', path], { encoding: 'utf8' });
}
