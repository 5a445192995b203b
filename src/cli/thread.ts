import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { expectWriting } from '../package/node/write-threads.js';
import { beginThread, programIn } from './begin.js';
import type { RunData } from './run-messages.js';
import { writtenPackages } from './written-packages.js';

// Every thread of the program begins here; its module is the first word of its command line.
declare const __dirname: string;
declare const require: (id: string) => unknown;

const [, , name = ''] = process.argv;
const run = name === 'run-worker' ? (workerData as RunData) : null;
const argv = run?.argv ?? null;
// Before anything else: it starts on another processor meanwhile.
for (const path of writtenPackages(argv ?? [])) expectWriting(path);
const kept = run && (receiveMessageOnPort(run.code)?.message as Uint8Array | undefined);
beginThread(name, argv, programIn(__dirname, require), kept ?? null);
