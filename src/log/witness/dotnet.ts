import type { Speaker } from './speaker.ts';

// dotnet/aspnetcore src/Servers/Kestrel/Core: CoreStrings.resx and Internal/Infrastructure/KestrelTrace*.cs; dotnet/runtime
// Microsoft.Extensions.Hosting Internal/ConsoleLifetime.cs, Console logger formatters (six blanks before a message, or one line), and
// coreclr vm/eepolicy.cpp, vm/excep.cpp for the end of a process. Serilog's default templates.
export const DOTNET: readonly Speaker[] = [
  {
    program: 'dotnet',
    head: /^(?: {6}|<\d>Microsoft\.[\w.]{1,80}\[\d{1,4}\] |(?:info|warn|fail|crit): Microsoft\.[\w.]{1,80}\[\d{1,4}\] |\[\d\d:\d\d:\d\d (?:INF|WRN|ERR|FTL)\] |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d \[(?:INF|WRN|ERR|FTL)\] )?(?=Now listening on: |Application is shutting down|Unhandled exception\. |Fatal error\. |Process terminated\. |Microsoft\.AspNetCore\.|Connection id "|As of "|Heartbeat took )/,
    words: [
      ['oom-kill', /^Unhandled exception\. System\.OutOfMemoryException\b/],
      [
        'port-taken',
        /^Unhandled exception\. System\.IO\.IOException: Failed to bind to address \S{1,80}: address already in use/,
      ],
      ['unhandled-exception', /^(?:Unhandled exception\. |Process terminated\. )[A-Z]/],
      ['segfault', /^Fatal error\. (?:System\.AccessViolationException|Internal CLR error)/],
      ['restart-deploy', /^Application is shutting down/],
      [
        'listens-on-loopback',
        /^Now listening on: https?:\/\/(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]):\d{1,5}$/,
      ],
      [
        'body-limit',
        /^Microsoft\.AspNetCore\.[\w.]{1,60}BadHttpRequestException: Request body too large\./,
      ],
      [
        'header-limit',
        /^(?:Microsoft\.AspNetCore\.[\w.]{1,60}BadHttpRequestException: |Connection id "\w{1,40}" bad request data: ")Request headers too long/,
      ],
      [
        'wrong-protocol',
        /^Connection id "\w{1,40}" bad request data: "(?:Invalid request line: '\\x16\\x03|Detected a TLS handshake to an endpoint that does not have TLS enabled)/,
      ],
      // Its threads are all busy: what holds them up holds up requests.
      [
        'slow',
        /^(?:As of "[^"]{1,60}", the heartbeat has been running for "|Heartbeat took longer than ")/,
      ],
    ],
  },
];
