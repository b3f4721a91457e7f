/* Makes the Nth operation on a file below one folder fail, for Python and SQLite alike.
 *
 * Loaded before everything else (LD_PRELOAD). Nothing fails until `faults_arm` was
 * called; it is called in the process that is to meet the fault.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { MAKE = 1, LOOK = 2, WRITE = 4, SYNC = 8, CUT = 16, NAME = 32, READ = 64, LOCK = 128,
       DROP = 256, WORK = 512 };

static char below[4096];
static size_t below_length;
static int kinds, error, lasting;
static long wanted, seen;
static unsigned char ours[65536];

/* Only files below the folder that are opened from now on are looked at. */
void faults_watch(const char *folder)
{
    strncpy(below, folder, sizeof below - 1);
    below_length = strlen(below);
}

/* kind: which operations count; at: which of them fails; on: also every later one */
void faults_arm(int kind, int number, long at, int on)
{
    kinds = kind;
    error = number;
    wanted = at;
    lasting = on;
    seen = 0;
}

void faults_disarm(void) { kinds = 0; }

long faults_seen(void) { return seen; }

static int is_below(const char *path)
{
    char full[8192];
    if (!below_length || !path)
        return 0;
    if (path[0] != '/') {
        if (!getcwd(full, 4096))
            return 0;
        strncat(full, "/", 2);
        strncat(full, path, 4000);
        path = full;
    }
    return strncmp(path, below, below_length) == 0;
}

static int is_ours(int fd) { return fd >= 0 && fd < (int) sizeof ours && ours[fd]; }

static int fails(int kind)
{
    if (!(kinds & kind))
        return 0;
    seen++;
    if (!wanted || seen < wanted || (seen > wanted && !lasting))
        return 0;
    errno = (kind == LOCK) ? EAGAIN : error;
    return 1;
}

#define REAL(name, ...) ((__typeof__(name) *) dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

static int noted(int fd, int mine)
{
    if (fd >= 0 && fd < (int) sizeof ours)
        ours[fd] = (unsigned char) mine;
    return fd;
}

static int opens(int flags)
{
    return flags & (O_CREAT | O_TRUNC) ? MAKE : flags & (O_WRONLY | O_RDWR) ? WORK : LOOK;
}

#define OPENS(name)                                                                    \
    int name(const char *path, int flags, ...)                                         \
    {                                                                                  \
        va_list rest;                                                                  \
        va_start(rest, flags);                                                         \
        mode_t mode = va_arg(rest, mode_t);                                            \
        va_end(rest);                                                                  \
        int mine = is_below(path);                                                     \
        if (mine && fails(opens(flags)))                                               \
            return -1;                                                                 \
        return noted(REAL(name, path, flags, mode), mine);                             \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name)                                                                 \
    int name(int folder, const char *path, int flags, ...)                             \
    {                                                                                  \
        va_list rest;                                                                  \
        va_start(rest, flags);                                                         \
        mode_t mode = va_arg(rest, mode_t);                                            \
        va_end(rest);                                                                  \
        int mine = path[0] == '/' ? is_below(path) : is_ours(folder);                  \
        if (mine && fails(opens(flags)))                                               \
            return -1;                                                                 \
        return noted(REAL(name, folder, path, flags, mode), mine);                     \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

int close(int fd)
{
    noted(fd, 0);
    return REAL(close, fd);
}

int dup(int fd) { return noted(REAL(dup, fd), is_ours(fd)); }

#define ON_FILE(type, name, kind, parameters, ...)                                     \
    type name parameters                                                               \
    {                                                                                  \
        if (is_ours(fd) && fails(kind))                                                \
            return -1;                                                                 \
        return REAL(name, __VA_ARGS__);                                                \
    }
ON_FILE(ssize_t, write, WRITE, (int fd, const void *from, size_t many), fd, from, many)
ON_FILE(ssize_t, pwrite, WRITE, (int fd, const void *from, size_t many, off_t at), fd, from, many, at)
ON_FILE(ssize_t, pwrite64, WRITE, (int fd, const void *from, size_t many, off64_t at), fd, from, many, at)
ON_FILE(ssize_t, read, READ, (int fd, void *to, size_t many), fd, to, many)
ON_FILE(ssize_t, pread, READ, (int fd, void *to, size_t many, off_t at), fd, to, many, at)
ON_FILE(ssize_t, pread64, READ, (int fd, void *to, size_t many, off64_t at), fd, to, many, at)
ON_FILE(int, fsync, SYNC, (int fd), fd)
ON_FILE(int, fdatasync, SYNC, (int fd), fd)
ON_FILE(int, ftruncate, CUT, (int fd, off_t size), fd, size)
ON_FILE(int, ftruncate64, CUT, (int fd, off64_t size), fd, size)
ON_FILE(int, flock, LOCK, (int fd, int how), fd, how)

/* only taking a lock may fail, as letting go of one never does */
#define CONTROLS(name)                                                                 \
    int name(int fd, int what, ...)                                                    \
    {                                                                                  \
        va_list rest;                                                                  \
        va_start(rest, what);                                                          \
        void *given = va_arg(rest, void *);                                            \
        va_end(rest);                                                                  \
        int takes = what == F_SETLK && ((struct flock *) given)->l_type != F_UNLCK;    \
        if (takes && is_ours(fd) && fails(LOCK))                                       \
            return -1;                                                                 \
        return REAL(name, fd, what, given);                                            \
    }
CONTROLS(fcntl)
CONTROLS(fcntl64)

#define ON_NAME(name, kind, parameters, path, ...)                                     \
    int name parameters                                                                \
    {                                                                                  \
        if (is_below(path) && fails(kind))                                             \
            return -1;                                                                 \
        return REAL(name, __VA_ARGS__);                                                \
    }
ON_NAME(rename, NAME, (const char *from, const char *to), to, from, to)
ON_NAME(unlink, DROP, (const char *path), path, path)
ON_NAME(mkdir, NAME, (const char *path, mode_t mode), path, path, mode)
ON_NAME(rmdir, DROP, (const char *path), path, path)
ON_NAME(renameat, NAME, (int a, const char *from, int b, const char *to), to, a, from, b, to)

int unlinkat(int folder, const char *path, int flags)
{
    if ((path[0] == '/' ? is_below(path) : is_ours(folder)) && fails(DROP))
        return -1;
    return REAL(unlinkat, folder, path, flags);
}
