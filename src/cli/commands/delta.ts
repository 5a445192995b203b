import { BufferSource } from '../../core/byte-source.js';
import { addFacts, HotfixkitError } from '../../core/errors.js';
import { applyDelta } from '../../formats/pa19/apply-delta.js';
import { readDelta } from '../../formats/pa19/read-delta.js';
import { readFileWhole } from '../../node/read-file-whole.js';
import { writeFileAtomic } from '../../node/write-file-atomic.js';
import { describeDelta } from '../../package/inspect/describe-delta.js';
import { type Command, needed } from '../command.js';
import { delta as definition } from '../definitions/delta.js';
import { ExitStatus } from '../exit-status.js';
import { formatSize } from '../progress-bar.js';
import { refuseAsOutput, refuseInput } from '../refuse-input.js';

export const delta: Command<typeof definition> = {
  async run(context, args, options) {
    const { action, patch: patchPath, old: oldPath } = args;
    const patch = readFileWhole(patchPath);
    try {
      if (action === 'info') {
        if (options.output !== undefined) {
          refuseAsOutput(options.output, definition, args);
          context.answerTo(options.output);
        }
        const facts = describeDelta(readDelta(patch));
        context.answer({ file: patchPath, ...facts }, () => [
          `Delta     ${patchPath}, ${formatSize(facts.size)}${facts.headerOnly ? ', header only' : ''}`,
          `New file  ${facts.newFile.size} bytes, CRC-32 ${facts.newFile.crc32}${facts.newFile.time === null ? '' : `, ${facts.newFile.time}`}`,
          ...facts.oldFiles.map(
            (old) =>
              `Old file  ${old.size} bytes, CRC-32 ${old.crc32} (normalised), window 2^${old.windowBits}, stream ${old.streamSize} bytes, ` +
              `${old.ignoreRanges.length} ignored and ${old.retainRanges.length} retained ranges, ${old.riftCount} moved parts`,
          ),
          `Options   ${facts.options.join(', ') || 'none'}`,
        ]);
        return ExitStatus.done;
      }
      if (oldPath === undefined) {
        throw new HotfixkitError('USAGE', 'the old file is missing: hotfixkit delta apply PATCH OLD -o NEW');
      }
      const output = needed(options.output, '-o NEW');
      refuseInput(output, patchPath);
      if (output === '-' && context.json) {
        throw new HotfixkitError(
          'USAGE',
          '-o - writes the file itself to stdout, so there is no --json with it',
        );
      }
      const result = applyDelta(patch, readFileWhole(oldPath));
      if (output === '-') {
        context.binary([result]);
        return ExitStatus.done;
      }
      context.warnBeside(await writeFileAtomic(output, new BufferSource(result)));
      context.answer({ patch: patchPath, old: oldPath, output, size: result.length }, () => [
        `${output}: ${formatSize(result.length)}, checked`,
      ]);
      return ExitStatus.done;
    } catch (error) {
      throw addFacts(error, { file: patchPath });
    }
  },
};
