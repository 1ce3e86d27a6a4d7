import type { Speaker } from './speaker.ts';

// haproxy src/listener.c, src/proto_tcp.c, and the HTTP log format (doc/configuration.txt 8.2.3, 8.5: sQ is the queue timeout).
// suricata src/alert-fastlog.c. Amazon VPC flow log records, version 2, in their default order. Envoy answers what it refuses.
export const MIDDLEBOXES: readonly Speaker[] = [
  {
    program: 'haproxy',
    head: /^(?:(?=Proxy \S{1,80} reached )|[0-9a-fA-F:.]{7,60} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d{3}\] \S{1,80} \S{1,80}\/\S{1,80} (?=[\d/+-]{9,60} ))/,
    words: [
      ['files-limit', /^Proxy \S{1,80} reached (?:process|system) FD limit\b/],
      ['queue-full', /^[\d/+-]{9,60} 503 \d{1,12} \S{1,120} \S{1,120} sQ[A-Z-]{2} /],
    ],
  },
  {
    program: 'suricata',
    head: /^\d\d\/\d\d\/\d{4}-\d\d:\d\d:\d\d\.\d{6} {2}\[Drop\] \[\*\*\] (?=\[\d)/,
    words: [
      [
        'blocked',
        /^.{1,400} \{TCP\} \S{3,60} -> (?<address>[0-9a-fA-F.:]{3,45}):(?<port>\d{1,5})\s{0,4}$/,
      ],
    ],
  },
  {
    program: 'vpc-flow',
    head: /^2 \d{12} eni-[0-9a-f]{8,17} [0-9a-f.:]{3,45} /,
    words: [
      [
        'blocked',
        /^(?<address>[0-9a-f.:]{3,45}) \d{1,5} (?<port>\d{1,5}) 6 \d{1,20} \d{1,20} \d{10} \d{10} REJECT OK\s{0,4}$/,
      ],
    ],
  },
];
