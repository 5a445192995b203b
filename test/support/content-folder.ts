import type { ContentFolder } from '../../src/hotfix/stage/client-content.js';

/** A content folder that does not exist yet. */
export const emptyFolder: ContentFolder = { list: () => null, existing: () => null };
