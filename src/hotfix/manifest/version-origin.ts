import type { SourceFacts } from './hotfix-facts.js';

/** The known versions of one line of products. */
export interface ProductLine {
  line: string;
  title: string;
  /** From which file version on a file comes from where, ascending within a product. */
  origins: VersionOrigin[];
  supersedence: { kb: string; by: string; product: string; note: string }[];
  sources: SourceFacts[];
}

/** Which release brought the file versions from a number on. */
export interface VersionOrigin {
  /** Lowest file version that comes from there. */
  from: string;
  /** Short product name, as the sections of manifests have it. */
  product: string;
  /** What brought it: a service pack or a hotfix. */
  name: string;
  kb: string | null;
}
