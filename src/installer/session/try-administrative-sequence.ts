import { HotfixkitError, type Warning } from '../../core/errors.js';
import { refuseTargets } from '../../node/refuse-targets.js';
import { readContentFacts } from '../../package/content-facts.js';
import type { WriteOptions } from '../../package/node/write-options.js';
import {
  type AdministrativeResult,
  filesForTarget,
  refuseSource,
} from '../image/administrative-installation.js';
import { signatureRemoved } from '../image/image-database.js';
import { changesOfImage } from '../image/patch-image.js';
import type { SequencePlan } from './administrative-sequence.js';
import type { AdministrativeSession } from './administrative-session.js';

/**
 * What {@link applyAdministrativeSequence} would do with a plan: each file is decoded, each delta applied, and the result
 * is checked, in memory. Nothing is written. Throws what the run itself would throw before it writes.
 */
export async function tryAdministrativeSequence(
  session: AdministrativeSession,
  plan: SequencePlan,
  options: Pick<WriteOptions, 'onProgress' | 'signal' | 'tolerant'> = {},
): Promise<AdministrativeResult> {
  const { target } = plan;
  const isPatch = plan.kind === 'patch';
  const content = isPatch ? plan.package : session.package;
  if (!isPatch) refuseSource(target, session.packagePath);
  const changes = isPatch
    ? changesOfImage(plan.image, target)
    : { ...filesForTarget(plan.image, target), removed: [] };
  const tolerant = options.tolerant ?? (!isPatch && plan.fileMismatch === 'take');
  const { onProgress, signal } = options;
  const facts = await readContentFacts(
    content,
    changes.files.map(({ file }) => file),
    { ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) },
  );
  const warnings: Warning[] = [...facts.values()].flatMap(({ contradictions }) => contradictions);
  const wrong = warnings.find(({ code }) => code === 'PACKAGE_FILE_SIZE' || code === 'PACKAGE_FILE_HASH');
  if (wrong && !tolerant) {
    const { code, message, ...rest } = wrong;
    throw new HotfixkitError(code, message, rest);
  }
  const written = changes.files.map(({ path }) => path);
  if (plan.image.packageName !== null) {
    written.push(plan.image.packageName);
    warnings.push(...signatureRemoved(content));
  }
  refuseTargets(target, written);
  const { kept, replaced, removed } = changes;
  return { written, kept, replaced, removed, warnings };
}
