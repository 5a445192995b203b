import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The main job on the embedded stand-in package: prepare it, then print the report that it leaves.
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = fileURLToPath(new URL('../bin/hotfixkit.js', import.meta.url));
rmSync(new URL('../demo-out', import.meta.url), { recursive: true, force: true });
const args = ['prepare', 'fixtures/kb977203/SCCM2007-SP2-KB977203-ENU.msi', '--kb', '977203'];
execFileSync(process.execPath, [bin, ...args, '--package-id', 'ABC00001', '-o', 'demo-out', '--quiet'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
process.stdout.write(readFileSync(new URL('../demo-out/report.md', import.meta.url), 'utf8'));
console.log(`\nThe report to look at: ${join(root, 'demo-out', 'report.html')}`);
