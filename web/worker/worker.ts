import { describeError, HotfixkitError } from '../../src/core/errors.js';
import { tableToCsv } from '../../src/msi/export-table.js';
import { judgePackage } from '../../src/package/signature/package-signatures.js';
import type {
  AnswerMessage,
  AnswerOf,
  OperationName,
  PlainError,
  RequestMessage,
  RequestOf,
} from '../protocol.js';
import { archiveFiles, archiveImage } from './archive.js';
import { check, knownArticles } from './check.js';
import { compare } from './compare.js';
import { blobOf, hashFiles, type OnProgress, piecesOf, readFiles, takeFile } from './files.js';
import { open } from './open.js';
import { pageText } from './page-text.js';
import { readSequences } from './sequences.js';
import type { Session } from './session.js';
import { withShortTexts } from './short-texts.js';
import { findCells, findReferrers, followReference, rankRows, readTable } from './tables.js';

/*
 * The worker: it has one package open and answers one request after the other. Whoever wants to cancel ends the worker and
 * starts another one, since nothing else stops what is computed synchronously.
 */

type Answers = {
  [Name in OperationName]: (
    request: RequestOf<Name>,
    onProgress: OnProgress,
  ) => AnswerOf<Name> | Promise<AnswerOf<Name>>;
};

let session: Session | null = null;

function current(): Session {
  if (session) return session;
  throw new HotfixkitError('USAGE', 'no package is open');
}

const answers: Answers = {
  async open(request) {
    // What is open stays so until the next one is.
    const opened = await open(request);
    session?.close();
    session = opened.session;
    return opened.view;
  },
  readFiles: (_, onProgress) => readFiles(current(), onProgress),
  signatures: () => judgePackage(current().package, current().judge),
  takeFile: ({ row }) => takeFile(current(), row),
  archiveFiles: (request, onProgress) => archiveFiles(current(), request, onProgress),
  archiveImage: (_, onProgress) => archiveImage(current(), onProgress),
  knownArticles: () => knownArticles(),
  compare: (request, onProgress) => compare(current(), request, onProgress),
  check: (request, onProgress) => check(current(), request, onProgress),
  readTable: ({ table }) => readTable(current().database, table),
  rankRows: ({ table, column }) => rankRows(current().database, table, column),
  findCells: ({ text }) => findCells(current().database, text),
  findReferrers: ({ table, key }) => findReferrers(current().database, table, key),
  followReference: ({ tables, key }) => followReference(current().database, tables, key),
  takeStream: ({ stream }) => blobOf(piecesOf(current().database.stream(stream))),
  tableAsCsv: ({ table }) => new Blob([tableToCsv(current().database.table(table))], { type: 'text/csv' }),
  sequences: () => readSequences(current().package.content),
  hashFiles: ({ rows }, onProgress) => hashFiles(current(), rows, onProgress),
};

function plainError(error: unknown): PlainError {
  if (error instanceof HotfixkitError) return { code: error.code, message: pageText(describeError(error)) };
  return {
    code: 'INTERNAL',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

async function answer<Name extends OperationName>(message: RequestMessage<Name>): Promise<void> {
  const { id, name, request } = message;
  const send = (one: AnswerMessage): void => self.postMessage(one);
  try {
    const result = await answers[name](request, (progress) => send({ kind: 'progress', id, progress }));
    send({ kind: 'answer', id, answer: name === 'check' ? result : withShortTexts(result) });
  } catch (error) {
    send({ kind: 'error', id, error: plainError(error) });
  }
}

let last: Promise<void> = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<RequestMessage>) => {
  last = last.then(() => answer(data));
});
