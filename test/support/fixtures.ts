import { buildStandIn, type StandInOptions, standInVariants } from './kb977203-stand-in.js';
import { buildClient } from './stand-in/client.js';

/** A file under `fixtures/` and what makes it. */
export interface Fixture {
  /** Relative to `fixtures/`, `/` between the parts. */
  path: string;
  build: () => Uint8Array;
}

/** Every file that `fixtures/` has, but for its README. */
export const fixtures: readonly Fixture[] = [
  standIn({ servicePack: 1 }),
  ...standInVariants.map((variant) => standIn({ servicePack: 2, variant })),
  { path: 'kb977203/client-sp1.msi', build: () => buildClient(1) },
  { path: 'kb977203/client-sp2.msi', build: () => buildClient(2) },
];

/** The good ones lie in the folder itself, the others in folders named for what is wrong with them. */
function standIn(options: StandInOptions): Fixture {
  const { servicePack, variant = 'good', language = 'ENU' } = options;
  const folder = variant === 'good' ? 'kb977203' : `kb977203/${variant}`;
  return {
    path: `${folder}/SCCM2007-SP${servicePack}-KB977203-${language}.msi`,
    build: () => buildStandIn(options).bytes,
  };
}
