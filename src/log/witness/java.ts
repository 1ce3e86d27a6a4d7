import type { Speaker } from './speaker.ts';

// OpenJDK src/hotspot/share/utilities: vmError.cpp, debug.cpp report_java_out_of_memory(). Tomcat java/org/apache: coyote/http11 and
// tomcat/util/net LocalStrings.properties, catalina/core, juli OneLineFormatter. Spring Boot: GracefulShutdown.java,
// PortInUseFailureAnalyzer.java, its logback defaults.xml; spring-context ExecutorConfigurationSupport.java; spring-web
// MaxUploadSizeExceededException.java. Undertow UndertowMessages.java. Jetty HttpParser.java. A pool of database connections
// (HikariCP) says nothing of the connections from nginx.
export const JAVA: readonly Speaker[] = [
  {
    program: 'java',
    head: /^(?:# )?(?:Exception in thread "[^"]{1,120}" |Exception: (?=java\.lang\.OutOfMemoryError)|Caused by: )?(?=(?:java|io|org|jakarta)\.[\w.$]{1,160}: |java\.lang\.OutOfMemoryError|A fatal error has been detected by the Java| ?SIG(?:SEGV|BUS|ILL|FPE) \(0x|There is insufficient memory for the Java|(?:Terminating|Aborting) due to java\.lang|Web server failed to start\. Port )/,
    words: [
      ['oom-kill', /^(?:Terminating|Aborting) due to java\.lang\.OutOfMemoryError/],
      ['oom-kill', /^There is insufficient memory for the Java Runtime Environment to continue/],
      ['segfault', /^A fatal error has been detected by the Java Runtime Environment/],
      ['segfault', /^ ?SIG(?:SEGV|BUS|ILL|FPE) \(0x[0-9a-f]{1,4}\) at pc=0x/],
      // A thread ended so, and mostly the machine is of no use after it, but it may go on.
      ['unhandled-exception', /^java\.lang\.OutOfMemoryError\b/],
      ['port-taken', /^Web server failed to start\. Port \d{1,5} was already in use/],
      ['port-taken', /^java\.net\.BindException: Address already in use/],
      [
        'files-limit',
        /^java\.(?:io\.IOException|net\.SocketException): (?:accept: )?Too many open files/,
      ],
      [
        'wrong-protocol',
        /^java\.lang\.IllegalArgumentException: Invalid character found in method name \[0x16\s?0x03/,
      ],
      ['header-limit', /^java\.lang\.IllegalArgumentException: Request header is too large/],
      [
        'body-limit',
        /^(?:org\.apache\.[\w.$]{1,120}\.SizeLimitExceededException: the request was rejected because its size|org\.springframework\.web\.multipart\.MaxUploadSizeExceededException: |io\.undertow\.server\.RequestTooBigException: UT000020: )/,
      ],
    ],
  },
  {
    program: 'java',
    head: /^\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d\.\d{3} [A-Z]{4,7} \[[^\]]{1,120}\] (?=org\.apache\.)/,
    words: [
      [
        'queue-full',
        /^org\.apache\.[\w.$]{1,120} Maximum number of threads \(\d{1,6}\) created for connector/,
      ],
      [
        'restart-deploy',
        /^org\.apache\.[\w.$]{1,120} (?:Stopping service \[|Pausing ProtocolHandler \[|A valid shutdown command was received)/,
      ],
    ],
  },
  {
    program: 'java',
    head: /^(?:\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.,]\d{3}(?:Z|[+-]\d\d:\d\d)?)? {0,3}(?:INFO|WARN|ERROR) \d{1,10} --- (?:\[[^\]]{1,60}\] ){1,3}[\w.$[\]/-]{1,80} {0,40}: /,
    words: [
      ['queue-full', /^Maximum number of threads \(\d{1,6}\) created for connector/],
      ['header-limit', /^Header is too large \d{0,9}>\d/],
      [
        'restart-deploy',
        /^(?:Commencing graceful shutdown\.|Shutting down ExecutorService\b|Stopping service \[Tomcat\])/,
      ],
    ],
  },
  {
    program: 'java',
    head: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}:WARN:(?=oejh\.HttpParser)/,
    words: [
      [
        'wrong-protocol',
        /^oejh\.HttpParser:[\w-]{1,60}: (?:bad HTTP parsed: 400 )?Illegal character 0x16 /,
      ],
      ['header-limit', /^oejh\.HttpParser:[\w-]{1,60}: Header is too large \d{0,9}>\d/],
    ],
  },
];
