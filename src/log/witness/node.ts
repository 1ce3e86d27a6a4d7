import type { Speaker } from './speaker.ts';

// Node.js src/node_errors.cc (a fatal exception ends with the version, since 17), lib/events.js, lib/net.js; V8 src/api/api.cc and
// src/heap/heap.cc; deno prints V8's own line; lib/internal/process/promises.js and
// src/node_errors.cc GetErrorSource() for a rejection that ends the process, since 15. npm raw-body index.js, nodemon lib/monitor/run.js.
export const NODE: readonly Speaker[] = [
  {
    program: 'node',
    head: /^(?:# )?(?=FATAL ERROR: |Fatal JavaScript out of memory|\s{0,8}throw er; \/\/|Node\.js v\d|node:internal\/process\/promises:\d|\[UnhandledPromiseRejection: |(?:\d{1,2} [A-Z][a-z]{2} \d\d:\d\d:\d\d - )?\[nodemon\] app crashed|(?:Uncaught )?Error: |PayloadTooLargeError: )/,
    words: [
      ['oom-kill', /^FATAL ERROR: .{0,120}JavaScript heap out of memory/],
      ['oom-kill', /^Fatal JavaScript out of memory: /],
      ['unhandled-exception', /^\s{0,8}throw er; \/\/ Unhandled 'error' event/],
      ['unhandled-exception', /^Node\.js v\d{1,3}\.\d{1,3}\.\d{1,3}\s{0,4}$/],
      ['unhandled-exception', /^node:internal\/process\/promises:\d{1,4}\s{0,4}$/],
      [
        'unhandled-exception',
        /^\[UnhandledPromiseRejection: This error originated either by throwing inside of an async function/,
      ],
      [
        'unhandled-exception',
        /^(?:\d{1,2} [A-Z][a-z]{2} \d\d:\d\d:\d\d - )?\[nodemon\] app crashed - waiting for file changes/,
      ],
      ['port-taken', /^(?:Uncaught )?Error: listen EADDRINUSE: address already in use /],
      ['files-limit', /^(?:Uncaught )?Error: (?:accept |spawn |connect |listen )?EMFILE\b/],
      ['body-limit', /^PayloadTooLargeError: request entity too large/],
    ],
  },
];
