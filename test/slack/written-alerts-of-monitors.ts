import {
  ACCESS,
  app,
  attached,
  code,
  header,
  LINE,
  section,
  TIMEOUT,
  type Written,
  webhook,
} from './written-messages.ts';

/** Alerts of clouds, monitors of pages, log servers and scripts. */
export const MORE_ALERTS: readonly Written[] = [
  {
    name: 'CloudWatch by mail integration, alarm',
    event: app({
      text: 'ALARM: "prod-alb-HTTPCode_ELB_502_Count" in US East (N. Virginia)',
    }),
    expected: 'answer',
    says: '502 answers',
  },
  {
    name: 'CloudWatch by mail integration, ok',
    event: app({ text: 'OK: "prod-alb-HTTPCode_ELB_502_Count" in US East (N. Virginia)' }),
    expected: 'resolved',
  },
  {
    name: 'Datadog, recovered',
    event: app(
      attached({
        color: '2ab27b',
        title: 'Recovered: nginx upstream resets on upstream:10.0.3.17:8080',
        text: code(LINE),
      }),
    ),
    expected: 'resolved',
  },
  {
    name: 'Datadog, a warning with a sample in rich text',
    event: app({
      blocks: [
        header('Warn: nginx errors on host:edge-4'),
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_preformatted', elements: [{ type: 'text', text: TIMEOUT }] },
          ],
        },
      ],
    }),
    expected: 'answer',
  },
  {
    name: 'PagerDuty, resolved',
    event: app({
      text: 'Resolved #4711',
      ...attached({ color: '2eb886', fallback: `Resolved #4711: ${LINE}` }),
    }),
    expected: 'resolved',
  },
  {
    name: 'Pingdom, down',
    event: webhook(
      attached({ color: 'danger', text: 'shop.example is DOWN: 504 Gateway Time-out' }),
    ),
    expected: 'answer',
    says: '504 answers',
  },
  {
    name: 'Pingdom, up',
    event: webhook(attached({ color: 'good', text: 'shop.example is UP again (was 504)' })),
    expected: 'resolved',
  },
  {
    name: 'Uptime Kuma, up',
    event: webhook({
      text: 'Uptime Kuma Alert\n[shop.example] [✅ Up] 200 - OK',
      ...attached({ color: '2eb886', blocks: [header('Uptime Kuma Alert')] }),
    }),
    expected: 'resolved',
  },
  {
    name: 'Better Stack, started',
    event: app({
      blocks: [
        header('🔴 New incident'),
        section('*shop.example* — Status 503 Service Unavailable'),
      ],
    }),
    expected: 'answer',
    says: '503 answers',
  },
  {
    name: 'Elastic, a log rule with the line in a field',
    event: app(
      attached({
        title: 'nginx upstream errors: 12 hits',
        fields: [{ title: 'message', value: TIMEOUT, short: false }],
      }),
    ),
    expected: 'answer',
  },
  {
    name: 'Graylog, a line in the backlog',
    event: webhook({
      text: `*Event: nginx upstream error*\nPriority: 3\nBacklog:\n${code(`${LINE}\n${TIMEOUT}`)}`,
    }),
    expected: 'answer',
  },
  {
    name: 'Splunk, a line of an access log',
    event: webhook({ text: `Splunk alert: gateway errors\n${ACCESS}` }),
    expected: 'answer',
  },
  {
    name: 'a shell script that posts the last line',
    event: webhook({ text: LINE }),
    expected: 'answer',
  },
  {
    name: 'a bot that posts nothing but the line',
    event: app({ text: code(TIMEOUT) }),
    expected: 'answer',
  },
  {
    name: 'a bot that puts a label before the line',
    event: app({ text: `edge-2 error.log: ${LINE}` }),
    expected: 'answer',
  },
  {
    name: 'a rule whose description lists likely causes and next steps',
    event: webhook(
      attached({
        color: 'danger',
        title: '[FIRING:1] NginxUpstreamRefused',
        text: `Likely cause: the backend is down.\nNext steps: see the runbook.\n${code(LINE)}`,
      }),
    ),
    expected: 'answer',
  },
  {
    name: 'a table block',
    event: app({
      blocks: [
        header('Triggered: nginx'),
        {
          type: 'table',
          rows: [
            [
              { type: 'raw_text', text: 'message' },
              { type: 'raw_text', text: LINE },
            ],
          ],
        },
      ],
    }),
    expected: 'answer',
  },
  {
    name: 'a markdown block',
    event: app({ blocks: [{ type: 'markdown', text: `### Alert\n\`\`\`\n${LINE}\n\`\`\`` }] }),
    expected: 'answer',
  },
];
