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
    obsoleted: `${out.by.label} makes it obsolete${isMutual(out) ? ', and it makes that one obsolete too: the one given later was taken; leave one of them out' : ''}`,
    superseded: `${out.by.label} supersedes it`,
  };
  return { code, message: `this patch is left out: ${why[reason]}`, file: patch.label };
}

/** Whether two patches make each other obsolete, so that no order of them is right. */
const isMutual = ({ patch, by, reason }: Extract<LeftOut<PatchPackage>, { by: PatchPackage }>): boolean =>
  reason === 'obsoleted' && patch.identity.obsoletes.includes(by.identity.patchCode);
