import { spawnSync } from 'node:child_process';

/** Whether a shell or another program can be run here. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}
