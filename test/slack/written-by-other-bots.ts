import {
  app,
  attached,
  CLIENT_LINE,
  code,
  header,
  LINE,
  OOM,
  person,
  section,
  type Written,
  webhook,
} from './written-messages.ts';

/** What other bots post all day, and bots that explain. */
export const OTHER_BOTS: readonly Written[] = [
  {
    name: 'GitHub, a pull request',
    event: app(
      attached({
        color: '36a64f',
        pretext: 'Pull request opened by octo',
        title: '#31 lower keepalive_timeout in nginx to stop 502s from upstream',
      }),
    ),
    expected: 'daily-work',
  },
  {
    name: 'GitHub, an issue with a log line in it',
    event: app(
      attached({
        pretext: '[shop/edge] Issue opened by octo',
        title: '#32 502s',
        text: code(LINE),
      }),
    ),
    expected: 'daily-work',
  },
  {
    name: 'a deployment',
    event: webhook({ text: ':rocket: Deployment of nginx-edge to production succeeded (5xx: 0)' }),
    expected: 'daily-work',
  },
  {
    name: 'a failed build',
    event: app(attached({ color: 'danger', title: 'Build #512 failed: nginx upstream tests' })),
    expected: 'daily-work',
  },
  {
    name: 'Jira, a ticket',
    event: app({
      text: 'Jane created a bug: <https://j.example/OPS-12|OPS-12 nginx returns 502 on checkout>',
    }),
    expected: 'daily-work',
  },
  {
    name: 'a status page of somebody else',
    event: app({
      text: 'Investigating - We are currently investigating elevated 502 errors on git operations.',
    }),
    expected: 'daily-work',
  },
  {
    name: 'a full disk',
    event: webhook(
      attached({ color: 'danger', title: '[FIRING:1] DiskSpaceLow nginx-edge-2 502 GB' }),
    ),
    expected: 'not-about-nginx',
  },
  {
    name: 'a busy processor on a machine of nginx',
    event: webhook(
      attached({ color: 'danger', title: '[FIRING:1] HostHighCpuLoad (nginx-edge-2:9100)' }),
    ),
    expected: 'not-about-nginx',
  },
  {
    name: 'a database that refuses connections',
    event: webhook({ text: 'CRITICAL: postgres connection refused on db-1' }),
    expected: 'not-about-nginx',
  },
  {
    name: 'a queue of 502 messages',
    event: webhook({ text: 'WARNING: rabbitmq queue depth 502 on mq-1' }),
    expected: 'not-about-nginx',
  },
  {
    name: 'a certificate of nginx',
    event: webhook({ text: 'WARNING: TLS certificate of nginx on edge-2 expires in 13 days' }),
    expected: 'not-about-nginx',
  },
  {
    name: 'a pod event',
    event: app({
      blocks: [
        section('*Warning* `BackOff` Pod default/nginx-7c5ddbdf54-x2v9k: Back-off restarting'),
      ],
    }),
    expected: 'not-about-nginx',
  },
  {
    name: 'another proxy',
    event: webhook({
      text: '[FIRING:1] EnvoyUpstream: upstream connect error or disconnect/reset before headers',
    }),
    expected: 'not-about-nginx',
  },
  {
    name: 'a killed process, without nginx',
    event: webhook({ text: `[FIRING:1] OomKill\n${OOM}` }),
    expected: 'not-about-nginx',
  },
  {
    name: 'lines about clients alone',
    event: webhook({ text: code(CLIENT_LINE) }),
    expected: 'client-only',
  },
  {
    name: 'an explaining bot that begins with the cause',
    event: app({
      text: `*Root cause analysis* for [FIRING:1] NginxUpstreamRefused\n${code(LINE)}\nThe service is down.`,
    }),
    expected: 'diagnosis-bot',
  },
  {
    name: 'an explaining bot that speaks of itself',
    event: app({ blocks: [section(`I analyzed the logs and found this:\n${code(LINE)}`)] }),
    expected: 'diagnosis-bot',
  },
  {
    name: 'an explaining bot with a confidence',
    event: app({
      blocks: [
        header('🤖 AI summary'),
        section(`checkout fails: ${code(LINE)}`),
        section('Confidence: high'),
      ],
    }),
    expected: 'diagnosis-bot',
  },
  {
    name: 'an explaining bot that reads the line',
    event: app({ text: `${code(LINE)}\nThis error means that nothing listens on 10.1.4.8:3000.` }),
    expected: 'diagnosis-bot',
  },
  {
    name: 'what we found, by a bot',
    event: app({ text: `Here's what I found in the logs:\n${LINE}` }),
    expected: 'diagnosis-bot',
  },
  {
    name: 'a bot in a thread',
    event: app({ text: LINE, thread_ts: '1795340400.000100' }),
    expected: 'bot-in-thread',
  },
  {
    name: 'a bot in a thread that shows the channel too',
    event: app({ text: LINE, thread_ts: '1795340400.000100', subtype: 'thread_broadcast' }),
    expected: 'bot-in-thread',
  },
  {
    name: 'a bot that mentions us',
    event: app({ text: '<@U0SELFBOT1> diagnose please', thread_ts: '1795340400.000100' }),
    expected: 'bot-in-thread',
  },
  {
    name: 'somebody who joins',
    event: person('<@U0PERSON01> has joined the channel', { subtype: 'channel_join' }),
    expected: 'no-message',
  },
  {
    name: 'a topic',
    event: person(`set the topic: ${LINE}`, { subtype: 'channel_topic' }),
    expected: 'no-message',
  },
];
