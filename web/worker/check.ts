import { HotfixkitError } from '../../src/core/errors.js';
import { listCatalogue, manifestFromCatalogue } from '../../src/hotfix/manifest/catalogue.js';
import { productNames } from '../../src/hotfix/manifest/manifest.js';
import { manifestFromSource } from '../../src/hotfix/manifest/manifest-source.js';
import { downloadOf } from '../../src/hotfix/verify/download-of.js';
import { verifyPackage } from '../../src/hotfix/verify/verify-package.js';
import { hashSource } from '../../src/node/hash.js';
import { judgePackage } from '../../src/package/signature/package-signatures.js';
import { reportOnPackage } from '../../src/report/package-report.js';
import { renderReportHtml } from '../../src/report/render-report-html.js';
import { describeProblem, tableReason, weakeningWarnings } from '../../src/report/report.js';
import type { Checked, CheckRequest, KnownArticle } from '../protocol.js';
import { openFile } from './beside-folder.js';
import type { OnProgress } from './files.js';
import { pageText } from './page-text.js';
import type { Session } from './session.js';

export function knownArticles(): KnownArticle[] {
  // Of some articles only names are known, and no file table.
  return listCatalogue().flatMap(({ kb, title, products, complete }) =>
    kb === null || !complete ? [] : [{ kb, title: title ?? '', products }],
  );
}

/** Compares the package with a published table, and reports on it as `prepare` does, with nothing staged. */
export async function check(
  session: Session,
  { kb, article, product }: CheckRequest,
  onProgress: OnProgress,
): Promise<Checked> {
  const opened = session.whole;
  if (kb === null && article === null) throw new HotfixkitError('USAGE', 'there is nothing to compare with');
  const manifest = article ? manifestFromSource(openFile(article), article.name) : manifestFromCatalogue(kb!);
  const verification = await verifyPackage(opened, manifest, {
    product,
    // A package that was opened from bytes has no location; the page knows the name of its file.
    download: downloadOf(
      { source: session.source, location: null, path: session.name, inside: opened.inside },
      manifest,
    ),
    onProgress: ({ bytes, totalBytes }) => onProgress({ done: bytes, total: totalBytes }),
  });
  const made = reportOnPackage(opened, {
    sha256: hashSource(session.source, 'sha256'),
    signatures: judgePackage(opened, session.judge),
    manifest,
    verification,
    staged: [],
    next: [],
    warnings: [],
  });
  const { verdict } = made;
  const report = {
    ...made,
    // The files are those with the patches that are applied, so that is what the report is on.
    input: { ...made.input, file: session.title },
    verdict: { ...verdict, headline: pageText(verdict.headline) },
    advice: made.advice.map(pageText),
    warnings: made.warnings.map((one) => ({ ...one, message: pageText(one.message) })),
  };
  return {
    report,
    html: renderReportHtml(report),
    products: productNames(manifest),
    reason: pageText(tableReason(verification)),
    isWeak: weakeningWarnings(report).length > 0,
    problems: verification.files.map(describeProblem),
  };
}
