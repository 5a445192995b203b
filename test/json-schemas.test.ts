import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a script in JavaScript
import { makeSchemas } from '../scripts/json-schemas.js';
import { definitions } from '../src/cli/definitions/index.js';

const folder = 'schemas';
const schemas = makeSchemas() as Map<string, string>;

describe('the schemas of JSON documents', () => {
  it('are those of the types', () => {
    for (const [command, text] of schemas) {
      const kept = readFileSync(`${folder}/${command}.schema.json`, 'utf8');
      expect(kept === text, `${command}: run "npm run schemas"`).toBe(true);
    }
  });

  it('are there for every command, and no others are', () => {
    const names = [...Object.keys(definitions), 'error', 'config'].map((name) => `${name}.schema.json`);
    expect(readdirSync(folder).sort()).toEqual(names.sort());
  });

  it('are JSON Schemas of 2020-12', () => {
    const ajv = new Ajv2020({ strict: false });
    for (const text of schemas.values()) expect(ajv.validateSchema(JSON.parse(text))).toBe(true);
  });
});
