/** Tests that run on Windows too: those of the rooms that touch the system, without what only computes or takes long. */
const rooms = [
  /^test\/node\//,
  /^test\/hotfix\/stage\//,
  /^test\/installer\/(?:image|native|run-msiexec)/,
  /^test\/installer\/session\/(?:apply|image-folders|installation-target|root-drive)/,
  /^test\/installer\/log\/installation-log-file/,
  /^test\/package\/node\//,
  /^test\/cli\/(?:main|typed-path|refuse-input|meant-words|command-parser)/,
  /^test\/cli\/commands\/(?:diagnose|extract|msiexec|stage)/,
];
// `open-location` and `write-worker` leave files open to the end of the thread that they are for, which is the one of the tests there.
const notHere =
  /^test\/(?:installer\/native\/msiexec-line|hotfix\/stage\/(?:apply-package-stage|stage-packages?|check-client-patch)\.slow|node\/(?:file-identity|roll-back-steps)\.slow|package\/node\/(?:open-location|write-worker|.*\.slow))/;

export function isWindowsRoom(file: string): boolean {
  return file.endsWith('.test.ts') && rooms.some((room) => room.test(file)) && !notHere.test(file);
}
