/*
 * An ordinary writer that reacts. Woken by inotify when somebody opens, reads or moves a file, it writes that file or one of the
 * next again, with other bytes of the same size, and sets the old modification time again. While nothing happens it makes new files.
 *
 *   writer FOLDER JOURNAL SECONDS
 *
 * File number N is f00000N. In version V it holds SIZE bytes: the line "N V", again and again. Each version is a line of the journal,
 * "N V", written once the file is closed: from then on its bytes may not be lost, wherever the file has been moved to meanwhile.
 * Ends when its time is over, or at SIGTERM.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MOST 100000
#define SIZE 4096
#define ROUND 100 /* files made at a time */
#define NEAR 6    /* how far from a file that moved: those that are deleted at the same time */

static int versions[MOST], made, folder;
static bool ours[MOST]; /* the next "opened" is our own */
static FILE *journal;
static volatile sig_atomic_t ended;

static void end(int signal) {
  (void)signal;
  ended = 1;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void put(int number, int flags) {
  char name[16], line[32], bytes[SIZE];
  snprintf(name, sizeof name, "f%06d", number);
  int file = openat(folder, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | flags, 0664);
  if (file < 0)
    return;
  ours[number] = true;
  struct stat was;
  int length = snprintf(line, sizeof line, "%d %d\n", number, versions[number] + 1);
  for (int i = 0; i < SIZE; i++)
    bytes[i] = line[i % length];
  bool done = fstat(file, &was) == 0 && pwrite(file, bytes, SIZE, 0) == SIZE;
  const struct timespec times[2] = {was.st_atim, was.st_mtim};
  done = done && futimens(file, times) == 0;
  if (close(file) != 0 || !done) {
    perror(name);
    exit(1);
  }
  versions[number]++;
  fputs(line, journal);
  fflush(journal);
}

static void react(const struct inotify_event *event) {
  int number = event->len == 0 || event->name[0] != 'f' ? -1 : atoi(event->name + 1);
  if (number < 0 || number >= made)
    return;
  if (event->mask & IN_OPEN && ours[number])
    ours[number] = false;
  else if (event->mask & IN_MOVED_FROM)
    put((number + 1 + (int)(random() % NEAR)) % made, 0);
  else if (random() % 8 == 0)
    /* Seldom, so that most files are left alone for long enough to be shipped. */
    put(number, 0);
}

int main(int count, char **words) {
  umask(002);
  if (count != 4 || (folder = open(words[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 || (journal = fopen(words[2], "ae")) == NULL) {
    fputs("writer FOLDER JOURNAL SECONDS\n", stderr);
    return 2;
  }
  int events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (events < 0 || inotify_add_watch(events, words[1], IN_OPEN | IN_CLOSE_NOWRITE | IN_MOVED_FROM) < 0) {
    perror("inotify");
    return 2;
  }
  signal(SIGTERM, end);
  double last = now() + atoi(words[3]), next_round = 0;
  while (!ended && now() < last) {
    _Alignas(struct inotify_event) char buffer[1 << 16];
    struct pollfd ready = {events, POLLIN, 0};
    for (int i = 0; now() > next_round && made < MOST && i < ROUND; i++)
      put(made++, O_CREAT | O_EXCL);
    if (now() > next_round)
      next_round = now() + 0.5;
    if (poll(&ready, 1, 100) <= 0)
      continue;
    ssize_t length = read(events, buffer, sizeof buffer);
    for (char *next = buffer; next < buffer + length; next += sizeof(struct inotify_event) + ((struct inotify_event *)next)->len)
      react((struct inotify_event *)next);
  }
  return 0;
}
