/*
 * Runs a command and does one deed at one of its system calls: see usage() and docs/reliability.md. Linux on x86-64.
 *
 * A seccomp filter stops the command only at the calls of the table below; those that touch neither the folder (--root) nor a
 * socket are not counted, so that what the runtime does for itself moves no number. The deed is done before call N, while the
 * thread that makes it is stopped; the others stop at their next call of the table.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))
#define PATH 8192

enum kind { FILES = 1, NETWORK = 2 };

/* The first argument of each is a descriptor; path is the place of the path that belongs to it, or 0. */
static const struct call {
  int number;
  const char *name;
  enum kind kind;
  int path;
} calls[] = {
    {SYS_openat, "openat", FILES, 1},         {SYS_openat2, "openat2", FILES, 1},     {SYS_statx, "statx", FILES, 1},
    {SYS_newfstatat, "newfstatat", FILES, 1}, {SYS_renameat, "renameat", FILES, 1},   {SYS_renameat2, "renameat2", FILES, 1},
    {SYS_unlinkat, "unlinkat", FILES, 1},     {SYS_linkat, "linkat", FILES, 1},       {SYS_mkdirat, "mkdirat", FILES, 1},
    {SYS_fcntl, "fcntl", FILES, 0},           {SYS_pread64, "pread64", FILES, 0},     {SYS_getdents64, "getdents64", FILES, 0},
    {SYS_fchmod, "fchmod", FILES, 0},         {SYS_fstatfs, "fstatfs", FILES, 0},     {SYS_fsync, "fsync", FILES, 0},
    {SYS_fdatasync, "fdatasync", FILES, 0},   {SYS_connect, "connect", NETWORK, 0},   {SYS_sendto, "sendto", NETWORK, 0},
    {SYS_sendmsg, "sendmsg", NETWORK, 0},     {SYS_recvmsg, "recvmsg", NETWORK, 0},   {SYS_recvfrom, "recvfrom", NETWORK, 0},
    {SYS_sync_file_range, "sync_file_range", FILES, 0},
};

static const struct {
  const char *name;
  int number;
} errors[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EACCES", EACCES},         {"ESTALE", ESTALE},
              {"EINTR", EINTR},   {"EMFILE", EMFILE}, {"ECONNRESET", ECONNRESET}, {"ETIMEDOUT", ETIMEDOUT}};

#define MOST_FILES 64
static const char *root, *report, *deed = "", *only = "all", *files[MOST_FILES];
static char **command;
static int file_count, at, target, late_error;
static pid_t leader, late;
static bool no_lease, list, timed_out;
static char *mapped[MOST_FILES];
static off_t mapped_size[MOST_FILES];

static void usage(void) {
  fputs("sweep [--no-lease] [--root DIR --report FILE --at N --deed DEED --calls KIND --file PATH... --list] -- COMMAND...\n"
        "  DEED   kill; an error's name, instead of the call; late-ERROR, after the call took effect; second: the command once more;\n"
        "         what a writer does to the file that was used last: rewrite, mmap, truncate, replace, append, create, hold, remap\n"
        "  KIND   which calls are counted: all, file, net, or the name of one\n"
        "  PATH   a file of the volume; base names are unique\n", stderr);
  exit(2);
}

static void die(const char *what) {
  perror(what);
  exit(2);
}

/* One line in the report, which two processes may write to. */
static void tell(const char *format, ...) {
  char line[PATH + 256];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  int file = open(report, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0 || write(file, line, (size_t)length) != length)
    die(report);
  close(file);
}

static int error_named(const char *name) {
  for (int i = 0; i < COUNT(errors); i++)
    if (strcmp(errors[i].name, name) == 0)
      return errors[i].number;
  return 0;
}

/* ---- the writer ---- */

static void flip(char *bytes, off_t size) {
  for (off_t i = 0; i < size; i++)
    bytes[i] ^= 0x5a;
}

static bool put(int file, const char *bytes, off_t size) {
  for (off_t done = 0; done < size;) {
    ssize_t written = pwrite(file, bytes + done, (size_t)(size - done), done);
    if (written <= 0)
      return false;
    done += written;
  }
  return true;
}

/* Each byte of the file is turned, and its old modification time set again; the new bytes are finished when it is closed. */
static bool change(const char *path, const char *fresh) {
  int file = open(path, O_RDWR | O_CLOEXEC);
  struct stat was;
  if (file < 0 || fstat(file, &was) != 0)
    return false;
  const struct timespec times[2] = {was.st_atim, was.st_mtim};
  bool done = true;
  if (strcmp(deed, "mmap") == 0) {
    char *view = was.st_size == 0 ? NULL : mmap(NULL, (size_t)was.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    done = view != MAP_FAILED;
    if (view != NULL && done) {
      flip(view, was.st_size);
      munmap(view, (size_t)was.st_size);
    }
  } else {
    char *bytes = malloc((size_t)was.st_size + 1);
    done = bytes != NULL && pread(file, bytes, (size_t)was.st_size, 0) == was.st_size;
    if (done && strcmp(deed, "hold") == 0)
      usleep(150000);
    if (done && fresh != NULL) {
      close(file);
      file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, was.st_mode & 0777);
      done = file >= 0;
    }
    if (done && strcmp(deed, "truncate") == 0)
      done = ftruncate(file, 0) == 0;
    if (done) {
      flip(bytes, was.st_size);
      done = put(file, bytes, was.st_size);
    }
    free(bytes);
  }
  done = done && futimens(file, times) == 0;
  return close(file) == 0 && done && (fresh == NULL || rename(fresh, path) == 0);
}

/* Writes text at the end of the file, or as the whole of a new one. */
static bool add(const char *path, int flags, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC | flags, 0644);
  if (file < 0)
    return false;
  bool done = write(file, text, strlen(text)) == (ssize_t)strlen(text);
  return close(file) == 0 && done;
}

static bool act(const char *name) {
  char path[PATH], fresh[PATH + 16];
  snprintf(path, sizeof path, "%s/%s", root, name);
  snprintf(fresh, sizeof fresh, "%s/.sweep-new", root);
  if (strcmp(deed, "append") == 0)
    return add(path, O_APPEND, "appended");
  if (strcmp(deed, "create") == 0)
    return add(path, O_CREAT | O_TRUNC, "created");
  return change(path, strcmp(deed, "replace") == 0 ? fresh : NULL);
}

/* A mapping that is written to and stays: stores into its pages, dirty already, move no time on ext4 until they are written back. */
static void map_all(void) {
  for (int i = 0; i < file_count; i++) {
    char path[PATH];
    snprintf(path, sizeof path, "%s/%s", root, files[i]);
    int file = open(path, O_RDWR | O_CLOEXEC);
    struct stat found;
    if (file < 0 || fstat(file, &found) != 0)
      die(path);
    mapped_size[i] = found.st_size;
    if (found.st_size > 0) {
      mapped[i] = mmap(NULL, (size_t)found.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
      if (mapped[i] == MAP_FAILED)
        die("mmap");
      flip(mapped[i], found.st_size);
      flip(mapped[i], found.st_size);
    }
    close(file);
  }
  usleep(2300000);
}

/* ---- the tracer ---- */

/* A child that does what one call of the command waits for: a writer, or the command once more. It is waited for a while only, as
   it may itself wait for a lease of the command, and is then left to end beside it. */
static void beside(bool again) {
  pid_t child = fork();
  if (child == 0 && again) {
    int out = open("/dev/null", O_WRONLY);
    dup2(out, 1);
    execvp(command[0], command);
    die(command[0]);
  }
  if (child == 0) {
    bool done = act(files[target]);
    tell("act %s %s\n", done ? "done" : strerror(errno), files[target]);
    _exit(0);
  }
  for (int waited = 0; waited < (again ? 30000 : 100); waited++) {
    if (waitpid(child, NULL, WNOHANG) != 0)
      return;
    usleep(1000);
  }
}

/* What the call is about, as an absolute path or as /proc names the descriptor. */
static void subject(pid_t thread, const struct call *call, const unsigned long long *args, char *text) {
  char link[64];
  ssize_t length = 0;
  if (call->path == 0 || (int)args[0] != AT_FDCWD) {
    snprintf(link, sizeof link, "/proc/%d/fd/%d", thread, (int)args[0]);
    length = readlink(link, text, PATH / 2);
  }
  text[length > 0 ? length : 0] = 0;
  if (call->path == 0)
    return;
  char name[PATH / 2] = "";
  snprintf(link, sizeof link, "/proc/%d/mem", thread);
  int memory = open(link, O_RDONLY | O_CLOEXEC);
  if (memory >= 0 && pread(memory, name, sizeof name - 1, (off_t)args[call->path]) > 0 && name[0] == '/')
    strcpy(text, name);
  else if (name[0] != 0)
    strcat(strcat(text, "/"), name);
  if (memory >= 0)
    close(memory);
  /* An open file that is opened once more by its place in /proc. */
  if (strncmp(text, "/proc/", 6) == 0 && (length = readlink(text, name, sizeof name - 1)) > 0) {
    name[length] = 0;
    strcpy(text, name);
  }
}

static const struct call *counted(pid_t thread, const unsigned long long *args, unsigned long long number, char *text) {
  const struct call *call = calls;
  while (call->number != (int)number)
    if (++call == calls + COUNT(calls))
      return NULL;
  if (strcmp(only, "all") != 0 && strcmp(only, call->name) != 0 && strcmp(only, call->kind == FILES ? "file" : "net") != 0)
    return NULL;
  if (call->number == SYS_fcntl && args[1] != F_SETLEASE && args[1] != F_GETLEASE)
    return NULL;
  subject(thread, call, args, text);
  size_t length = strlen(root);
  bool ours = call->kind == NETWORK ? strncmp(text, "socket:", 7) == 0
                                    : strncmp(text, root, length) == 0 && (text[length] == '/' || text[length] == 0);
  return ours ? call : NULL;
}

/* The file that the writer will take: the one whose name was used last. */
static void aim(const char *text) {
  const char *name = strrchr(text, '/');
  for (int i = 0; name != NULL && i < file_count; i++) {
    const char *slash = strrchr(files[i], '/');
    if (strcmp(name + 1, slash == NULL ? files[i] : slash + 1) == 0)
      target = i;
  }
}

static void answer(pid_t thread, bool instead, int error) {
  struct user_regs_struct registers;
  if (ptrace(PTRACE_GETREGS, thread, NULL, &registers) != 0)
    return;
  if (instead)
    registers.orig_rax = (unsigned long long)-1;
  registers.rax = (unsigned long long)-error;
  ptrace(PTRACE_SETREGS, thread, NULL, &registers);
}

/* Returns how the thread goes on. */
static int at_call(pid_t thread) {
  static int seen;
  static char text[PATH];
  struct __ptrace_syscall_info info;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0)
    return PTRACE_CONT;
  const struct call *call = counted(thread, (const unsigned long long *)info.seccomp.args, info.seccomp.nr, text);
  if (call == NULL)
    return PTRACE_CONT;
  aim(text);
  seen++;
  if (list || seen == at)
    tell("call %d %s %s\n", seen, call->name, text);
  if (seen != at)
    return PTRACE_CONT;
  if (strcmp(deed, "kill") == 0)
    kill(leader, SIGKILL);
  else if (error_named(deed) != 0)
    answer(thread, true, error_named(deed));
  else if (strncmp(deed, "late-", 5) == 0) {
    late = thread;
    late_error = error_named(deed + 5);
    return PTRACE_SYSCALL;
  } else if (strcmp(deed, "remap") == 0) {
    /* Here, as a child would have to map the pages anew, which moves the times. */
    flip(mapped[target], mapped_size[target]);
    tell("act done %s\n", files[target]);
  } else
    beside(strcmp(deed, "second") == 0);
  return PTRACE_CONT;
}

static int trace(void) {
  int status, ended = 0;
  for (pid_t thread; (thread = waitpid(-1, &status, __WALL)) > 0;) {
    int how = PTRACE_CONT, signal = 0;
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (thread == leader)
        ended = status;
      continue;
    }
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8))
      how = at_call(thread);
    else if (WSTOPSIG(status) == (SIGTRAP | 0x80) && thread == late)
      answer(thread, false, late_error);
    else if (status >> 16 == 0)
      signal = WSTOPSIG(status);
    ptrace(how, thread, NULL, signal);
  }
  tell("end %s %d\n", timed_out ? "time-out" : WIFEXITED(ended) ? "exit" : "signal", WIFEXITED(ended) ? WEXITSTATUS(ended) : WTERMSIG(ended));
  return WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
}

/* ---- the command ---- */

static void filter(bool traced) {
  struct sock_filter program[64];
  int length = 0;
#define ADD(...) program[length++] = (struct sock_filter)__VA_ARGS__
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  if (no_lease) {
    ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 0, 3));
    ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_SETLEASE, 0, 1));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES));
  }
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
  for (int i = 0; traced && i < COUNT(calls); i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, 0, 1));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE));
  }
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  const struct sock_fprog all = {(unsigned short)length, program};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) != 0)
    die("seccomp");
}

static void run(bool traced) {
  filter(traced);
  execvp(command[0], command);
  die(command[0]);
}

static void give_up(int signal) {
  (void)signal;
  timed_out = true;
  kill(leader, SIGKILL);
}

int main(int count, char **words) {
  int i = 1;
  for (; i < count && strcmp(words[i], "--") != 0; i++) {
    const char *word = words[i];
    if (strcmp(word, "--no-lease") == 0)
      no_lease = true;
    else if (strcmp(word, "--list") == 0)
      list = true;
    else if (++i >= count)
      usage();
    else if (strcmp(word, "--root") == 0)
      root = words[i];
    else if (strcmp(word, "--report") == 0)
      report = words[i];
    else if (strcmp(word, "--at") == 0)
      at = atoi(words[i]);
    else if (strcmp(word, "--deed") == 0)
      deed = words[i];
    else if (strcmp(word, "--calls") == 0)
      only = words[i];
    else if (strcmp(word, "--file") == 0 && file_count < MOST_FILES)
      files[file_count++] = words[i];
    else
      usage();
  }
  command = words + i + 1;
  if (i + 1 >= count || (root == NULL) != (report == NULL))
    usage();
  if (root == NULL)
    run(false);
  if (strcmp(deed, "remap") == 0)
    map_all();

  int go[2];
  if (pipe2(go, O_CLOEXEC) != 0 || (leader = fork()) < 0)
    die("fork");
  if (leader == 0) {
    char byte;
    if (read(go[0], &byte, 1) != 1)
      _exit(2);
    run(true);
  }
  const long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
  if (ptrace(PTRACE_SEIZE, leader, NULL, options) != 0)
    die("ptrace");
  signal(SIGALRM, give_up);
  alarm(90);
  if (write(go[1], "", 1) != 1)
    die("pipe");
  return trace();
}
