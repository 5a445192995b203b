import type { BundleDescription } from '../../archive/bundle-description.js';
import type { Container, ContainerKind } from '../../archive/container.js';
import type { ByteSource } from '../../core/byte-source.js';
import type { FileSignature } from '../../signature/verdict.js';
import type { OpenedContainer } from '../opened-package.js';
import type { PackageKind } from '../package-content.js';
import type { InnerPackage } from '../package-search.js';
import { type SignaturePresence, signatureIn } from './signature-presence.js';

/** A file inside a container, with its own members. */
export interface InsideDescription {
  /** Relative to its container. */
  path: string;
  /** Bytes when unpacked. */
  size: number;
  /** Null for a file that is neither a package nor a container. */
  kind: PackageKind | null;
  encrypted: boolean;
  /** Facts that the container states, by label. */
  facts?: Record<string, string>;
  /** The packages that a WiX bundle installs. */
  bundle?: BundleDescription;
  inside?: InsideDescription[];
}

/** The kind and content of a download. */
export interface ContainerDescription {
  kind: ContainerKind;
  title: string;
  facts: Record<string, string>;
  /** Facts that a WiX bundle states about itself and its packages; absent for any other kind. */
  bundle?: BundleDescription;
  /** Whether the file has its own signature; null if its format has none. */
  signature: SignaturePresence | null;
  /** The same as those of the package, of the file that is the container. */
  signatures?: readonly FileSignature[] | null;
  signatureSummary?: string | null;
  unverifiedSigner?: string | null;
  inside: InsideDescription[];
}

/**
 * The whole tree of opened containers; cabinets inside are not opened.
 *
 * @param source the file that is the container
 */
export function describeContainer(
  opened: OpenedContainer,
  source: ByteSource | null = null,
): ContainerDescription {
  const { container } = opened;
  return {
    kind: container.kind,
    title: container.title,
    facts: { ...container.facts },
    ...(container.bundle ? { bundle: container.bundle } : {}),
    signature: source && signatureIn(source),
    inside: describeMembers(container, opened.inside()),
  };
}

function describeMembers(container: Container, found: readonly InnerPackage[]): InsideDescription[] {
  const foundOf = new Map(found.map((one) => [one.member, one]));
  return container.files.map((member): InsideDescription => {
    const one = foundOf.get(member);
    const inner = one?.container ?? null;
    return {
      path: member.path,
      size: member.size,
      kind: one?.kind ?? null,
      encrypted: member.encrypted,
      ...(inner
        ? {
            facts: { ...inner.facts },
            ...(inner.bundle ? { bundle: inner.bundle } : {}),
            inside: describeMembers(inner, one?.inside ?? []),
          }
        : {}),
    };
  });
}
