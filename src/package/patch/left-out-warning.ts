import type { Warning } from '../../core/errors.js';
import type { PatchPackage } from './patch-package.js';
import type { LeftOut } from './sequenced-patch.js';

/** States why a patch is not applied. */
export function leftOutWarning(out: LeftOut<PatchPackage>): Warning {
  const { patch, reason } = out;
  const code = 'PATCH_LEFT_OUT';
  if (reason === 'not applicable') {
    const { expected, found } = out;
    return {
      code,
      message: 'this patch is left out: it does not apply',
      file: patch.label,
      expected,
      found,
    };
  }
  const why = {
    repeated: `it is the same patch as ${out.by.label}`,
    obsoleted: `${out.by.label} makes it obsolete`,
    superseded: `${out.by.label} supersedes it`,
  };
  return { code, message: `this patch is left out: ${why[reason]}`, file: patch.label };
}
