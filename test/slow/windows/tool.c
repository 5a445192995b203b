/*
 * What other programs do on Windows, for the scenarios:
 *
 *   tool hold FILE SHARE MS          opens a file or folder as SHARE allows (1 reading, 2 writing, 4 deleting), says "held"
 *   tool scan FOLDER SHARE MS FOR    looks at each new file below a folder for MS milliseconds, as a virus scanner does;
 *                                    says "scans" first
 *   tool keys PATTERN LINE           starts a command line and presses Ctrl-C when there is a file of that pattern
 *   tool ...                         with TOOL_EXIT: writes its command line to TOOL_LINE and ends with that code
 */
#define _CRT_SECURE_NO_WARNINGS
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define PATHS 4096
#define LONGEST 1024

static wchar_t seen[PATHS][LONGEST];
static int count;

static int hold(wchar_t **argv) {
  HANDLE file = CreateFileW(argv[2], GENERIC_READ, _wtoi(argv[3]), NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
  if (file == INVALID_HANDLE_VALUE) return 1;
  DWORD written;
  WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), "held\n", 5, &written, NULL);
  Sleep(_wtoi(argv[4]));
  return 0;
}

static int is_new(const wchar_t *path) {
  for (int i = 0; i < count; i++)
    if (!wcscmp(seen[i], path)) return 0;
  return count < PATHS;
}

static void scan(const wchar_t *folder, DWORD share, DWORD pause) {
  wchar_t path[LONGEST];
  WIN32_FIND_DATAW entry;
  _snwprintf(path, LONGEST, L"%ls\\*", folder);
  HANDLE list = FindFirstFileW(path, &entry);
  if (list == INVALID_HANDLE_VALUE) return;
  do {
    if (!wcscmp(entry.cFileName, L".") || !wcscmp(entry.cFileName, L"..")) continue;
    _snwprintf(path, LONGEST, L"%ls\\%ls", folder, entry.cFileName);
    if (entry.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) {
      scan(path, share, pause);
      continue;
    }
    if (!is_new(path)) continue;
    HANDLE file = CreateFileW(path, GENERIC_READ, share, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) continue;
    wcscpy(seen[count++], path);
    Sleep(pause);
    CloseHandle(file);
  } while (FindNextFileW(list, &entry));
  FindClose(list);
}

static BOOL WINAPI ignore(DWORD event) {
  (void)event;
  return TRUE;
}

static int keys(wchar_t **argv) {
  STARTUPINFOW start = {sizeof start};
  PROCESS_INFORMATION child;
  DWORD code = 99;
  start.dwFlags = STARTF_USESTDHANDLES;
  start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  SetConsoleCtrlHandler(NULL, FALSE);
  SetConsoleCtrlHandler(ignore, TRUE);
  if (!CreateProcessW(NULL, argv[3], NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) return 98;
  while (WaitForSingleObject(child.hProcess, 2) == WAIT_TIMEOUT) {
    WIN32_FIND_DATAW entry;
    HANDLE list = FindFirstFileW(argv[2], &entry);
    if (list == INVALID_HANDLE_VALUE) continue;
    FindClose(list);
    if (!GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0)) return 97;
    break;
  }
  WaitForSingleObject(child.hProcess, 60000);
  GetExitCodeProcess(child.hProcess, &code);
  return (int)code;
}

int wmain(int argc, wchar_t **argv) {
  wchar_t *code = _wgetenv(L"TOOL_EXIT");
  if (code) {
    FILE *file = _wfopen(_wgetenv(L"TOOL_LINE"), L"wb");
    wchar_t *line = GetCommandLineW();
    fwrite(line, sizeof *line, wcslen(line), file);
    fclose(file);
    return (int)wcstoul(code, NULL, 0);
  }
  if (argc == 5 && !wcscmp(argv[1], L"hold")) return hold(argv);
  if (argc == 4 && !wcscmp(argv[1], L"keys")) return keys(argv);
  if (argc == 6 && !wcscmp(argv[1], L"scan")) {
    DWORD written, end = GetTickCount() + _wtoi(argv[5]);
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), "scans\n", 6, &written, NULL);
    while ((LONG)(end - GetTickCount()) > 0) {
      scan(argv[2], _wtoi(argv[3]), _wtoi(argv[4]));
      Sleep(5);
    }
    return 0;
  }
  return 2;
}
