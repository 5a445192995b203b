import { parentPort } from 'node:worker_threads';
import { HotfixkitError } from '../../core/errors.js';
import { FileSource } from '../../node/file-source.js';
import { hashSource } from '../../node/hash.js';
import type { HashReply, HashRequest } from './hash-thread.js';

const port = parentPort!;

port.on('message', ({ id, path }: HashRequest) => {
  const reply: HashReply = { id, md5: null, error: null };
  try {
    const source = new FileSource(path);
    try {
      reply.md5 = hashSource(source, 'md5');
    } finally {
      source.close();
    }
  } catch (error) {
    // Any other error ends this thread and is reported to the main thread.
    if (!(error instanceof HotfixkitError)) throw error;
    reply.error = error.message;
  }
  port.postMessage(reply);
});
