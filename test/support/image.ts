import { basename, join } from 'node:path';
import type { SequenceOptions } from '../../src/installer/command-line/sequence-options.js';
import { planAdministrativeSequence } from '../../src/installer/session/administrative-sequence.js';
import {
  AdministrativeSession,
  type AdministrativeSessionOptions,
} from '../../src/installer/session/administrative-session.js';
import { applyAdministrativeSequence } from '../../src/installer/session/apply-administrative-sequence.js';
import { withInstallPackage } from './package-folder.js';
import { tempFolder } from './temp-folder.js';

interface ImageOptions extends SequenceOptions, Partial<AdministrativeSessionOptions> {
  target?: string;
  shortNames?: boolean;
  tolerant?: boolean;
  /** Besides TARGETDIR. */
  with?: Record<string, string>;
}

/** Makes an administrative image; gives its folder and what the library says of it. */
export function makeImage(path: string, options: ImageOptions = {}) {
  const { target = join(tempFolder(), 'image'), shortNames = false, ...rest } = options;
  return withInstallPackage(path, async (content, opened) => {
    const session = new AdministrativeSession(content, {
      user: 'tester',
      packagePath: opened.location.path,
      properties: new Map([
        ['TARGETDIR', target],
        ...(shortNames ? [['SHORTFILENAMES', '1'] as const] : []),
        ...Object.entries(options.with ?? {}),
      ]),
      ...rest,
    });
    const sequence = planAdministrativeSequence(session, { packageName: basename(path), ...rest });
    const result = await applyAdministrativeSequence(session, sequence, rest);
    const { target: folder, image: plan } = sequence;
    return {
      ...result,
      target: folder,
      plan,
      warnings: [...session.warnings, ...result.warnings],
      session,
      path: join(folder, plan.packageName ?? basename(path)),
    };
  });
}
