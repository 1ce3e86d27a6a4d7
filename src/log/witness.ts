import { type ClockTime, clockTimeIn } from './clock.ts';

/** How a backend process ended, by the program that saw it. */
type CrashKind =
  | 'oom-kill'
  | 'segfault'
  | 'killed'
  | 'unhandled-exception'
  | 'worker-timeout'
  | 'restart-deploy';

/** A line of another program that says how a backend process ended. */
export type WitnessLine = {
  readonly kind: 'witness-line';
  readonly program: string;
  readonly crash: CrashKind;
  /** Name of the process that ended, where the line has it. */
  readonly process: string | undefined;
  readonly time: ClockTime | undefined;
  /** The stamp of the container or host before the line, to tell who wrote it; empty for none. */
  readonly prefix: string;
};

type Pattern = { readonly program: string; readonly crash: CrashKind; readonly words: RegExp };

// Sources: php-src sapi/fpm/fpm/fpm_children.c; gunicorn arbiter.py; uWSGI core/master_utils.c, core/uwsgi.c; Linux mm/oom_kill.c,
// arch/x86/mm/fault.c; systemd src/core/service.c; Node.js src/node_errors.cc; puma cluster.rb; Go runtime/panic.go.
const PATTERNS: readonly Pattern[] = [
  {
    program: 'php-fpm',
    crash: 'segfault',
    words: /\[pool [^\]]{1,64}\] child \d{1,10} exited on signal (?:4|6|7|8|11) \(SIG/,
  },
  {
    program: 'php-fpm',
    crash: 'killed',
    words: /\[pool [^\]]{1,64}\] child \d{1,10} exited on signal (?:9|15) \(SIG/,
  },
  {
    program: 'php-fpm',
    crash: 'worker-timeout',
    words:
      /\[pool [^\]]{1,64}\] child \d{1,10}, script '.{0,300}' \(request: .{0,600}\) execution timed out \(/,
  },
  {
    program: 'kernel',
    crash: 'oom-kill',
    words:
      /(?:Out of memory|Memory cgroup out of memory): Kill(?:ed)? process \d{1,10} \((?!nginx\))(?<process>[^)]{1,32})\)/,
  },
  {
    program: 'kernel',
    crash: 'segfault',
    words:
      /(?:^|[\s\]])(?!nginx\[)(?<process>[\w.:/-]{1,32})\[\d{1,10}\]: segfault at [0-9a-f]{1,16} ip /,
  },
  {
    program: 'gunicorn',
    crash: 'worker-timeout',
    words: /\[CRITICAL\] WORKER TIMEOUT \(pid:\d{1,10}\)/,
  },
  {
    program: 'gunicorn',
    crash: 'killed',
    words: /\[(?:ERROR|WARNING)\] Worker \(pid:\d{1,10}\) was sent SIG(?:KILL|TERM)!/,
  },
  {
    program: 'gunicorn',
    crash: 'segfault',
    words: /\[(?:ERROR|WARNING)\] Worker \(pid:\d{1,10}\) was sent SIG(?:SEGV|ABRT|BUS)!/,
  },
  {
    program: 'uwsgi',
    crash: 'worker-timeout',
    words: /\*\*\* HARAKIRI ON WORKER \d{1,6} \(pid: \d{1,10}/,
  },
  {
    program: 'uwsgi',
    crash: 'segfault',
    words: /^!!! uWSGI process \d{1,10} got Segmentation Fault !!!/,
  },
  {
    program: 'uwsgi',
    crash: 'killed',
    words: /^DAMN ! worker \d{1,6} \(pid: \d{1,10}\) died, killed by signal 9/,
  },
  {
    program: 'uwsgi',
    crash: 'segfault',
    words: /^DAMN ! worker \d{1,6} \(pid: \d{1,10}\) died, killed by signal 11/,
  },
  {
    program: 'node',
    crash: 'oom-kill',
    words: /FATAL ERROR: .{0,120}JavaScript heap out of memory/,
  },
  { program: 'puma', crash: 'worker-timeout', words: /! Terminating timed out worker/ },
  { program: 'puma', crash: 'segfault', words: /\[BUG\] Segmentation fault at 0x/ },
  {
    program: 'go',
    crash: 'unhandled-exception',
    words: /^fatal error: (?:runtime|all goroutines|concurrent map)/,
  },
  ...(
    [
      [
        'segfault',
        /\s(?<process>[\w@.:-]{1,64})\.service: Main process exited, code=dumped, status=(?:11\/SEGV|6\/ABRT|4\/ILL|7\/BUS|8\/FPE)/,
      ],
      [
        'oom-kill',
        /\s(?<process>[\w@.:-]{1,64})\.service: (?:A process of this unit has been killed by the OOM killer|Failed with result 'oom-kill')/,
      ],
      [
        'killed',
        /\s(?<process>[\w@.:-]{1,64})\.service: Main process exited, code=killed, status=9\/KILL/,
      ],
      [
        'unhandled-exception',
        /\s(?<process>[\w@.:-]{1,64})\.service: Main process exited, code=exited, status=(?!0)\d{1,3}/,
      ],
      [
        'restart-deploy',
        /systemd\[\d{1,10}\]: (?:Stopping|Stopped|Restarting) (?<process>[\w@.:-]{1,64})\.service\b/,
      ],
    ] as const
  ).map(([crash, words]) => ({ program: 'systemd', crash, words })),
  {
    program: 'gunicorn',
    crash: 'restart-deploy',
    words: /\[INFO\] (?:Handling signal: (?:term|hup|quit|int)|Shutting down: Master)/,
  },
  {
    program: 'php-fpm',
    crash: 'restart-deploy',
    words: /\] NOTICE: (?:Terminating \.\.\.|exiting, bye-bye!|Reloading in progress \.\.\.)/,
  },
];

// Most lines of a log are none of these: one search decides that.
const ANY =
  /exited on signal|execution timed out|ut of memory|segfault at|WORKER TIMEOUT|was sent SIG|HARAKIRI ON|!!! uWSGI|DAMN !|FATAL ERROR|Terminating timed out|\[BUG\]|^fatal error: |Main process exited|OOM killer|oom-kill|Handling signal: |Shutting down: Master|\] NOTICE: (?:Term|exit|Reload)|\]: (?:Stopp|Restart)/;
const LONGEST = 4096;
const PREFIX = /^([A-Za-z0-9._-]{1,80}\s{1,30}\|\s)/;

/** A witness of a backend's end, or undefined. The victim is never nginx itself. */
export function parseWitnessLine(line: string): WitnessLine | undefined {
  if (line.length > LONGEST || !ANY.test(line)) return undefined;
  const prefix = PREFIX.exec(line)?.[1] ?? '';
  const words = line.slice(prefix.length);
  const found = PATTERNS.find((pattern) => pattern.words.test(words));
  if (found === undefined) return undefined;
  return {
    kind: 'witness-line',
    program: found.program,
    crash: found.crash,
    process: found.words.exec(words)?.groups?.process,
    time: clockTimeIn(words),
    prefix: prefix.trim(),
  };
}
