import type { Speaker } from './speaker.ts';

// httpd server/log.c for the head; server/mpm_unix.c, server/mpm/{prefork,worker,event}, server/listen.c, server/protocol.c,
// modules/http/http_filters.c, modules/ssl/ssl_engine_io.c. ModSecurity 2 apache2/mod_security2.c: of its actions only drop closes the
// connection, the others answer.
export const APACHE: readonly Speaker[] = [
  {
    program: 'apache',
    head: /^(?:\[[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4}\] \[(?:[\w-]{1,32}:)?[a-z0-9]{4,7}\] (?:\[pid \d{1,10}(?::tid \d{1,20})?\] )?|(?=\(98\)Address already in use: AH00072: ))/,
    words: [
      [
        'segfault',
        /^(?:AH\d{5}: )?child pid \d{1,10} exit signal (?:Segmentation fault|Bus error|Abort|Illegal instruction|Floating point)/,
      ],
      ['killed', /^(?:AH\d{5}: )?child pid \d{1,10} exit signal (?:Killed|Terminated) \(/],
      [
        'children-limit',
        /^(?:AH\d{5}: )?(?:server reached (?:MaxRequestWorkers|MaxClients) setting|scoreboard is full, not at MaxRequestWorkers)/,
      ],
      [
        'restart-deploy',
        /^(?:AH\d{5}: )?(?:caught SIG(?:TERM|WINCH), shutting down|Graceful restart requested|SIGHUP received\. {1,2}Attempting to restart|SIGUSR1 received\. {1,2}Doing graceful restart)/,
      ],
      [
        'port-taken',
        /^\(98\)Address already in use: (?:AH\d{5}: )?make_sock: could not bind to address /,
      ],
      ['files-limit', /^(?:\[client \S{3,60}\] )?\(24\)Too many open files: /],
      [
        'wrong-protocol',
        /^(?:\[client \S{3,60}\] )?(?:AH\d{5}: )?SSL handshake failed: HTTP spoken on HTTPS port/,
      ],
      [
        'header-limit',
        /^(?:\[client \S{3,60}\] )?(?:AH\d{5}: )?Request header exceeds LimitRequestFieldSize/,
      ],
      [
        'body-limit',
        /^(?:\[client \S{3,60}\] )?(?:AH\d{5}: )?(?:Requested|Read) content-length of \d{1,20} is larger than the configured limit of \d/,
      ],
      [
        'blocked',
        /^(?:\[client \S{3,60}\] ){1,2}ModSecurity: Access denied with connection close \(phase \d\)/,
      ],
    ],
  },
];
