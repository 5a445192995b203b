import { safePath } from '../../core/safe-path.js';
import { type Manifest, manifestName } from '../manifest/manifest.js';

/** Characters of a title that go into the name. */
const LONGEST = 60;

/**
 * What folders and files are called after an article: `KB977203`, or for an article without a number its title. That is
 * any text; here it becomes one part of a path, in letters and digits that a command line takes as they are.
 */
export function articleFileName(manifest: Pick<Manifest, 'kb' | 'title'>): string {
  const name = manifestName(manifest)
    .slice(0, LONGEST)
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^-|-$/g, '');
  return name === '' ? 'hotfix' : safePath(name).path;
}
