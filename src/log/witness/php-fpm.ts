import type { Speaker } from './speaker.ts';

// php-src sapi/fpm/fpm: fpm_children.c, fpm_signals.c, fpm_process_ctl.c, fpm_request.c, fpm_sockets.c, fpm_stdio.c, and
// main/fastcgi.c for the address; zlog.c writes the head, people a label and no number.
export const PHP_FPM: readonly Speaker[] = [
  {
    program: 'php-fpm',
    head: /^(?:\[\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d(?:\.\d{1,6})?\] (?:WARNING|NOTICE|ERROR|ALERT): |(?:(?:WARNING|NOTICE): |\[(?:WARNING|NOTICE)\] )?(?=\[pool )|PHP-?FPM: {1,4}(?=child )|(?=ERROR: Connection disallowed: ))/,
    words: [
      [
        'segfault',
        /^(?:\[pool [^\]]{1,64}\] )?child (?:(?<pid>\d{1,10})|[xX*?…-]{1,10}) exited on signal (?:4|6|7|8|11) \((?:SIG|sig)/,
      ],
      [
        'killed',
        /^(?:\[pool [^\]]{1,64}\] )?child (?:(?<pid>\d{1,10})|[xX*?…-]{1,10}) exited on signal (?:9|15) \((?:SIG|sig)/,
      ],
      [
        'worker-timeout',
        /^\[pool [^\]]{1,64}\] child (?<pid>\d{1,10}), script '.{0,300}' \(request: .{0,600}\) execution timed out \(/,
      ],
      [
        'unhandled-exception',
        /^\[pool [^\]]{1,64}\] child (?<pid>\d{1,10}) exited with code (?!0 )\d{1,3} after /,
      ],
      [
        'restart-deploy',
        /^(?:Terminating(?: \.{3})?\s?$|exiting, bye-bye!|Reloading in progress|failed processes threshold \()/,
      ],
      [
        'children-limit',
        /^\[pool [^\]]{1,64}\] server reached (?:pm\.)?max_children setting \(\d{1,6}\)/,
      ],
      // With idle children left it only starts more of them.
      [
        'children-limit',
        /^\[pool [^\]]{1,64}\] seems busy \(.{1,120}\), spawning \d{1,6} children, there are 0 idle,/,
      ],
      [
        'address-dropped',
        /^\[pool [^\]]{1,64}\] child (?<pid>\d{1,10}) said into stderr: "ERROR: Connection disallowed: IP address '[0-9a-fA-F.:]{3,45}' has been dropped/,
      ],
      // Without catch_workers_output the child writes it where the master's own standard error goes.
      [
        'address-dropped',
        /^(?:ERROR: )?Connection disallowed: IP address '[0-9a-fA-F.:]{3,45}' has been dropped/,
      ],
      [
        'slow',
        /^\[pool [^\]]{1,64}\] child (?<pid>\d{1,10}), script '.{0,300}' \(request: .{0,600}\) executing too slow \(/,
      ],
      [
        'port-taken',
        /^(?:unable to bind listening socket for address '[^']{1,120}': Address already in use|An(?:other| another) FPM instance seems to already listen on )/,
      ],
    ],
  },
];
