import { diffPackages } from '../../src/package/node/diff-packages.js';
import type { Compared, CompareRequest } from '../protocol.js';
import type { OnProgress } from './files.js';
import { Session } from './session.js';

/** What differs between the open package and another one, as `diff` says it: the open one is the old one. */
export async function compare(
  session: Session,
  { other }: CompareRequest,
  onProgress: OnProgress,
): Promise<Compared> {
  const second = new Session({ file: other, beside: [], inside: [] });
  try {
    const diff = await diffPackages(session.package, second.package, {
      onProgress: ({ bytes, totalBytes }) => onProgress({ done: bytes, total: totalBytes }),
    });
    return { diff, names: [session.name, second.name] };
  } finally {
    second.close();
  }
}
