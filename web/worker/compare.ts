import { HotfixkitError } from '../../src/core/errors.js';
import { diffPackages } from '../../src/package/node/diff-packages.js';
import type { Compared, CompareRequest } from '../protocol.js';
import type { OnProgress } from './files.js';
import { Session } from './session.js';

/** What differs between the open package and another one, as `diff` says it: the open one is the old one. */
export async function compare(
  session: Session,
  { other, beside, password }: CompareRequest,
  onProgress: OnProgress,
): Promise<Compared> {
  const first = session.whole;
  const second = new Session({
    file: other,
    beside,
    inside: [],
    ...(password === undefined ? {} : { password }),
  });
  try {
    const { content, container } = second.whole;
    const several = container?.choices ?? [];
    // An archive is compared with an archive; a package needs one that is like it.
    if (several.length > 0 && 'database' in first.content && !('database' in content)) {
      throw new HotfixkitError(
        'CONTAINER_SEVERAL',
        'this file holds several packages; open it, save the one that is meant, and compare with that',
        { file: second.name, found: several.length },
      );
    }
    const diff = await diffPackages(first, second.whole, {
      onProgress: ({ bytes, totalBytes }) => onProgress({ done: bytes, total: totalBytes }),
    });
    return { diff, names: [session.title, second.title] };
  } finally {
    second.close();
  }
}
