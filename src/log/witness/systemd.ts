import type { Speaker } from './speaker.ts';

// systemd: src/core/service.c and src/core/unit.c (unit_log_process_exit, unit_log_failure), src/core/job.c for Stopping and
// Stopped, src/oom/oomd-util.c, src/coredump/coredump*.c. With StatusUnitFormat=description a job names a unit by its Description= alone.
export const SYSTEMD: readonly Speaker[] = [
  {
    program: 'systemd',
    isHost: true,
    head: /^systemd(?:\[\d{1,10}\])?: /,
    words: [
      [
        'oom-kill',
        /^(?<process>[\w@.:\\-]{1,64})\.service: (?:A process of this unit has been killed by the OOM killer|Failed with result 'oom-kill')/,
      ],
      [
        'segfault',
        /^(?<process>[\w@.:\\-]{1,64})\.service: (?:Main process exited, code=(?:dumped|killed), status=(?:11\/SEGV|6\/ABRT|4\/ILL|7\/BUS|8\/FPE|5\/TRAP|31\/SYS)|Main process exited, code=exited, status=13[49]\/|Failed with result 'core-dump')/,
      ],
      [
        'worker-timeout',
        /^(?<process>[\w@.:\\-]{1,64})\.service: (?:Watchdog timeout \(limit |Failed with result 'watchdog')/,
      ],
      [
        'killed',
        /^(?<process>[\w@.:\\-]{1,64})\.service: (?:Main process exited, code=killed, status=9\/KILL|Main process exited, code=exited, status=137\/|Failed with result '(?:signal|timeout)'|Killing process \d{1,10} \(.{1,32}\) with signal SIGKILL|(?:State 'stop-[a-z-]{1,20}'|[Ss]top-sigterm|Stopping) timed out\. Killing|(?:[Ss]tart|start-pre) operation timed out\. Terminating)/,
      ],
      // 143 and 130 are what a shell or a Java machine makes of SIGTERM and SIGINT.
      [
        'restart-deploy',
        /^(?<process>[\w@.:\\-]{1,64})\.service: Main process exited, code=(?:killed, status=(?:15\/TERM|2\/INT|1\/HUP|3\/QUIT)|exited, status=1(?:43|30)\/)/,
      ],
      [
        'unhandled-exception',
        /^(?<process>[\w@.:\\-]{1,64})\.service: (?:Main process exited, code=exited, status=(?!0\/)\d{1,3}\/[\w/-]{1,20}(?![\w/-]| \(success\))|Failed with result '(?:exit-code|start-limit-hit)'|Start request repeated too quickly|Scheduled restart job, restart counter is at )/,
      ],
      [
        'restart-deploy',
        /^(?:Stopping|Stopped|Restarting) (?<process>[\w@.:\\-]{1,64})\.service\b/,
      ],
      [
        'restart-deploy',
        /^(?:Stopping|Stopped) (?:The )?(?<process>PHP)(?: [\d.]{1,4})? FastCGI Process Manager/,
      ],
      ['restart-deploy', /^(?:Stopping|Stopped) (?:The )?(?<process>Apache) HTTP Server/],
      [
        'restart-deploy',
        /^(?:Stopping|Stopped) (?<process>[Gg]unicorn|u[Ww][Ss][Gg][Ii]|[Pp]uma|[Uu]nicorn)\b/,
      ],
    ],
  },
  {
    program: 'systemd',
    isHost: true,
    head: /^systemd-oomd(?:\[\d{1,10}\])?: /,
    words: [
      [
        'oom-kill',
        /^Killed \/\S{0,200}?\/(?<process>[\w@.:\\-]{1,64})\.service(?:\/\S{0,100})? due to memory pressure/,
      ],
    ],
  },
  {
    program: 'systemd',
    isHost: true,
    head: /^systemd-coredump(?:\[\d{1,10}\])?: (?:\[[^\]]{1,4}\] )?/,
    words: [
      [
        'segfault',
        /^Process (?<pid>\d{1,10}) \((?<process>[^()]{1,32})\) of user \S{1,40} (?:dumped core|terminated abnormally (?:with signal (?:4|6|7|8|11)\/|without generating a coredump))/,
      ],
    ],
  },
];
