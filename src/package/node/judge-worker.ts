import { parentPort, workerData } from 'node:worker_threads';
import { HotfixkitError } from '../../core/errors.js';
import { cryptography } from '../../signature/local-cryptography.js';
import { readSignatureSources, type SignatureSources } from '../../signature/signature-sources.js';
import { type JudgeRequest, judgePath } from './judge-path.js';
import { type JudgeReply, sendError } from './judge-thread.js';

const port = parentPort!;
const options = readSignatureSources(workerData as SignatureSources, cryptography);

port.on('message', (request: JudgeRequest) => port.postMessage(answer(request)));

function answer(request: JudgeRequest): JudgeReply {
  try {
    const { files, others, errors } = judgePath(request, options);
    return { files, others, errors: errors.map(({ path, error }) => ({ path, error: sendError(error) })) };
  } catch (error) {
    if (error instanceof HotfixkitError) return { failed: sendError(error) };
    return { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
