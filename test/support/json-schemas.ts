import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

type Validate = (document: unknown) => string[];

const known = new Map<string, Validate>();

/**
 * Faults of a document by the published schema of its command; also keys that the schema does not have, which it would let pass
 * because keys may be added.
 */
export function documentFaults(command: string, document: unknown): string[] {
  let validate = known.get(command);
  if (!validate) {
    const path = `schemas/${command}.schema.json`;
    if (!existsSync(path)) return [`there is no ${path}`];
    validate = validator(withoutFurtherKeys(JSON.parse(readFileSync(path, 'utf8'))) as object);
    known.set(command, validate);
  }
  return validate(document);
}

function validator(schema: object): Validate {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  const validate = ajv.compile(schema);
  return (document) =>
    validate(document)
      ? []
      : validate.errors!.map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
}

/** The schema with objects that have no other keys than those that it names. */
function withoutFurtherKeys(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutFurtherKeys);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withoutFurtherKeys(value)]),
  );
  const isObject = 'properties' in inner && inner.type === 'object' && !('additionalProperties' in inner);
  return isObject ? { ...inner, additionalProperties: false } : inner;
}
