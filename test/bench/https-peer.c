/*
 * The limit that bench:https compares with: epoll and OpenSSL without anything around them. For each host a
 * connection, a handshake with a verified certificate and name, and two requests, one after the other.
 *
 *   https-peer PORT CA_FILE AT_ONCE PATH1 PATH2 < hosts
 *
 * Prints the CPU seconds that it took, and how many hosts answered both requests with 200.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_HOSTS = 200000, LONGEST_HOST = 256, BUFFER = 16384 };
enum step { CONNECTING, SHAKING, WRITING, READING };

struct connection {
  int fd;
  SSL *ssl;
  const char *host;
  enum step step;
  int request;
  size_t length;
  char buffer[BUFFER];
};

static char (*hosts)[LONGEST_HOST];
static int host_count, next_host, open_count, good;
static SSL_CTX *context;
static struct sockaddr_in server;
static const char *paths[2];
static int poller;

static void start(void) {
  if (next_host == host_count) return;
  struct connection *c = calloc(1, sizeof *c);
  c->host = hosts[next_host++];
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int one = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  c->step = CONNECTING;
  open_count++;
  connect(c->fd, (struct sockaddr *)&server, sizeof server);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
  epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event);
}

static void finish(struct connection *c, int is_good) {
  good += is_good;
  if (c->ssl != NULL) SSL_free(c->ssl);
  close(c->fd);
  free(c);
  open_count--;
  start();
}

static int is_blocked(struct connection *c, int result) {
  int error = SSL_get_error(c->ssl, result);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

/* 1: whole, with status 200; 0: not yet; -1: something else. */
static int judge(struct connection *c) {
  c->buffer[c->length] = 0;
  char *end = strstr(c->buffer, "\r\n\r\n");
  if (end == NULL) return 0;
  if (strncmp(c->buffer, "HTTP/1.1 200", 12) != 0) return -1;
  char *header = strcasestr(c->buffer, "\r\ncontent-length:");
  if (header != NULL && header < end) {
    size_t whole = (size_t)(end + 4 - c->buffer) + strtoul(header + 17, NULL, 10);
    return c->length >= whole;
  }
  return strstr(end, "\r\n0\r\n\r\n") != NULL;
}

static void advance(struct connection *c) {
  for (;;) {
    int result;
    switch (c->step) {
      case CONNECTING: {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return finish(c, 0);
        struct sockaddr_in peer;
        socklen_t peer_size = sizeof peer;
        if (getpeername(c->fd, (struct sockaddr *)&peer, &peer_size) != 0) return;
        c->ssl = SSL_new(context);
        SSL_set_fd(c->ssl, c->fd);
        SSL_set_tlsext_host_name(c->ssl, c->host);
        SSL_set1_host(c->ssl, c->host);
        SSL_set_connect_state(c->ssl);
        c->step = SHAKING;
        break;
      }
      case SHAKING:
        result = SSL_do_handshake(c->ssl);
        if (result != 1) {
          if (!is_blocked(c, result)) finish(c, 0);
          return;
        }
        c->step = WRITING;
        break;
      case WRITING: {
        char request[1024];
        int size = snprintf(request, sizeof request,
                            "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: peer\r\nAccept: application/json\r\n\r\n",
                            paths[c->request], c->host);
        if (SSL_write(c->ssl, request, size) != size) return finish(c, 0);
        c->length = 0;
        c->step = READING;
        break;
      }
      case READING:
        result = SSL_read(c->ssl, c->buffer + c->length, (int)(BUFFER - 1 - c->length));
        if (result <= 0) {
          if (!is_blocked(c, result)) finish(c, 0);
          return;
        }
        c->length += (size_t)result;
        switch (judge(c)) {
          case -1:
            return finish(c, 0);
          case 1:
            if (++c->request == 2) return finish(c, 1);
            c->step = WRITING;
        }
    }
  }
}

int main(int count, char **words) {
  if (count != 6) return 2;
  hosts = calloc(MOST_HOSTS, LONGEST_HOST);
  while (host_count < MOST_HOSTS && scanf("%255s", hosts[host_count]) == 1) host_count++;
  server.sin_family = AF_INET;
  server.sin_port = htons((unsigned short)atoi(words[1]));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  paths[0] = words[4];
  paths[1] = words[5];
  context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set1_groups_list(context, "X25519:P-256");
  if (SSL_CTX_load_verify_locations(context, words[2], NULL) != 1) return 2;
  poller = epoll_create1(0);
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  for (int index = atoi(words[3]); index > 0; index--) start();
  while (open_count > 0) {
    struct epoll_event events[256];
    int ready = epoll_wait(poller, events, 256, 20000);
    if (ready == 0) break;
    for (int index = 0; index < ready; index++) advance(events[index].data.ptr);
  }
  getrusage(RUSAGE_SELF, &after);
#define SECONDS(t) ((double)(t).tv_sec + (double)(t).tv_usec / 1e6)
  double cpu = SECONDS(after.ru_utime) + SECONDS(after.ru_stime) - SECONDS(before.ru_utime) - SECONDS(before.ru_stime);
  printf("{\"cpu\":%.6f,\"good\":%d}\n", cpu, good);
  return 0;
}
