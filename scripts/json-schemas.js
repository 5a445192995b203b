// Writes schemas/*.schema.json, the JSON Schemas (2020-12) of the documents that --json prints, from the types in
// scripts/json-schemas/documents.ts.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(repository, 'scripts/json-schemas/documents.ts');

/** The schemas by the name of their command, as text. */
export function makeSchemas() {
  const generator = createGenerator({
    path: source,
    tsconfig: join(repository, 'tsconfig.json'),
    skipTypeCheck: true,
    // Keys may be added within a number.
    additionalProperties: true,
    expose: 'export',
    topRef: false,
    jsDoc: 'extended',
    encodeRefs: false,
  });
  const names = [
    ...readFileSync(source, 'utf8').matchAll(/^export (?:interface|type) (\w+)Document\b/gm),
  ].map(([, name]) => name);
  return new Map(
    names.map((name) => {
      const command = name.toLowerCase();
      const { $schema: _, definitions, ...schema } = generator.createSchema(`${name}Document`);
      const isError = command === 'error';
      const form = isError ? schema : orError(schema, command);
      const whole = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:hotfixkit:${command}:1`,
        title: isError ? 'The error of a run without a command' : `The answer of hotfixkit ${command} --json`,
        ...in2020(form),
        $defs: { ...in2020(definitions ?? {}), JsonError: errorSchema(generator), ErrorCode: code },
      };
      return [command, `${JSON.stringify(whole, null, 2)}\n`];
    }),
  );
}

/** Codes are added as causes are told apart; a schema that had them all would refuse the next version. */
const code = {
  type: 'string',
  pattern: '^[A-Z0-9_]+$',
  description: 'A code of docs/troubleshooting.md. Codes may be added.',
};

/** Every command may end with an error, and with nothing else then. */
function orError(schema, command) {
  return {
    anyOf: [
      schema,
      {
        type: 'object',
        required: ['schema', 'error'],
        properties: {
          schema: { const: `hotfixkit/${command}/1` },
          error: { $ref: '#/definitions/JsonError' },
        },
      },
    ],
  };
}

function errorSchema(generator) {
  const { $schema: _, definitions: __, ...schema } = generator.createSchema('JsonError');
  return in2020(schema);
}

/** A schema of draft 7 as one of 2020-12. */
function in2020(value) {
  if (Array.isArray(value)) return value.map(in2020);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === '$ref') return [key, inner.replace('#/definitions/', '#/$defs/')];
    if (key === 'items' && Array.isArray(inner)) return ['prefixItems', inner.map(in2020)];
    return [key, in2020(inner)];
  });
  return Object.fromEntries(entries);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(repository, 'schemas');
  mkdirSync(folder, { recursive: true });
  const schemas = makeSchemas();
  for (const [command, text] of schemas) writeFileSync(join(folder, `${command}.schema.json`), text);
  console.log(`schemas: ${schemas.size} files`);
}
