import type { Speaker } from './speaker.ts';

// Node.js src/node_errors.cc (a fatal exception ends with the version, since 17), lib/events.js, lib/net.js; V8 src/api/api.cc and
// src/heap/heap.cc; deno prints V8's own line. npm raw-body index.js for PayloadTooLargeError.
export const NODE: readonly Speaker[] = [
  {
    program: 'node',
    head: /^(?:# )?(?=FATAL ERROR: |Fatal JavaScript out of memory|\s{0,8}throw er; \/\/|Node\.js v\d|(?:Uncaught )?Error: |PayloadTooLargeError: )/,
    words: [
      ['oom-kill', /^FATAL ERROR: .{0,120}JavaScript heap out of memory/],
      ['oom-kill', /^Fatal JavaScript out of memory: /],
      ['unhandled-exception', /^\s{0,8}throw er; \/\/ Unhandled 'error' event/],
      ['unhandled-exception', /^Node\.js v\d{1,3}\.\d{1,3}\.\d{1,3}\s{0,4}$/],
      ['port-taken', /^(?:Uncaught )?Error: listen EADDRINUSE: address already in use /],
      ['files-limit', /^(?:Uncaught )?Error: (?:accept |spawn |connect |listen )?EMFILE\b/],
      ['body-limit', /^PayloadTooLargeError: request entity too large/],
    ],
  },
];
