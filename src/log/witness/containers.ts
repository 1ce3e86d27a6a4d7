import type { Speaker } from './speaker.ts';

// docker cli command/system/events.go, docker compose (a container's exit), kubernetes pkg/kubelet: events/event.go,
// kuberuntime/kuberuntime_container.go, prober/prober.go; kubectl pkg/describe/describe.go and the columns of get events and get pods.
// An exit code above 128 is a signal: 137 KILL, 143 TERM, 139 SEGV, 134 ABRT, 135 BUS, 132 ILL.
export const CONTAINERS: readonly Speaker[] = [
  {
    program: 'docker',
    head: /^(?=container (?:die|oom|kill) [0-9a-f]{12,64} \()/,
    words: [
      ['oom-kill', /^container oom \w{12,64} \(.{0,1800}[( ]name=(?<process>[\w.-]{1,120})/],
      [
        'killed',
        /^container die \w{12,64} \(.{0,1500}[( ]exitCode=137, .{0,300}?\bname=(?<process>[\w.-]{1,120})/,
      ],
      [
        'segfault',
        /^container die \w{12,64} \(.{0,1500}[( ]exitCode=13[2459], .{0,300}?\bname=(?<process>[\w.-]{1,120})/,
      ],
      [
        'restart-deploy',
        /^container die \w{12,64} \(.{0,1500}[( ]exitCode=(?:0|143), .{0,300}?\bname=(?<process>[\w.-]{1,120})/,
      ],
      [
        'unhandled-exception',
        /^container die \w{12,64} \(.{0,1500}[( ]exitCode=\d{1,3}, .{0,300}?\bname=(?<process>[\w.-]{1,120})/,
      ],
      [
        'restart-deploy',
        /^container kill \w{12,64} \(.{0,1800}[( ]name=(?<process>[\w.-]{1,120}), .{0,400}\bsignal=15\b/,
      ],
    ],
  },
  {
    program: 'docker',
    head: /^(?=[\w.-]{1,80} exited with code \d)/,
    words: [
      ['killed', /^(?<process>[\w.-]{1,80}) exited with code 137\b/],
      ['segfault', /^(?<process>[\w.-]{1,80}) exited with code 13[2459]\b/],
      ['restart-deploy', /^(?<process>[\w.-]{1,80}) exited with code (?:0|143)\b/],
      ['unhandled-exception', /^(?<process>[\w.-]{1,80}) exited with code \d{1,3}\b/],
    ],
  },
  // What kubectl describe says is about the pod that somebody asked for; it names none in these lines.
  {
    program: 'kubectl',
    head: /^(?: {2,40}(?=Reason: {1,12}OOMKilled|Exit Code: |Last State: )| {0,40}(?=(?:Normal|Warning) {2,9}(?:Killing|Unhealthy|BackOff|Evicted) ))/,
    words: [
      ['oom-kill', /^(?:Last State: {1,12}Terminated {1,12})?Reason: {1,12}OOMKilled\b/],
      ['killed', /^Exit Code: {1,12}137\s{0,4}$/],
      ['segfault', /^Exit Code: {1,12}13[2459]\s{0,4}$/],
      [
        'killed',
        /^(?:Normal|Warning) {2,9}(?:Killing|Evicted) {1,20}[\w() ]{2,40} kubelet(?:, \S{1,80})? {1,30}(?:Container \S{1,80} failed liveness probe, will be restarted|The node was low on resource)/,
      ],
      [
        'restart-deploy',
        /^Normal {2,9}Killing {1,20}[\w() ]{2,40} kubelet(?:, \S{1,80})? {1,30}Stopping container /,
      ],
      [
        'unhandled-exception',
        /^Warning {2,9}BackOff {1,20}[\w() ]{2,40} kubelet(?:, \S{1,80})? {1,30}Back-off restarting failed container/,
      ],
      [
        'slow',
        /^Warning {2,9}Unhealthy {1,20}[\w() ]{2,40} kubelet(?:, \S{1,80})? {1,30}(?:Liveness|Readiness) probe failed: Get "https?:\/\/(?<address>[0-9.]{7,15}|\[[0-9a-fA-F:]{2,45}\]):(?<port>\d{1,5})\/[^"]{0,200}": .{0,60}\(Client\.Timeout exceeded while awaiting headers\)/,
      ],
    ],
  },
  {
    program: 'kubernetes',
    head: /^(?:[a-z0-9-]{1,63} {1,60})?(?:\d{1,4}[smhd]\w{0,6}|<unknown>) {1,20}(?:Normal|Warning) {1,20}(?=\w{1,40} {1,40}pod\/)/,
    words: [
      [
        'restart-deploy',
        /^Killing {1,40}pod\/(?<process>[a-z0-9.-]{1,253}) {1,90}Stopping container /,
      ],
      [
        'killed',
        /^(?:Killing|Evicted) {1,40}pod\/(?<process>[a-z0-9.-]{1,253}) {1,90}(?:Container \S{1,80} failed liveness probe, will be restarted|The node was low on resource)/,
      ],
      [
        'unhandled-exception',
        /^BackOff {1,40}pod\/(?<process>[a-z0-9.-]{1,253}) {1,90}Back-off restarting failed container/,
      ],
      [
        'slow',
        /^Unhealthy {1,40}pod\/[a-z0-9.-]{1,253} {1,90}(?:Liveness|Readiness) probe failed: Get "https?:\/\/(?<address>[0-9.]{7,15}|\[[0-9a-fA-F:]{2,45}\]):(?<port>\d{1,5})\/[^"]{0,200}": .{0,60}\(Client\.Timeout exceeded while awaiting headers\)/,
      ],
    ],
  },
  {
    program: 'kubernetes',
    head: /^[IWE]\d{4} \d\d:\d\d:\d\d\.\d{6} {1,8}\d{1,10} \w{1,60}\.go:\d{1,6}\] /,
    words: [
      [
        'restart-deploy',
        /^"Killing container with a grace period" pod="[^"]{1,320}" podUID="?[\w-]{1,40}"? containerName="(?<process>[\w.-]{1,63})"/,
      ],
    ],
  },
];
