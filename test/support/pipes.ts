import { execFileSync } from 'node:child_process';

/** Makes a named pipe, which has no end and blocks whoever opens it. */
export function makePipe(path: string): void {
  execFileSync('mkfifo', [path]);
}

/** Whether named pipes can be made here; there are none in folders of Windows. */
export const canMakePipes = process.platform !== 'win32';
