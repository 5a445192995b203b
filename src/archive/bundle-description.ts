import type { BundlePackageKind } from './burn-manifest.js';

/** Where a payload of a bundle is: in a container that is attached to it or lies beside it, or a file by itself. */
export type BundlePlace = 'attached' | 'detached' | 'external';

/** A payload of a bundle and where it is. */
export interface BundlePayloadDescription {
  /** The name that its package gives it, `/` between the parts. */
  name: string;
  place: BundlePlace;
  /** Whether it was found: in its container, or beside the bundle. */
  present: boolean;
  /** Path inside the bundle, for use after the `!`. Null if not present. */
  path: string | null;
  /** Id of its container; null for an external payload. */
  container: string | null;
  /** Name of its file beside the bundle: the container or the payload. */
  file: string | null;
  downloadUrl: string | null;
}

/** A package that a bundle installs. What the manifest does not state is null. */
export interface BundlePackageDescription {
  id: string;
  kind: BundlePackageKind;
  /** Of an `.msi`. */
  productCode: string | null;
  /** Of an `.msp`. */
  patchCode: string | null;
  upgradeCode: string | null;
  version: string | null;
  /** The package is installed only where this is true, in the language of Burn's conditions. */
  installCondition: string | null;
  /** Properties of the installation that the bundle gives, as it states them, by name; absent without any. */
  properties?: Readonly<Record<string, string>>;
  /** The package itself; null where the manifest names no payload for it. */
  payload: BundlePayloadDescription | null;
}

/** A container of a bundle other than the user interface container. */
export interface BundleContainerDescription {
  id: string;
  /** Part of the executable, and not a file beside it. */
  attached: boolean;
  /** File name beside the bundle; null for an attached one. */
  file: string | null;
  /** Bytes: from the executable for an attached container, from the manifest for others. */
  size: number | null;
  present: boolean;
  downloadUrl: string | null;
}

/** The facts that a WiX bundle states. Null if not in its manifest. */
export interface BundleDescription {
  id: string | null;
  name: string | null;
  version: string | null;
  publisher: string | null;
  /** Codes of the bundles that it replaces. */
  upgradeCodes: string[];
  containers: BundleContainerDescription[];
  /** In the order in which they are installed. */
  chain: BundlePackageDescription[];
}
