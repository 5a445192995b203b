import type { Warning } from '../../core/errors.js';
import { listed, plural } from '../../core/plural.js';

/** Whether a file begins like a delta of Windows Update (PA30, PA31), whatever its name is. */
export function isWindowsUpdateDelta(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x33 && (head[3] === 0x30 || head[3] === 0x31);
}

/** Says that files are deltas, which have the names of the files that they make. */
export function deltaWarning(paths: readonly string[]): Warning {
  const [first] = paths;
  const subject = paths.length === 1 ? `${first} is a delta` : `${plural(paths.length, 'file')} are deltas`;
  const names = paths.length === 1 ? '' : `: ${listed(paths)}`;
  return {
    code: 'DELTA_PA30_UNSUPPORTED',
    message: `${subject} of Windows Update (PA30), not ${paths.length === 1 ? 'the file itself' : 'the files themselves'}, and hotfixkit does not apply ${paths.length === 1 ? 'it' : 'them'}${names}`,
    ...(first === undefined ? {} : { entry: first }),
  };
}
