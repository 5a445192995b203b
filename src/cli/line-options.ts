import { parseClientProperties } from '../hotfix/stage/client-properties.js';
import type { LineOptions } from '../hotfix/stage/plan-package-stage.js';
import type { LineOptionValues } from './definitions/shared-options.js';

export function lineOptionsOf(options: LineOptionValues): LineOptions {
  const drive = options.cacheDrive;
  return {
    packageId: options.packageId ?? null,
    ...(drive === undefined ? {} : { drive }),
    clientPath: options.clientPath ?? null,
    withPatches: options.withPatch,
    properties: parseClientProperties(options.clientProperty),
  };
}
