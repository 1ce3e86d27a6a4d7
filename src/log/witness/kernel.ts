import type { Speaker } from './speaker.ts';

// Linux: mm/oom_kill.c dump_oom_summary() and __oom_kill_process(); arch/x86/mm/fault.c show_signal_msg(), arch/x86/kernel/traps.c
// show_signal(), arch/arm64/kernel/traps.c arm64_show_signal(), kernel/signal.c print_fatal_signal(); net/ipv4/tcp_input.c
// tcp_syn_flood_action(); net/netfilter/nf_conntrack_core.c early_drop; net/netfilter/nf_log_syslog.c for packets. Stamps:
// kernel/printk/printk.c print_time() and print_caller(), util-linux dmesg.c for -T, -x and --time-format iso.
export const KERNEL: readonly Speaker[] = [
  {
    program: 'kernel',
    isHost: true,
    head: /^(?:kern {2}:[a-z]{3,6} {0,4}: )?(?:(?:\[ {0,8}\d{1,9}\.\d{1,9}\](?:\[ {0,6}[TC]\d{1,7}\])? )?(?:[\w.-]{1,64} )?kernel: (?:\[ {0,8}\d{1,9}\.\d{1,9}\] )?|\[ {0,8}\d{1,9}\.\d{1,9}\](?:\[ {0,6}[TC]\d{1,7}\])? |\[[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4}\] |\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d,\d{6}[+-]\d\d:\d\d )/,
    words: [
      [
        'oom-kill',
        /^(?:(?:Out of memory(?: \([^)]{1,60}\))?|Memory cgroup out of memory): )?Kill(?:ed)? process (?<pid>\d{1,10}),? \((?<process>[^)]{1,32})\)/,
      ],
      [
        'oom-kill',
        /^oom-kill:constraint=CONSTRAINT_[A-Z_]{1,20},.{1,900},task=(?<process>[^,]{1,32}),pid=(?<pid>\d{1,10}),uid=/,
      ],
      ['segfault', /^(?<process>[^[\]]{1,32})\[(?<pid>\d{1,10})\]: segfault at [0-9a-f]{1,16} ip /],
      [
        'segfault',
        /^traps: (?<process>[^[\]]{1,32})\[(?<pid>\d{1,10})\] (?:general protection(?: fault)?|trap (?:invalid opcode|divide error|int3|stack segment|bounds)|bad frame)\b/,
      ],
      ['segfault', /^(?<process>[^[\]]{1,32})\[\d{1,10}\]: unhandled (?:exception: |level \d )/],
      [
        'segfault',
        /^(?:\S{1,160}: )?(?<process>[\w.:-]{1,32}): potentially unexpected fatal signal (?:4|6|7|8|11)\b/,
      ],
      // Up to Linux 6.1 the port alone, since then the address before it.
      [
        'queue-full',
        /^(?:TCP: )?(?:request_sock_\w{3,12}: )?[Pp]ossible SYN flooding on port (?:(?<address>[0-9.]{7,15}|\[[0-9a-fA-F:.]{2,45}\]):)?(?<port>\d{1,5})\. (?:Sending cookies|Dropping request)/,
      ],
      ['blocked', /^(?:nf_conntrack|ip_conntrack): (?:nf_conntrack: )?table full, dropping packet/],
      // The prefix is the administrator's; a packet that ends a connection says nothing of one that was wanted.
      [
        'blocked',
        /^(?=[^=]{0,64}(?<![A-Za-z])(?:BLOCK(?:ED)?|[Bb]lock(?:ed)?|DROP(?:PED)?|[Dd]rop(?:ped)?|REJECT(?:ED)?|[Rr]eject(?:ed)?|DEN(?:Y|IED)|[Dd]en(?:y|ied))(?![A-Za-z]))[^=]{1,64}(?<![A-Za-z])IN=[\w.@-]{0,15} OUT=[\w.@-]{0,15} .{0,200}?\bSRC=[0-9a-fA-F.:]{3,45} DST=(?<address>[0-9a-fA-F.:]{3,45}) .{0,160}?\bPROTO=TCP SPT=\d{1,5} DPT=(?<port>\d{1,5}) (?!.{0,200}\b(?:RST|FIN)\b)/,
      ],
    ],
  },
];
