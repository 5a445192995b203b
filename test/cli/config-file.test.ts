import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { findConfig, readConfig, settings } from '../../src/cli/config-file.js';
import { caught } from '../support/caught.js';
import { tempFolder } from '../support/temp-folder.js';

const schema = JSON.parse(readFileSync('schemas/config.schema.json', 'utf8')) as {
  properties: Record<string, object>;
};
const isValid = new Ajv2020({ strict: true }).compile(schema);

function written(text: string, folder = tempFolder()): string {
  const path = join(folder, 'hotfixkit.config.json');
  writeFileSync(path, text);
  return path;
}

describe('readConfig', () => {
  it('reads settings, and paths relative to the file', () => {
    const json = {
      $schema: 'x',
      packageId: 'ABC00001',
      cacheDrive: 'D',
      trust: ['a.pem'],
      trustSystem: true,
    };
    expect(isValid(json)).toBe(true);
    const path = written(`\ufeff${JSON.stringify(json)}`);
    expect(readConfig(path)).toEqual({
      path,
      values: {
        packageId: 'ABC00001',
        cacheDrive: 'D',
        trust: [join(path, '..', 'a.pem')],
        trustSystem: true,
      },
    });
  });

  it('reads UTF-16, as Windows PowerShell writes with >', () => {
    const path = written('');
    writeFileSync(path, Buffer.from('\ufeff{"packageId":"ABC00001"}\r\n', 'utf16le'));
    expect(readConfig(path).values).toEqual({ packageId: 'ABC00001' });
  });

  it.each([
    ['{"packageID":"ABC00001"}', 'there is no setting "packageID"; did you mean "packageId"?'],
    ['{"zzzzzzzz":1}', /^there is no setting "zzzzzzzz"; the settings are packageId, /],
    ['{"__proto__":1}', /^there is no setting "__proto__"/],
    ['{"packageId":5}', '"packageId" takes a text in quotation marks'],
    ['{"packageId":" "}', '"packageId" takes a text in quotation marks'],
    ['{"trust":"a.pem"}', '"trust" takes a list of texts: ["…"]'],
    ['{"trustSystem":"yes"}', '"trustSystem" takes true or false'],
    [
      '{"packageId":"A",\n"packageId":"B"}',
      'line 2 has the setting "packageId" a second time; remove one of the two',
    ],
    ['[]', /^a file of settings is one JSON object/],
    ['{', /^this is not JSON: /],
    ['', /^this is not JSON: /],
    ['['.repeat(1000), 'this is too large for a file of settings'],
  ])('refuses %s', (text, message) => {
    const path = written(text);
    expect(caught(() => readConfig(path))).toMatchObject({
      code: 'CONFIG_INVALID',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      facts: { file: path },
    });
  });

  it('has the settings of its schema', () => {
    expect(Object.keys(schema.properties).sort()).toEqual(['$schema', ...Object.keys(settings)].sort());
  });
});

describe('findConfig', () => {
  it('finds the nearest file above a folder, or takes the one that is named', () => {
    const folder = tempFolder();
    const path = written('{"cacheDrive":"E"}', folder);
    const found = findConfig(undefined, join(folder, 'a', 'b'), () => undefined);
    expect(found).toEqual({ path, values: { cacheDrive: 'E' } });
    expect(findConfig(path, '/', () => undefined)).toEqual(found);
    expect(findConfig(undefined, tempFolder(), () => undefined)).toBeNull();
    expect(caught(() => findConfig(join(folder, 'none'), '/', () => undefined))).toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });

  it.skipIf(process.getuid?.() !== 0)('does not use what it finds of another user', async () => {
    const { chownSync } = await import('node:fs');
    const folder = tempFolder();
    const path = written('{"cacheDrive":"E"}', folder);
    chownSync(path, 12345, 12345);
    const warnings: string[] = [];
    expect(findConfig(undefined, folder, ({ code }) => warnings.push(code))).toBeNull();
    expect(warnings).toEqual(['CONFIG_INVALID']);
    expect(findConfig(path, folder, () => undefined)).not.toBeNull();
  });
});
