import type { Speaker } from './speaker.ts';

// Go runtime/panic.go, runtime/signal_unix.go, runtime/malloc.go; net/http/server.go, crypto/tls/conn.go; log.Fatal of net.Listen's error.
// Erlang erts/emulator/beam/erl_alloc.c.
export const GO: readonly Speaker[] = [
  {
    program: 'go',
    head: /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{6})? (?=http: |listen )|(?=fatal error: |panic: )|(?:[a-z]{1,12}=(?:"[^"\\]{0,100}"|[^\s"]{1,100}) ){0,6}msg="(?=http: ))/,
    words: [
      ['oom-kill', /^fatal error: runtime: (?:out of memory|cannot allocate memory)/],
      ['segfault', /^fatal error: unexpected signal during runtime execution/],
      [
        'unhandled-exception',
        /^fatal error: (?:runtime|all goroutines|concurrent map|stack overflow|sync: |checkptr)/,
      ],
      ['port-taken', /^(?:panic: )?listen tcp[46]? \S{1,60}: bind: address already in use/],
      ['unhandled-exception', /^panic: \S/],
      // net/http catches it, but cuts this one connection without an answer.
      ['unhandled-exception', /^http: panic serving \S{3,60}: /],
      [
        'wrong-protocol',
        /^http: TLS handshake error from \S{3,60}: (?:tls: first record does not look like a TLS handshake|client sent an HTTP request to an HTTPS server)/,
      ],
      [
        'files-limit',
        /^http: Accept error: accept \S{1,8} \S{1,60}: accept4?: too many open files/,
      ],
      ['restart-deploy', /^http: Server closed$/],
    ],
  },
  {
    program: 'erlang',
    head: /^(?=(?:eheap|binary|ets|std|ll|sl|driver|temp|fix|literal)_alloc: Cannot )/,
    words: [['oom-kill', /^\w{1,20}_alloc: Cannot (?:re)?allocate \d{1,20} bytes of memory/]],
  },
];
