import { safePath } from '../../core/safe-path.js';
import { type Manifest, manifestName } from '../manifest/manifest.js';

/** Characters of a title that go into the name. */
const LONGEST = 60;

/**
 * The name of an article in paths: `KB977203`, or the title of an article without a number. A title may be any text;
 * here it becomes one part of a path, in letters and digits that need no quotes on a command line.
 */
export function articleFileName(manifest: Pick<Manifest, 'kb' | 'title'>): string {
  const name = manifestName(manifest)
    .slice(0, LONGEST)
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^-|-$/g, '');
  return name === '' ? 'hotfix' : safePath(name).path;
}

/** The same in ASCII, as package definitions and command files take it: an article without a number may have any title. */
export function plainArticleName(manifest: Pick<Manifest, 'kb' | 'title'>): string {
  const name = articleFileName(manifest);
  return /^[\x20-\x7e]+$/.test(name) ? name : 'hotfix';
}
