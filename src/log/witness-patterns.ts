import type { WitnessKind } from './witness-kinds.ts';

/** What a program puts before its own words; only a line that starts so is its line. */
export const HEADS: Readonly<Record<string, RegExp>> = {
  'php-fpm':
    /^\[\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d(?:\.\d{1,6})?\] (?:WARNING|NOTICE|ERROR|ALERT): |^(?:(?:WARNING|NOTICE): )?(?=\[pool )/,
  gunicorn: /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}\] \[\d{1,10}\] (?=\[[A-Z]{4,8}\] )/,
  kernel:
    /^(?:kernel: )?\[ {0,8}\d{1,9}\.\d{1,9}\] |^kernel: |^\[[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4}\] /,
  systemd: /^systemd(?:\[\d{1,10}\])?: /,
  uwsgi:
    /^(?:[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4} - )?(?=\*\*\* (?:HARAKIRI|uWSGI listen queue)|!!! uWSGI|DAMN !|invalid request block size: )/,
  node: /^(?=FATAL ERROR: )/,
  puma: /^\[\d{1,10}\] (?=! )|^(?=[\w./-]{1,200}:\d{1,7}: \[BUG\])/,
  go: /^(?=fatal error: )/,
};

/** A line's words behind the program's head; groups: `process` that ended, `address` and `port` of a peer it names. */
type Pattern = readonly [program: string, kind: WitnessKind, words: RegExp];

// Sources: php-src sapi/fpm/fpm/fpm_children.c, fpm_signals.c; gunicorn arbiter.py; uWSGI core/master_utils.c, core/uwsgi.c; Linux
// mm/oom_kill.c, arch/x86/mm/fault.c; systemd src/core/service.c, src/core/job.c; Node.js src/node_errors.cc; puma cluster.rb;
// Go runtime/panic.go.
export const PATTERNS: readonly Pattern[] = [
  [
    'php-fpm',
    'segfault',
    /^\[pool [^\]]{1,64}\] child \d{1,10} exited on signal (?:4|6|7|8|11) \(SIG/,
  ],
  ['php-fpm', 'killed', /^\[pool [^\]]{1,64}\] child \d{1,10} exited on signal (?:9|15) \(SIG/],
  [
    'php-fpm',
    'worker-timeout',
    /^\[pool [^\]]{1,64}\] child \d{1,10}, script '.{0,300}' \(request: .{0,600}\) execution timed out \(/,
  ],
  [
    'php-fpm',
    'restart-deploy',
    /^(?:Terminating \.\.\.|exiting, bye-bye!|Reloading in progress \.\.\.)/,
  ],
  [
    'kernel',
    'oom-kill',
    /^(?:Out of memory|Memory cgroup out of memory): Kill(?:ed)? process \d{1,10} \((?<process>[^)]{1,32})\)/,
  ],
  ['kernel', 'segfault', /^(?<process>[\w.:/-]{1,32})\[\d{1,10}\]: segfault at [0-9a-f]{1,16} ip /],
  ['gunicorn', 'worker-timeout', /^\[CRITICAL\] WORKER TIMEOUT \(pid:\d{1,10}\)/],
  [
    'gunicorn',
    'killed',
    /^\[(?:ERROR|WARNING)\] Worker \(pid:\d{1,10}\) was sent SIG(?:KILL|TERM)!/,
  ],
  [
    'gunicorn',
    'segfault',
    /^\[(?:ERROR|WARNING)\] Worker \(pid:\d{1,10}\) was sent SIG(?:SEGV|ABRT|BUS)!/,
  ],
  [
    'gunicorn',
    'restart-deploy',
    /^\[INFO\] (?:Handling signal: (?:term|hup|quit|int)|Shutting down: Master)/,
  ],
  ['uwsgi', 'worker-timeout', /^\*\*\* HARAKIRI ON WORKER \d{1,6} \(pid: \d{1,10}/],
  ['uwsgi', 'segfault', /^!!! uWSGI process \d{1,10} got Segmentation Fault !!!/],
  ['uwsgi', 'killed', /^DAMN ! worker \d{1,6} \(pid: \d{1,10}\) died, killed by signal 9/],
  ['uwsgi', 'segfault', /^DAMN ! worker \d{1,6} \(pid: \d{1,10}\) died, killed by signal 11/],
  ['node', 'oom-kill', /^FATAL ERROR: .{0,120}JavaScript heap out of memory/],
  ['puma', 'worker-timeout', /^! Terminating timed out worker/],
  ['puma', 'segfault', /^\S{1,220}: \[BUG\] Segmentation fault at 0x/],
  ['go', 'unhandled-exception', /^fatal error: (?:runtime|all goroutines|concurrent map)/],
  [
    'systemd',
    'segfault',
    /^(?<process>[\w@.:-]{1,64})\.service: Main process exited, code=dumped, status=(?:11\/SEGV|6\/ABRT|4\/ILL|7\/BUS|8\/FPE)/,
  ],
  [
    'systemd',
    'oom-kill',
    /^(?<process>[\w@.:-]{1,64})\.service: (?:A process of this unit has been killed by the OOM killer|Failed with result 'oom-kill')/,
  ],
  [
    'systemd',
    'killed',
    /^(?<process>[\w@.:-]{1,64})\.service: Main process exited, code=killed, status=9\/KILL/,
  ],
  [
    'systemd',
    'unhandled-exception',
    /^(?<process>[\w@.:-]{1,64})\.service: Main process exited, code=exited, status=(?!0)\d{1,3}/,
  ],
  [
    'systemd',
    'restart-deploy',
    /^(?:Stopping|Stopped|Restarting) (?<process>[\w@.:-]{1,64})\.service\b/,
  ],
  [
    'php-fpm',
    'children-limit',
    /^\[pool [^\]]{1,64}\] server reached (?:pm\.)?max_children setting \(\d{1,6}\)/,
  ],
  [
    'php-fpm',
    'address-dropped',
    /^\[pool [^\]]{1,64}\] child \d{1,10} said into stderr: "ERROR: Connection disallowed: IP address '[0-9a-fA-F.:]{3,45}' has been dropped/,
  ],
  ['uwsgi', 'header-limit', /^invalid request block size: \d{1,10} \(max \d{1,10}\)/],
  ['uwsgi', 'queue-full', /^\*\*\* uWSGI listen queue of socket .{1,160} full !!!/],
];

// Most lines of a log are none of these: one search decides that.
export const ANY =
  /exited on signal|execution timed out|ut of memory|segfault at|WORKER TIMEOUT|was sent SIG|HARAKIRI ON|!!! uWSGI|DAMN !|FATAL ERROR|Terminating|\[BUG\]|^fatal error: |Main process exited|OOM killer|oom-kill|Handling signal: |Shutting down: Master|bye-bye|Reloading in progress|: (?:Stopp|Restart)|reached (?:pm\.)?max_children|Connection disallowed|invalid request block size|uWSGI listen queue/;
