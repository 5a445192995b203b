/*
 * Preloaded into Node (LD_PRELOAD): sees every call that changes something below one folder, counts it, and at the n-th
 * ends the process, fails it, stops until told to go on, or copies the folder as it is at that moment.
 *
 * It is steered through a file that both sides map or write (HOTFIXKIT_SHIM_CONTROL); its layout is `struct control`,
 * which shim.ts knows too. One lock is held from the count to the end of the call, so that the calls of all threads have
 * one order and a copy is what a kill at that call would leave.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OFF, COUNT, FAIL, KILL, COPY, PAUSE };

struct control {
  int mode;
  int at;       /* the call that is meant, from 1 on; COPY: every at-th */
  int error;    /* FAIL: errno */
  int lasting;  /* FAIL: every call from the at-th on */
  int count;    /* calls seen */
  int paused;   /* PAUSE: set while the process stands */
  int go;       /* PAUSE: set by the other side */
  int torn;     /* COPY: also once with half of what a write writes */
  int process;  /* what getpid says, if not 0: of many commands in one process each is one of its own */
  int inodes;   /* how many pairs are below */
  char root[4096];
  char log[4096];
  char copies[4096];
  /* For a folder that is a copy: the number of a file there, and the number of the file that it is a copy of. */
  struct { uint64_t is, was; } inode[4096];
};

static struct control *control;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* Set while the shim itself is at work: its own calls are no operations. */
static __thread int inside;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }
#define REAL(name) \
  static __typeof__(&name) real_##name; \
  if (!real_##name) real_##name = real(#name)

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("HOTFIXKIT_SHIM_CONTROL");
  if (!path) return;
  inside = 1;
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd >= 0) {
    void *at = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED) control = at;
    close(fd);
  }
  inside = 0;
}

static int isBelow(const char *path) {
  size_t length = strlen(control->root);
  return length > 0 && strncmp(path, control->root, length) == 0 && (path[length] == 0 || path[length] == '/');
}

/* The real path of what a call names: links on the way resolved, /proc/self/fd/N too, the last part as it is. */
static int resolvePath(int folder, const char *path, char *out) {
  char whole[2 * PATH_MAX], parent[2 * PATH_MAX], found[PATH_MAX];
  if (!path) return 0;
  if (path[0] == '/') snprintf(whole, sizeof whole, "%s", path);
  else {
    char base[PATH_MAX];
    if (folder == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return 0;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      ssize_t length = readlink(link, base, sizeof base - 1);
      if (length <= 0) return 0;
      base[length] = 0;
    }
    snprintf(whole, sizeof whole, "%s/%s", base, path);
  }
  size_t end = strlen(whole);
  while (end > 1 && whole[end - 1] == '/') whole[--end] = 0;
  char *slash = strrchr(whole, '/');
  if (!slash) return 0;
  snprintf(parent, sizeof parent, "%.*s", (int)(slash - whole), whole);
  const char *name = slash + 1;
  /* A folder by a dot, or /proc/self/fd/N itself: what it leads to. */
  int isHandle = strncmp(whole, "/proc/", 6) == 0 && strlen(parent) > 3 && strcmp(parent + strlen(parent) - 3, "/fd") == 0;
  if ((isHandle || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) && realpath(whole, out)) return 1;
  if (!realpath(parent[0] ? parent : "/", found)) return 0; /* No such folder: the call fails by itself. */
  return snprintf(out, PATH_MAX, "%s/%s", strcmp(found, "/") == 0 ? "" : found, name) < PATH_MAX;
}

static int resolveDescriptor(int fd, char *out) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, out, PATH_MAX - 1);
  if (length <= 0) return 0;
  out[length] = 0;
  return out[0] == '/';
}

struct linked { dev_t device; ino_t inode; char path[PATH_MAX]; };
static struct linked *links;
static int linkCount, linkRoom;
/* Where the numbers of the files of a copy are written, see struct control. */
static FILE *inodes;

static void copyFile(const char *from, const char *to, const struct stat *status) {
  if (status->st_nlink > 1) {
    for (int i = 0; i < linkCount; i++)
      if (links[i].device == status->st_dev && links[i].inode == status->st_ino && link(links[i].path, to) == 0) return;
    if (linkCount == linkRoom) links = realloc(links, (linkRoom = 2 * linkRoom + 16) * sizeof *links);
    links[linkCount].device = status->st_dev;
    links[linkCount].inode = status->st_ino;
    snprintf(links[linkCount++].path, PATH_MAX, "%s", to);
  }
  static char buffer[1 << 18];
  int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (in < 0 || out < 0) abort();
  for (ssize_t got; (got = read(in, buffer, sizeof buffer)) > 0;)
    if (write(out, buffer, got) != got) abort();
  struct timespec times[2] = {status->st_atim, status->st_mtim};
  fchmod(out, status->st_mode & 07777);
  futimens(out, times);
  close(in);
  close(out);
  struct stat made;
  if (lstat(to, &made) != 0) abort();
  fprintf(inodes, "%ju %ju\n", (uintmax_t)made.st_ino, (uintmax_t)status->st_ino);
}

static void copyTree(const char *from, const char *to) {
  struct stat status;
  if (lstat(from, &status) != 0) return;
  if (S_ISLNK(status.st_mode)) {
    char target[PATH_MAX];
    ssize_t length = readlink(from, target, sizeof target - 1);
    if (length > 0) {
      target[length] = 0;
      if (symlink(target, to) != 0) abort();
    }
  } else if (S_ISREG(status.st_mode)) copyFile(from, to, &status);
  else if (S_ISDIR(status.st_mode)) {
    if (mkdir(to, 0700) != 0) abort();
    DIR *folder = opendir(from);
    if (!folder) abort();
    for (struct dirent *entry; (entry = readdir(folder));) {
      if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
      char *a, *b;
      if (asprintf(&a, "%s/%s", from, entry->d_name) < 0 || asprintf(&b, "%s/%s", to, entry->d_name) < 0) abort();
      copyTree(a, b);
      free(a);
      free(b);
    }
    closedir(folder);
    struct timespec times[2] = {status.st_atim, status.st_mtim};
    chmod(to, status.st_mode & 07777);
    utimensat(AT_FDCWD, to, times, 0);
  }
}

static void keepCopy(int number, const char *suffix) {
  char to[PATH_MAX + 32];
  snprintf(to, sizeof to, "%s/%d%s", control->copies, number, suffix);
  char list[PATH_MAX + 64];
  snprintf(list, sizeof list, "%s.inodes", to);
  linkCount = 0;
  inodes = fopen(list, "we");
  if (!inodes) abort();
  copyTree(control->root, to);
  fclose(inodes);
}

/* With the lock held. 1: the call is to fail with errno. */
static int hit(const char *operation, const char *path) {
  int number = ++control->count;
  if (control->log[0]) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%d %s %s\n", number, operation, path);
    int fd = open(control->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, line, length) != length) abort();
    close(fd);
  }
  int isMeant = number == control->at;
  switch (control->mode) {
    case FAIL:
      if (!isMeant && !(control->lasting && number > control->at)) return 0;
      errno = control->error;
      return 1;
    case KILL:
      if (!isMeant) return 0;
      raise(SIGKILL);
      for (;;) pause();
    case COPY:
      if ((number - 1) % control->at == 0) keepCopy(number, "");
      return 0;
    case PAUSE:
      if (!isMeant) return 0;
      control->paused = 1;
      while (!__atomic_load_n(&control->go, __ATOMIC_SEQ_CST)) usleep(500);
      control->paused = 0;
      return 0;
    default:
      return 0;
  }
}

static int isWatched(void) { return control && control->mode != OFF && !inside; }

/* Whether half of a write is to be copied too, and of which number. */
static int isTorn(size_t length) {
  return inside && control->mode == COPY && control->torn && length > 1 && (control->count - 1) % control->at == 0;
}

#define ENTER() (inside = 1, pthread_mutex_lock(&lock))
#define LEAVE() (pthread_mutex_unlock(&lock), inside = 0)

/* A call that names a path, or two: the second is what the operation is told by, either counts. */
#define ON_PATHS(operation, folder1, path1, folder2, path2, call) \
  do { \
    if (isWatched()) { \
      char named[PATH_MAX]; \
      inside = 1; \
      int below = (resolvePath(folder2, path2, named) && isBelow(named)) || \
                  (resolvePath(folder1, path1, named) && isBelow(named)); \
      inside = 0; \
      if (below) { \
        ENTER(); \
        if (hit(operation, named)) { int kept = errno; LEAVE(); errno = kept; return -1; } \
        __typeof__(call) result = (call); \
        int kept = errno; \
        LEAVE(); \
        errno = kept; \
        return result; \
      } \
    } \
    return (call); \
  } while (0)
#define ON_PATH(operation, folder, path, call) ON_PATHS(operation, folder, path, folder, path, call)

#define ON_DESCRIPTOR(operation, fd, call) \
  do { \
    char p[PATH_MAX]; \
    if (isWatched() && resolveDescriptor(fd, p) && isBelow(p)) { \
      ENTER(); \
      if (hit(operation, p)) { int kept = errno; LEAVE(); errno = kept; return -1; } \
      __typeof__(call) result = (call); \
      int kept = errno; \
      LEAVE(); \
      errno = kept; \
      return result; \
    } \
    return (call); \
  } while (0)

int rename(const char *from, const char *to) { REAL(rename); ON_PATHS("rename", AT_FDCWD, from, AT_FDCWD, to, real_rename(from, to)); }
int renameat(int f, const char *from, int t, const char *to) { REAL(renameat); ON_PATHS("rename", f, from, t, to, real_renameat(f, from, t, to)); }
int renameat2(int f, const char *from, int t, const char *to, unsigned flags) { REAL(renameat2); ON_PATHS("rename", f, from, t, to, real_renameat2(f, from, t, to, flags)); }
int link(const char *from, const char *to) { REAL(link); ON_PATHS("link", AT_FDCWD, from, AT_FDCWD, to, real_link(from, to)); }
int linkat(int f, const char *from, int t, const char *to, int flags) { REAL(linkat); ON_PATHS("link", f, from, t, to, real_linkat(f, from, t, to, flags)); }
int symlink(const char *target, const char *path) { REAL(symlink); ON_PATH("symlink", AT_FDCWD, path, real_symlink(target, path)); }
int symlinkat(const char *target, int folder, const char *path) { REAL(symlinkat); ON_PATH("symlink", folder, path, real_symlinkat(target, folder, path)); }
int unlink(const char *path) { REAL(unlink); ON_PATH("unlink", AT_FDCWD, path, real_unlink(path)); }
int unlinkat(int folder, const char *path, int flags) { REAL(unlinkat); ON_PATH(flags & AT_REMOVEDIR ? "rmdir" : "unlink", folder, path, real_unlinkat(folder, path, flags)); }
int remove(const char *path) { REAL(remove); ON_PATH("unlink", AT_FDCWD, path, real_remove(path)); }
int rmdir(const char *path) { REAL(rmdir); ON_PATH("rmdir", AT_FDCWD, path, real_rmdir(path)); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); ON_PATH("mkdir", AT_FDCWD, path, real_mkdir(path, mode)); }
int mkdirat(int folder, const char *path, mode_t mode) { REAL(mkdirat); ON_PATH("mkdir", folder, path, real_mkdirat(folder, path, mode)); }
int chmod(const char *path, mode_t mode) { REAL(chmod); ON_PATH("chmod", AT_FDCWD, path, real_chmod(path, mode)); }
int fchmodat(int folder, const char *path, mode_t mode, int flags) { REAL(fchmodat); ON_PATH("chmod", folder, path, real_fchmodat(folder, path, mode, flags)); }
int fchmod(int fd, mode_t mode) { REAL(fchmod); ON_DESCRIPTOR("chmod", fd, real_fchmod(fd, mode)); }
int utimensat(int folder, const char *path, const struct timespec times[2], int flags) { REAL(utimensat); ON_PATH("utime", folder, path, real_utimensat(folder, path, times, flags)); }
int futimens(int fd, const struct timespec times[2]) { REAL(futimens); ON_DESCRIPTOR("utime", fd, real_futimens(fd, times)); }
int truncate64(const char *path, off64_t length) { REAL(truncate64); ON_PATH("truncate", AT_FDCWD, path, real_truncate64(path, length)); }
int ftruncate(int fd, off_t length) { REAL(ftruncate); ON_DESCRIPTOR("truncate", fd, real_ftruncate(fd, length)); }
int ftruncate64(int fd, off64_t length) { REAL(ftruncate64); ON_DESCRIPTOR("truncate", fd, real_ftruncate64(fd, length)); }
int fsync(int fd) { REAL(fsync); ON_DESCRIPTOR("fsync", fd, real_fsync(fd)); }
int fdatasync(int fd) { REAL(fdatasync); ON_DESCRIPTOR("fsync", fd, real_fdatasync(fd)); }

#define CHANGES (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR)
#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
#define ON_OPEN(flags, folder, path, call) \
  do { if (!((flags) & CHANGES)) return (call); ON_PATH("open", folder, path, call); } while (0)
int open(const char *path, int flags, ...) { REAL(open); MODE(flags) ON_OPEN(flags, AT_FDCWD, path, real_open(path, flags, mode)); }
int open64(const char *path, int flags, ...) { REAL(open64); MODE(flags) ON_OPEN(flags, AT_FDCWD, path, real_open64(path, flags, mode)); }
int openat(int folder, const char *path, int flags, ...) { REAL(openat); MODE(flags) ON_OPEN(flags, folder, path, real_openat(folder, path, flags, mode)); }
int openat64(int folder, const char *path, int flags, ...) { REAL(openat64); MODE(flags) ON_OPEN(flags, folder, path, real_openat64(folder, path, flags, mode)); }

#define HALF_FIRST(length, first, second) \
  if (isTorn(length)) { \
    ssize_t done = (first); \
    if (done < 0) return done; \
    keepCopy(control->count, "-torn"); \
    ssize_t more = (second); \
    return more < 0 ? more : done + more; \
  }
static ssize_t writeReal(int fd, const char *bytes, size_t length) {
  REAL(write);
  HALF_FIRST(length, real_write(fd, bytes, length / 2), real_write(fd, bytes + done, length - done))
  return real_write(fd, bytes, length);
}
static ssize_t pwriteReal(int fd, const char *bytes, size_t length, off64_t at) {
  REAL(pwrite64);
  HALF_FIRST(length, real_pwrite64(fd, bytes, length / 2, at), real_pwrite64(fd, bytes + done, length - done, at + done))
  return real_pwrite64(fd, bytes, length, at);
}
ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(write);
  if (!isWatched()) return real_write(fd, bytes, length);
  ON_DESCRIPTOR("write", fd, writeReal(fd, bytes, length));
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  REAL(pwrite64);
  if (!isWatched()) return real_pwrite64(fd, bytes, length, at);
  ON_DESCRIPTOR("write", fd, pwriteReal(fd, bytes, length, at));
}
ssize_t writev(int fd, const struct iovec *parts, int count) { REAL(writev); ON_DESCRIPTOR("write", fd, real_writev(fd, parts, count)); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) { REAL(pwritev64); ON_DESCRIPTOR("write", fd, real_pwritev64(fd, parts, count, at)); }
ssize_t sendfile64(int out, int in, off64_t *at, size_t length) { REAL(sendfile64); ON_DESCRIPTOR("write", out, real_sendfile64(out, in, at, length)); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) { REAL(copy_file_range); ON_DESCRIPTOR("write", out, real_copy_file_range(in, from, out, to, length, flags)); }

pid_t getpid(void) {
  REAL(getpid);
  return control && control->process ? control->process : real_getpid();
}

static int original(int result, struct statx *status) {
  if (result == 0 && control)
    for (int i = 0; i < control->inodes; i++)
      if (control->inode[i].is == status->stx_ino) {
        status->stx_ino = control->inode[i].was;
        break;
      }
  return result;
}
int statx(int folder, const char *path, int flags, unsigned mask, struct statx *status) {
  REAL(statx);
  return original(real_statx(folder, path, flags, mask, status), status);
}

/* libuv reaches newer calls by their numbers. */
long syscall(long number, ...) {
  REAL(syscall);
  va_list rest;
  va_start(rest, number);
  long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long);
  long d = va_arg(rest, long), e = va_arg(rest, long), f = va_arg(rest, long);
  va_end(rest);
  switch (number) {
    case SYS_statx:
      return original((int)real_syscall(number, a, b, c, d, e, f), (struct statx *)e);
    case SYS_copy_file_range:
      ON_DESCRIPTOR("write", (int)c, real_syscall(number, a, b, c, d, e, f));
    case SYS_renameat2:
      ON_PATHS("rename", (int)a, (const char *)b, (int)c, (const char *)d, real_syscall(number, a, b, c, d, e, f));
    default:
      return real_syscall(number, a, b, c, d, e, f);
  }
}
