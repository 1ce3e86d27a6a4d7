import type { Speaker } from './speaker.ts';

// supervisor/process.py finish() and transition(), supervisor/options.py decode_wait_status(); pm2 lib/God.js handleExit(), lib/Daemon.js
// and lib/Worker.js. pm2 writes SIGINT for no signal at all.
export const SUPERVISORS: readonly Speaker[] = [
  {
    program: 'supervisord',
    head: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?:INFO|WARN) /,
    words: [
      [
        'segfault',
        /^exited: (?<process>[\w.:-]{1,80}) \(terminated by SIG(?:SEGV|ABRT|BUS|ILL|FPE)\b/,
      ],
      ['killed', /^(?:exited|stopped): (?<process>[\w.:-]{1,80}) \(terminated by SIGKILL\b/],
      ['killed', /^exited: (?<process>[\w.:-]{1,80}) \(terminated by SIGTERM; not expected\)/],
      [
        'unhandled-exception',
        /^exited: (?<process>[\w.:-]{1,80}) \(exit status \d{1,3}; not expected\)/,
      ],
      ['unhandled-exception', /^gave up: (?<process>[\w.:-]{1,80}) entered FATAL state/],
      ['restart-deploy', /^(?:waiting for (?<process>[\w.:-]{1,80}) to (?:stop|die)|stopped: )/],
    ],
  },
  {
    program: 'pm2',
    head: /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d: PM2 log: |\[\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\] PM2 log: |PM2: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d: |(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d: )?PM2 {1,12}\| (?=\[PM2\]|App \[))/,
    words: [
      [
        'segfault',
        /^App \[.{1,80}\] .{0,60}exited with code \[\S{1,10}\] via signal \[SIG(?:SEGV|BUS|ILL|FPE)\]/,
      ],
      [
        'killed',
        /^App \[.{1,80}\] .{0,60}exited with code \[\S{1,10}\] via signal \[SIG(?:KILL|ABRT)\]/,
      ],
      [
        'killed',
        /^\[PM2\]\[WORKER\] Process \S{1,40} restarted because it exceeds --max-memory-restart/,
      ],
      [
        'unhandled-exception',
        /^App \[.{1,80}\] .{0,60}exited with code \[(?!0\])\d{1,3}\] via signal \[SIGINT\]/,
      ],
      [
        'restart-deploy',
        /^App \[.{1,80}\] .{0,60}exited with code \[\S{1,10}\] via signal \[SIG(?:INT|TERM)\]/,
      ],
    ],
  },
];
