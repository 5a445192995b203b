import { diagnoseLogs } from '../../src/hotfix/diagnose/diagnose-logs.js';
import { manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { harmlessEntries, logEntry, published } from '../../test/support/log-builder.js';
import { memo } from '../memo.js';
import type { Target } from '../target.js';
import { mutatedFile, textSeed } from './text-files.js';

export const log: Target = {
  name: 'log',
  about: 'client logs in every layout and encoding, looked through for symptoms',
  prepare() {
    const manifest = memo(() => manifestFromCatalogue('977203'));
    const seeds = [
      textSeed('built/cmtrace.log', logEntry(published.en) + harmlessEntries(30) + logEntry(published.vi)),
      textSeed('built/plain.log', `plain line\r\n${published.en}\r\n${published['zh-CN']}\n`),
      textSeed(
        'built/lines.log',
        `<![LOG[a\nmany ${published.en}\n]LOG]!><time="1:2:3" date="1-1-2010" component="x">`,
      ),
      textSeed(
        'built/legacy.log',
        `${published.en}  $$<ccmexec><01-25-2010 06:27:02.123+420><thread=1234 (0x4D2)>\r\n`,
      ),
    ];
    return {
      seeds,
      make: (random) => mutatedFile(random, seeds, ['utf16le', 'utf8']),
      async run({ bytes }, world) {
        JSON.stringify(await diagnoseLogs([world.write('ccmexec.log', bytes)], [manifest()]));
      },
    };
  },
};
