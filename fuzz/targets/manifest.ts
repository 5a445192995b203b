import { HotfixkitError } from '../../src/core/errors.js';
import { diagnoseLogs } from '../../src/hotfix/diagnose/diagnose-logs.js';
import { listCatalogue, manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { readManifestFile } from '../../src/hotfix/manifest/node/read-manifest-file.js';
import { verifyFiles } from '../../src/hotfix/verify/verify-files.js';
import { junitSuite, renderJunit } from '../../src/report/render-junit.js';
import { renderVerifyMarkdown } from '../../src/report/render-verification.js';
import { logEntry, published } from '../../test/support/log-builder.js';
import { bytesOf, type Target, textOf } from '../target.js';
import { mutateJson } from './json.js';
import { mutatedFile, textSeed } from './text-files.js';

export const manifest: Target = {
  name: 'manifest',
  about: 'manifests: read, verified against nothing, reported',
  prepare() {
    const texts = listCatalogue()
      .slice(0, 8)
      .flatMap(({ kb }) => (kb ? [[kb, JSON.stringify(manifestFromCatalogue(kb))] as const] : []));
    const seeds = texts
      .filter(([, text]) => text.length < 60_000)
      .map(([kb, text]) => textSeed(`built/${kb}.json`, text));
    return {
      seeds,
      make(random) {
        if (random.chance(0.5)) return mutatedFile(random, seeds, ['utf16le']);
        const from = random.pick(seeds);
        const text = JSON.stringify(mutateJson(random, JSON.parse(textOf(from.bytes))));
        return { bytes: bytesOf(text), seed: from.name, choice: random.word() };
      },
      async run({ bytes }, world) {
        const read = readManifestFile(world.write('manifest.json', bytes));
        const result = verifyFiles([], read);
        renderVerifyMarkdown(result);
        renderJunit([junitSuite(result)]);
        // Its symptoms are looked for in a log: they are patterns that the manifest chose.
        const path = world.write('a.log', logEntry(published.en) + logEntry(' '.repeat(2000)));
        await diagnoseLogs([path], [read]).catch((error: unknown) => {
          if (!(error instanceof HotfixkitError)) throw error;
        });
      },
    };
  },
};
