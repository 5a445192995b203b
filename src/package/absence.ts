import type { HotfixkitError } from '../core/errors.js';

/** Whether an error says that content is not there, which is no damage. */
export function isAbsence({ code }: HotfixkitError): boolean {
  return (
    code === 'PACKAGE_NO_CABINET' ||
    code === 'PACKAGE_NO_FILE' ||
    code === 'PACKAGE_NOT_IN_CABINET' ||
    code === 'PACKAGE_NO_MEDIA' ||
    code === 'MSI_BAD_SUMMARY' ||
    code === 'PACKAGE_INCOMPLETE' ||
    code === 'CAB_MISSING_PART'
  );
}
