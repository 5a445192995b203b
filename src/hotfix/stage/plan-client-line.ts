import { HotfixkitError } from '../../core/errors.js';
import type { SignatureJudge } from '../../package/signature/judged-signature.js';
import { needClientSource } from './client-content.js';
import { formatClientProperties } from './client-properties.js';
import { diskContentFolder } from './disk-content-folder.js';
import { findFurtherPatches } from './further-patches.js';
import { LinePatches, readClient } from './line-patches.js';
import { type PatchLine, type PatchLineOptions, planPatchLine } from './patch-line.js';
import { checkLineLength, lineLocation, patchProperty } from './patch-property.js';
import type { LineOptions } from './plan-package-stage.js';

/** The `PATCH` line for a client source as it is. */
export interface ClientLine {
  line: PatchLine;
  patchProperty: string;
  /** The whole text for the step Setup Windows and ConfigMgr. */
  installationProperties: string;
}

/**
 * The `PATCH` line of all patches below `i386\hotfix` of a client source, and of those that the options name. Nothing is
 * staged.
 *
 * Throws `STAGE_CLIENT_SOURCE`, `STAGE_NO_PATCH` where there is none, and what `planPatchLine` and
 * `patchProperty` throw.
 */
export function planClientLine(
  client: string,
  options: LineOptions & PatchLineOptions & { judge?: SignatureJudge } = {},
): ClientLine {
  // A new one has no patches that could be in a line.
  needClientSource(diskContentFolder(client), client, '');
  const further = findFurtherPatches(options.withPatches ?? [], client, false);
  const patches = new LinePatches(options.judge);
  try {
    for (const path of further.paths) patches.addGiven(client, path);
    patches.addFound(client);
    const line = planPatchLine(patches.patches, readClient(client), {
      ...options,
      warnings: patches.warnings,
    });
    if (line.paths.length === 0) {
      const others = line.patches.map(({ path, reason }) => `${path}: ${reason}`);
      throw new HotfixkitError(
        'STAGE_NO_PATCH',
        others.length === 0
          ? 'there is no .msp below i386/hotfix of this client source: name a package to stage, or copy the patches there'
          : `no patch below i386/hotfix is for this client: ${others.join('; ')}`,
        { file: client },
      );
    }
    const property = patchProperty(line.paths, lineLocation(options));
    const others = formatClientProperties(options.properties ?? {});
    const installationProperties = others === '' ? property : `${others} ${property}`;
    checkLineLength(installationProperties);
    return { line, patchProperty: property, installationProperties };
  } finally {
    patches.close();
  }
}
