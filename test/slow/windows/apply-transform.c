/*
 * Applies transforms to databases as Windows Installer does: apply-transform A.msi A.mst B.msi B.mst ...
 * Prints a line for each that fails; the status is the number of these.
 */
#include <windows.h>
#include <msiquery.h>
#include <stdio.h>

static UINT apply(const wchar_t *database, const wchar_t *transform)
{
  MSIHANDLE handle;
  UINT result = MsiOpenDatabaseW(database, (LPCWSTR)MSIDBOPEN_DIRECT, &handle);
  if (result != ERROR_SUCCESS) return result;
  result = MsiDatabaseApplyTransformW(handle, transform, 0);
  if (result == ERROR_SUCCESS) result = MsiDatabaseCommit(handle);
  MsiCloseHandle(handle);
  return result;
}

int wmain(int argc, wchar_t **argv)
{
  int failed = 0;
  for (int i = 1; i + 1 < argc; i += 2) {
    UINT result = apply(argv[i], argv[i + 1]);
    if (result == ERROR_SUCCESS) continue;
    printf("%ls: %u\n", argv[i], result);
    failed++;
  }
  return failed;
}
