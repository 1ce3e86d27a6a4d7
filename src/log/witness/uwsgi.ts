import type { Speaker } from './speaker.ts';

// uWSGI core/master_utils.c, core/master.c, core/master_checks.c, core/uwsgi.c, core/socket.c, core/utils.c, core/protocol.c, proto/uwsgi.c, proto/http.c.
export const UWSGI: readonly Speaker[] = [
  {
    program: 'uwsgi',
    head: /^(?:[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4} - )?(?=\*\*\* (?:HARAKIRI|uWSGI listen queue)|!!! uWSGI|DAMN !|[Ii]nvalid |SIG[A-Z]{3,4}\/|\.\.\.gracefully |probably another|accept\(\): )/,
    words: [
      ['worker-timeout', /^\*\*\* HARAKIRI ON WORKER \d{1,6} \(pid: (?<pid>\d{1,10})/],
      ['segfault', /^!!! uWSGI process \d{1,10} got Segmentation Fault !!!/],
      [
        'killed',
        /^DAMN ! worker \d{1,6} \(pid: (?<pid>\d{1,10})\) (?:died,|MYSTERIOUSLY) killed by signal (?:9|15)\b/,
      ],
      [
        'segfault',
        /^DAMN ! worker \d{1,6} \(pid: (?<pid>\d{1,10})\) (?:died,|MYSTERIOUSLY) killed by signal (?:4|6|7|8|11)\b/,
      ],
      ['unhandled-exception', /^DAMN ! worker \d{1,6} \(pid: (?<pid>\d{1,10})\) died :\(/],
      [
        'restart-deploy',
        /^(?:SIG(?:INT|TERM|QUIT)\/SIG(?:QUIT|TERM|INT) received\.\.\.killing workers|\.\.\.gracefully killing workers)/,
      ],
      // Two bytes behind the first are read as the size: these sizes spell GET, POST, HEAD, PUT, DELETE, OPTIONS and PATCH.
      [
        'wrong-protocol',
        /^invalid request block size: (?:21573|21327|16709|21589|19525|21584|21569) \(max \d{1,10}\)/,
      ],
      ['header-limit', /^invalid request block size: \d{1,10} \(max \d{1,10}\)/],
      ['header-limit', /^invalid HTTP request size \(max \d{1,10}\)/],
      ['body-limit', /^Invalid \(too big\) CONTENT_LENGTH\. skip/],
      ['queue-full', /^\*\*\* uWSGI listen queue of socket .{1,160} full !!!/],
      ['port-taken', /^probably another instance of uWSGI is running on the same address/],
      ['files-limit', /^accept\(\): Too many open files/],
    ],
  },
];
