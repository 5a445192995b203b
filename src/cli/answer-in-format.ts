import { printableJson } from '../core/visible-text.js';
import { Hasher } from '../node/hash.js';
import type { Evidence, HashedFile, Provenance } from '../report/evidence.js';
import { renderCsv } from '../report/render-csv.js';
import { cyclonedxDocument } from '../report/render-cyclonedx.js';
import { renderEvidenceHtml } from '../report/render-evidence-html.js';
import { renderEvidenceMarkdown } from '../report/render-evidence-markdown.js';
import { renderGithub } from '../report/render-github.js';
import { type JunitSuite, renderJunit } from '../report/render-junit.js';
import { renderSha256 } from '../report/render-sha256.js';
import { spdxDocument } from '../report/render-spdx.js';
import type { Sbom } from '../report/sbom.js';
import { chosenFormat } from './chosen-format.js';
import type { Context } from './context.js';
import { provenanceOf } from './provenance.js';

/** Every format that an answer may have; a command takes those that it has something for. */
export type AnswerFormat =
  | 'text'
  | 'json'
  | 'junit'
  | 'markdown'
  | 'html'
  | 'csv'
  | 'sha256'
  | 'github'
  | 'cyclonedx'
  | 'spdx';

/** Formats that show the SHA-256 of files, which then has to be computed. */
const withHashes: ReadonlySet<AnswerFormat> = new Set(['html', 'csv', 'sha256', 'cyclonedx', 'spdx']);

/** Whether an answer shows digests: by its format, or because they were asked for. */
export function showsHashes({
  format,
  hash = false,
}: {
  format?: string | undefined;
  hash?: boolean;
}): boolean {
  return hash || withHashes.has(format as AnswerFormat);
}

/** One answer in all its forms; only the one that is asked for is made. What is left out is not among its formats. */
export interface Answer {
  /** The JSON document. */
  document: () => object;
  /** Lines for people. */
  lines: () => Iterable<string>;
  /** CSV, and HTML and Markdown unless there is a form of their own for them. */
  evidence?: () => Evidence;
  markdown?: () => string;
  html?: (provenance: Provenance) => string;
  /** JUnit, and the annotations of GitHub. */
  suites?: () => readonly JunitSuite[];
  hashes?: () => readonly HashedFile[];
  /** What the digests do not say. */
  hashComments?: () => readonly string[];
  /** Bills of materials. */
  sbom?: () => Sbom;
}

/**
 * Prints an answer in the format that was asked for: the one place where formats are chosen. On a runner of GitHub Actions, what
 * does not hold is annotated too, on standard error.
 */
export function answerInFormat(context: Context, format: AnswerFormat | undefined, answer: Answer): void {
  const chosen: AnswerFormat = chosenFormat<AnswerFormat>(context.json, format);
  const { suites } = answer;
  if (suites && chosen !== 'github' && context.env.GITHUB_ACTIONS === 'true')
    context.annotate(renderGithub(suites()));
  if (chosen === 'json') context.document(answer.document());
  else if (chosen === 'text') context.lines(answer.lines());
  else context.text(documentIn(chosen, context, answer));
}

/** A document for other programs and for files. A command offers only formats for which its answer has a form. */
function documentIn(
  format: Exclude<AnswerFormat, 'json' | 'text'>,
  context: Context,
  { evidence, markdown, html, suites, hashes, hashComments, sbom }: Answer,
): string {
  switch (format) {
    case 'junit':
      return renderJunit(suites!(), `hotfixkit ${context.command}`);
    case 'github':
      return renderGithub(suites!());
    case 'markdown':
      return markdown?.() ?? renderEvidenceMarkdown(evidence!());
    case 'html':
      return html?.(provenanceOf(context)) ?? renderEvidenceHtml(evidence!(), provenanceOf(context));
    case 'csv':
      return renderCsv(evidence!());
    case 'sha256':
      return renderSha256(hashes!(), hashComments?.());
    case 'cyclonedx':
      return `${printableJson(cyclonedxDocument(sbom!()))}\n`;
    case 'spdx':
      return `${printableJson(spdxDocument(sbom!(), sha1Of))}\n`;
  }
}

/** Whether a format is a bill of materials, which needs SHA-1 and signers too. */
export function isSbom(format: string | undefined): boolean {
  return format === 'cyclonedx' || format === 'spdx';
}

function sha1Of(text: string): string {
  const hasher = new Hasher('sha1');
  hasher.update(new TextEncoder().encode(text));
  return hasher.hex();
}
