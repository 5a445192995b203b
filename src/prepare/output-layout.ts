import type { Manifest } from '../hotfix/manifest/manifest.js';
import { articleFileName } from '../hotfix/naming/article-name.js';
import type { StageTargets } from '../hotfix/stage/apply-stage.js';
import { type StageCopy, utilityName } from '../hotfix/stage/plan-stage.js';

/** Where the image goes, below the output folder. */
export const IMAGE = 'image';

/** The report that later runs read, below the output folder. */
export const REPORT = 'report.json';

/** The same report for people, below the output folder. */
export const readableReports = { markdown: 'report.md', html: 'report.html' } as const;

/** The content folders of a hotfix, below the output folder. */
export function contentFolders(manifest: Manifest): Required<StageTargets> {
  const utility = manifest.facts?.utility;
  return {
    client: 'content/client',
    utility: `content/${utility ? utilityName(utility) : 'utility'}`,
    hotfix: `content/${articleFileName(manifest)}`,
  };
}

/** Where a file is staged, below the output folder. */
export function stagedPath(names: Required<StageTargets>, { content, to }: StageCopy): string {
  return `${names[content]}/${to}`;
}
