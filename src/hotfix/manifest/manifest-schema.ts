import { z } from 'zod';
import { type ErrorFacts, HotfixkitError, shortened } from '../../core/errors.js';
import { duplicateKey } from '../../core/json-duplicate-key.js';
import { type JsonLimits, jsonExcess } from '../../core/json-limits.js';
import type { HotfixFacts, SourceFacts } from './hotfix-facts.js';
import type {
  Manifest,
  ManifestFile,
  ManifestSection,
  ManifestWarning,
  PublishedHash,
  PublishedSize,
} from './manifest.js';
import type { ProductLine } from './version-origin.js';

// Bounds keep a hostile manifest from growing the answer without end; no article comes near them.
const text = (max: number) => z.string().min(1).max(max);
const list = <T extends z.ZodType>(item: T, max = 1000) => z.array(item).max(max);
const nullable = <T extends z.ZodType>(item: T) => item.nullable().default(null);

/** Control characters and those that are not shown: a row with one in its name would fit no file. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** What a name has that is not seen, in words; null where all of it is. */
function unseenIn(name: string): string | null {
  const found = unseen.exec(name)?.[0];
  if (found !== undefined) {
    const code = found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return `the character U+${code}, which is not shown`;
  }
  return name.trim() === name ? null : 'a blank at its start or end';
}

const file: z.ZodType<ManifestFile> = z.strictObject({
  name: text(260)
    .refine((name) => unseenIn(name) === null, {
      error: ({ input }) => `a file name has ${unseenIn(String(input))}; remove it`,
    })
    .describe('File name as published; letter case means nothing.'),
  version: nullable(text(100)).describe(
    'Dotted file version, compared number by number; null: not applicable.',
  ),
  size: nullable(z.int().nonnegative()).describe('Size in bytes.'),
  date: nullable(z.iso.date()).describe('YYYY-MM-DD in UTC; reported, not judged.'),
  time: nullable(z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)).describe(
    'HH:MM in UTC; reported, not judged.',
  ),
  platform: nullable(text(100)).describe('x86, x64, IA-64, ARM64 or ARM; null: not applicable.'),
  folder: text(260)
    .exactOptional()
    .describe('Folder or service branch, where the table has such a column (SP2GDR, RTMQFE, …).'),
});

const section: z.ZodType<ManifestSection> = z.strictObject({
  title: text(1000).describe('Heading of the file table.'),
  product: nullable(text(200)).describe('Short product name, as --product takes it.'),
  platform: text(100)
    .exactOptional()
    .describe('Processor that the text above the table names, where neither heading nor rows do.'),
  files: list(file, 100_000),
});

const size: z.ZodType<PublishedSize> = z.strictObject({
  file: text(260).nullable().describe('Name of the download; null: none stands beside the size.'),
  text: text(100).describe('As the article writes it: "2.7 MB".'),
  least: z.number().int().nonnegative().describe('Bytes that it may mean at least.'),
  most: z.number().int().nonnegative().describe('Bytes that it may mean at most.'),
});

/** Digits of the hashes that a manifest may have. */
const digits = { MD5: 32, 'SHA-1': 40, 'SHA-256': 64, 'SHA-384': 96, 'SHA-512': 128 } as const;

const hash: z.ZodType<PublishedHash> = z
  .strictObject({
    file: text(260)
      .nullable()
      .describe(
        'Name of a file of a table, or of the download; null where the article names none beside the hash.',
      ),
    algorithm: z.enum(['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']),
    digest: z
      .string()
      .regex(/^[0-9a-f]{32,128}$/)
      .describe('Lower-case hexadecimal digits.'),
    version: text(100)
      .exactOptional()
      .describe(
        'Version of the row that it is for, where several rows are of the name; size and platform are the same.',
      ),
    size: z.number().int().nonnegative().exactOptional(),
    platform: text(100).exactOptional(),
  })
  .refine(({ algorithm, digest }) => digest.length === digits[algorithm], {
    error: 'the digest is not as long as those of its algorithm',
  });

const number = z.union([z.string().max(1000), z.number()]);
const warning: z.ZodType<ManifestWarning> = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  message: text(2000),
  file: z.string().max(1000).exactOptional(),
  stream: z.string().max(1000).exactOptional(),
  entry: z.string().max(1000).exactOptional(),
  offset: z.number().exactOptional(),
  structure: z.string().max(1000).exactOptional(),
  expected: number.exactOptional(),
  found: number.exactOptional(),
});

const article = z.string().regex(/^[0-9]{5,8}$/, 'an article number is 5 to 8 digits');
const sentence = text(4000);
const name = text(260);

const source: z.ZodType<SourceFacts> = z.strictObject({
  title: sentence,
  url: z.url().nullable(),
  supports: sentence,
});

const facts: z.ZodType<HotfixFacts> = z.strictObject({
  appliesTo: list(name),
  symptom: z
    .strictObject({
      summary: sentence,
      conditions: list(sentence),
      log: name,
      message: sentence,
      errorCode: name,
      component: name,
    })
    .exactOptional(),
  symptoms: list(
    z.strictObject({
      id: text(100).regex(/^[a-z0-9-]+$/),
      summary: sentence,
      logs: list(name),
      component: nullable(name),
      errorCode: nullable(text(60)),
      wordings: list(
        z.strictObject({ language: text(35), text: text(1000), pattern: text(500).exactOptional() }),
        100,
      ),
      means: sentence,
      remedy: sentence,
    }),
    100,
  ).exactOptional(),
  cause: sentence.exactOptional(),
  resolution: sentence.exactOptional(),
  prerequisites: z.strictObject({ summary: sentence, anyOf: list(name) }).exactOptional(),
  restartRequired: z.union([z.boolean(), z.literal('possible')]).exactOptional(),
  replaces: list(article),
  supersededBy: list(
    z.strictObject({
      kb: article,
      published: article,
      note: sentence,
      includesUtility: z.boolean().nullable(),
    }),
  ),
  related: list(z.strictObject({ kb: article, title: sentence, relation: sentence })),
  packages: list(z.strictObject({ product: name, file: name })),
  clientPatch: z
    .strictObject({
      folder: z
        .string()
        .regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/)
        .max(200)
        .nullable(),
      installedFolder: sentence.nullable(),
      files: list(z.strictObject({ product: name.nullable(), name })),
      properties: list(z.strictObject({ product: name, line: sentence })),
      packageName: name.nullable(),
    })
    .exactOptional(),
  utility: z
    .strictObject({
      file: z
        .string()
        .regex(/^[A-Za-z0-9_-][A-Za-z0-9_.+-]*\.(exe|cmd|bat)$/i)
        .max(120),
      installedFolder: sentence.nullable(),
      purpose: sentence.nullable(),
      commandLine: text(127),
      loggingCommandLine: text(127).nullable(),
      program: z.strictObject({
        run: z.enum(['Normal', 'Minimized', 'Maximized', 'Hidden']).nullable(),
        canRunWhen: z.enum(['UserLoggedOn', 'NoUserLoggedOn', 'AnyUserStatus']).nullable(),
        adminRightsRequired: z.boolean().nullable(),
      }),
    })
    .exactOptional(),
  propertiesToRepeat: list(name, 100).exactOptional(),
  notes: list(z.strictObject({ topic: name, text: sentence })),
  sources: list(source),
  evidence: list(
    z.strictObject({ fact: name, value: sentence, sentence, line: z.int().positive().nullable() }),
  ).exactOptional(),
});

const manifestObject = z
  .strictObject({
    $schema: z.string().max(1000).exactOptional().describe('For editors; not kept.'),
    schema: z
      .literal('hotfixkit/manifest/1')
      .exactOptional()
      .describe('As `hotfixkit manifest show --json` has it; not kept.'),
    kb: z
      .string()
      .regex(/^[A-Za-z]{0,4}[0-9]{1,10}$/)
      .nullable()
      .describe('Article number; null: none is known.'),
    title: text(1000).describe('Title of the article.'),
    language: text(35).default('und').describe('BCP 47 tag of the language of publication.'),
    sections: list(section).min(1).describe('One file table a product.'),
    warnings: list(warning, 20_000).default([]),
    hashes: list(hash, 100_000)
      .exactOptional()
      .describe('Hashes of files of the tables, of other files, and of the download.'),
    sizes: list(size, 1000)
      .exactOptional()
      .describe('Sizes of downloads that the article states outside of its tables.'),
    facts: facts.exactOptional().describe('What the article says beyond its tables.'),
  })
  .meta({ title: 'hotfixkit manifest', description: 'The file tables that a hotfix article publishes.' });

const version = z.string().regex(/^[0-9]{1,5}(\.[0-9]{1,5}){3}$/);

const productLine: z.ZodType<ProductLine> = z.strictObject({
  line: name,
  title: sentence,
  origins: list(z.strictObject({ from: version, product: name, name, kb: article.nullable() })).min(1),
  supersedence: list(z.strictObject({ kb: article, by: article, product: name, note: sentence })),
  sources: list(source),
});

/** Checks the data of a product line. Throws `MANIFEST_INVALID`. */
export function parseProductLine(value: unknown, where: ErrorFacts = {}): ProductLine {
  return checked(productLine, 'a product line', value, where);
}

/**
 * Checks a JSON value that was parsed, and returns it as a manifest. Keys that may be left out are filled in (`null`, `und`,
 * `[]`). Unknown keys are refused, because a mistyped `version` would be a version that nothing checks.
 *
 * @throws `MANIFEST_INVALID`; `structure` names the place (`sections[0].files[3].size`).
 * @example
 * import { parseManifest } from 'hotfixkit';
 *
 * const manifest = parseManifest({
 *   kb: '900001',
 *   title: 'An update of our own',
 *   sections: [
 *     { title: 'Files', product: 'Client', files: [{ name: 'client.exe', version: '1.2.0.7', size: 17768 }] },
 *   ],
 * });
 * console.log(manifest.sections[0]?.files[0]?.version);
 */
export function parseManifest(value: unknown, where: ErrorFacts = {}): Manifest {
  const { $schema: _, schema: __, ...manifest } = checked(manifestObject, 'a manifest', value, where);
  return { ...manifest, kb: manifest.kb?.replace(/^[A-Za-z]+/, '') ?? null };
}

/** Bytes of a JSON file. A hundred thousand rows, more than any article has, take some 25 million. */
export const LONGEST_MANIFEST = 32 * 1024 * 1024;

/** Most values of a manifest and their deepest nesting. They are counted before validation: zod collects all problems. */
const most = { values: 1_000_000, keys: 100, depth: 20, message: 300 };

/** Throws `MANIFEST_INVALID` for a JSON document of more values than a manifest has. */
function checkSize(value: unknown, what: string, where: ErrorFacts): void {
  let values = 0;
  // Iterators rather than their values: a list of a million is never copied.
  const open: Iterator<unknown>[] = [];
  const enter = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return;
    if (!Array.isArray(inner) && Object.keys(inner).length > most.keys) {
      throw new HotfixkitError('MANIFEST_INVALID', `not ${what}: an object has more keys than any here`, {
        ...where,
        expected: most.keys,
      });
    }
    open.push(Array.isArray(inner) ? inner.values() : Object.values(inner).values());
  };
  enter(value);
  while (open.length > 0) {
    const { done, value: next } = open.at(-1)!.next();
    if (done) {
      open.pop();
      continue;
    }
    if (++values > most.values || open.length > most.depth) {
      throw tooMuch(open.length > most.depth ? 'depth' : 'values', what, where);
    }
    enter(next);
  }
}

function tooMuch(excess: keyof JsonLimits, what: string, where: ErrorFacts): HotfixkitError {
  const reason =
    excess === 'depth' ? 'its values are nested too deep' : 'it has far more values than any article';
  return new HotfixkitError('MANIFEST_INVALID', `not ${what}: ${reason}`, {
    ...where,
    expected: most[excess],
  });
}

function checked<T>(schema: z.ZodType<T>, what: string, value: unknown, where: ErrorFacts): T {
  checkSize(value, what, where);
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    const more = result.error.issues.length - 1;
    throw new HotfixkitError(
      'MANIFEST_INVALID',
      `not ${what}: ${(issue?.message ?? 'unreadable').slice(0, most.message)}${more > 0 ? ` (and ${more} more)` : ''}`,
      { ...where, structure: pathText(issue?.path ?? []) },
    );
  }
  return result.data;
}

/**
 * {@link parseManifest} from the text of a JSON file; a byte order mark is skipped. Throws `MANIFEST_INVALID`, also for a key
 * that an object has twice: only one of the two would be judged.
 */
export function parseManifestText(json: string, where: ErrorFacts = {}): Manifest {
  const excess = jsonExcess(json, most);
  if (excess !== null) throw tooMuch(excess, 'a manifest', where);
  const plain = json.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const comment = /^\s*\/[/*]/.test(plain) ? 'JSON has no comments, and this begins with one: ' : '';
    throw new HotfixkitError('MANIFEST_INVALID', `not JSON: ${comment}${cause.message}`, where, { cause });
  }
  if (Array.isArray(value)) {
    throw new HotfixkitError(
      'MANIFEST_INVALID',
      'not a manifest: the file has a list, and a manifest is one object; write each manifest to a file of its own, and give their folder',
      { ...where, structure: 'manifest' },
    );
  }
  const twice = duplicateKey(plain);
  if (twice !== null) {
    throw new HotfixkitError(
      'MANIFEST_INVALID',
      `not a manifest: line ${twice.line} has the key ${JSON.stringify(shortened(twice.key))} a second time; remove one of the two`,
      { ...where, structure: twice.path === '' ? 'manifest' : twice.path },
    );
  }
  return parseManifest(value, where);
}

/** JSON Schema (draft 2020-12) of what {@link parseManifest} takes. */
export function manifestJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(manifestObject, { io: 'input' });
}

function pathText(path: readonly PropertyKey[]): string {
  let textSoFar = '';
  for (const part of path) {
    if (typeof part === 'number') textSoFar += `[${part}]`;
    else textSoFar += textSoFar === '' ? String(part) : `.${String(part)}`;
  }
  return textSoFar === '' ? 'manifest' : textSoFar;
}
