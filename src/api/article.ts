/**
 * Published file tables: the articles they come from and the manifests they become.
 *
 * @module
 */

export { BufferSource, type ByteSource } from '../core/byte-source.js';
export {
  type ErrorCode,
  type ErrorFacts,
  type ErrorKind,
  HotfixkitError,
  type Warning,
} from '../core/errors.js';
export { decodeArticle } from '../hotfix/article/decode-article.js';
export { type ImportOptions, importArticle } from '../hotfix/article/import-article.js';
export type {
  ClientPatchFacts,
  FactEvidence,
  HotfixFacts,
  LogSymptom,
  LogWording,
  PrerequisiteFacts,
  RelatedArticle,
  SourceFacts,
  SupersedenceFacts,
  SymptomFacts,
  UtilityFacts,
} from '../hotfix/manifest/hotfix-facts.js';
export {
  type Manifest,
  type ManifestFile,
  type ManifestSection,
  type ManifestWarning,
  manifestName,
  type PublishedHash,
  type PublishedSize,
} from '../hotfix/manifest/manifest.js';
export { type NameLanguage, type PackageName, parsePackageName } from '../hotfix/naming/package-name.js';
