import type { Speaker } from './speaker.ts';

// puma lib/puma: cluster.rb, cluster/worker_handle.rb, runner.rb, launcher.rb, binder.rb, log_writer.rb, ext/puma_http11. Ruby error.c for [BUG].
// unicorn lib/unicorn/http_server.rb, socket_helper.rb. Passenger src/agent/Core: Controller/CheckoutSession.cpp,
// ApplicationPool/Group and Pool; its head is written by src/cxx_supportlib/LoggingKit/Implementation.cpp.
export const RUBY: readonly Speaker[] = [
  {
    program: 'puma',
    head: /^(?:\[\d{1,10}\] (?=[!*-] )|(?=[*!-] (?:Terminating timed|Listening on|Gracefully|Goodbye))|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} (?=HTTP parse error|SSL error)|(?=[./][\w./@+-]{1,200}:\d{1,7}:(?: \[BUG\]|in )))/,
    words: [
      ['worker-timeout', /^! Terminating timed out worker/],
      ['segfault', /^\S{1,220}: \[BUG\] Segmentation fault at 0x/],
      ['restart-deploy', /^(?:- Gracefully (?:stopping|shutting down)|- Goodbye!|\* Restarting\.)/],
      [
        'listens-on-loopback',
        /^\* Listening on (?:http|tcp|ssl):\/\/(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|localhost):\d{1,5}/,
      ],
      [
        'wrong-protocol',
        /^HTTP parse error, malformed request: #<Puma::HttpParserError: Invalid HTTP format, parsing fails\. Are you trying to open an SSL connection/,
      ],
      [
        'wrong-protocol',
        /^SSL error, peer: .{0,200}#<Puma::MiniSSL::SSLError: OpenSSL error: error:[0-9A-Fa-f]{8}:[^:]{0,40}:[^:]{0,40}:http request/,
      ],
      [
        'port-taken',
        /^\S{1,220}:in [`'][^']{1,120}': Address already in use - bind\(2\) for .{1,80} \(Errno::EADDRINUSE\)/,
      ],
    ],
  },
  {
    program: 'unicorn',
    head: /^(?:[A-Z], \[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6} #\d{1,10}\] {1,2}(?:ERROR|INFO|WARN) -- : |(?=worker=\d{1,6} PID:))/,
    words: [
      ['worker-timeout', /^worker=\d{1,6} PID:\d{1,10} timeout \(\d{1,9}s > \d{1,9}s\), killing/],
      [
        'killed',
        /^reaped #<Process::Status: pid (?<pid>\d{1,10}) SIG(?:KILL|TERM) \(signal \d{1,2}\)/,
      ],
      [
        'segfault',
        /^reaped #<Process::Status: pid (?<pid>\d{1,10}) SIG(?:SEGV|ABRT|BUS|ILL|FPE) \(signal \d{1,2}\)/,
      ],
      ['unhandled-exception', /^reaped #<Process::Status: pid (?<pid>\d{1,10}) exit [1-9]/],
      ['restart-deploy', /^master complete$/],
      ['port-taken', /^adding listener failed addr=\S{1,160} \(in use\)/],
      [
        'listens-on-loopback',
        /^listening on addr=(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]):\d{1,5} fd=/,
      ],
    ],
  },
  {
    program: 'passenger',
    head: /^\[ [CEWN] \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{4} \d{1,10}\/T\w{1,6} age\/[\w/]{1,60}\.(?:cpp|h):\d{1,5} \]: /,
    words: [
      ['queue-full', /^\[Client \d{1,6}-\d{1,12}\] Returning HTTP \d{3} due to: /],
      [
        'unhandled-exception',
        /^(?:Could not spawn process for application |\[Client \d{1,6}-\d{1,12}\] Cannot checkout session because a spawning error occurred|Process \(pid=\d{1,10}, group=.{1,200}\) no longer exists!)/,
      ],
    ],
  },
];
