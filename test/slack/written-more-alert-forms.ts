import {
  app,
  attached,
  context,
  header,
  LINE,
  type Row,
  section,
  sectionOf,
  TIMEOUT,
  webhook,
} from './written-messages.ts';

/** Still other forms of alerts. */
export const MORE_ALERT_FORMS: readonly Row[] = [
  [
    'answer',
    app({
      blocks: [
        {
          type: 'container',
          child_blocks: [{ type: 'section', text: { type: 'mrkdwn', text: TIMEOUT } }],
        },
      ],
    }),
  ],
  [
    'answer',
    webhook({
      text: 'Problem started at 10:12:07 on 2026.11.22\nProblem name: Nginx: many 5xx\nHost: edge-2\nSeverity: High',
    }),
  ],
  [
    'resolved',
    webhook({
      text: 'Problem has been resolved at 10:22:07 on 2026.11.22\nProblem name: Nginx: many 5xx\nHost: edge-2',
    }),
  ],
  [
    'answer',
    webhook({ text: `Sumo Logic alert: nginx_upstream_errors\nTrigger: > 10 results\n${LINE}` }),
  ],
  ['answer', app({ text: `*Alert:* loki/NginxUpstreamErrors\n*State:* firing\n*log:* ${LINE}` })],
  [
    'answer',
    webhook({ text: 'Cloud Monitoring: Alert firing\nPolicy: GCLB 502s\nbackend_status 502' }),
  ],
  ['resolved', webhook({ text: 'Cloud Monitoring: Alert resolved\nPolicy: GCLB 502s' })],
  [
    'answer',
    webhook({
      text: 'Azure: Fired: Sev2 AppGw backend 502 responses',
      ...attached({ fields: [{ title: 'Monitor condition', value: 'Fired' }] }),
    }),
  ],
  [
    'resolved',
    webhook({
      ...attached({
        title: 'Sev2 AppGw backend 502 responses',
        fields: [{ title: 'Monitor condition', value: 'Resolved' }],
      }),
    }),
  ],
  [
    'answer',
    webhook({
      text: '*[FIRING] HighErrorRate*\nsummary: High request error rate on web-1\ndescription: nginx returned 5xx for 12% of requests',
    }),
  ],
  [
    'resolved',
    webhook({
      text: '*[RESOLVED] HighErrorRate*\nsummary: High request error rate on web-1\ndescription: nginx returned 5xx for 12% of requests',
    }),
  ],
  [
    'answer',
    webhook(
      attached({
        color: '#E01E5A',
        title: '[VMAlert] NginxUpstreamLatency firing',
        text: 'upstream response time > 5s on web-1, timeouts',
      }),
    ),
  ],
  [
    'resolved',
    webhook(
      attached({
        color: '#2EB67D',
        title: '[VMAlert] NginxUpstreamLatency resolved',
        text: 'upstream response time',
      }),
    ),
  ],
  [
    'answer',
    app({
      blocks: [
        header('Alert: Nginx 502'),
        sectionOf('*Status:*\n:fire: Firing', '*Severity:*\ncritical'),
        sectionOf('*Instance:*\nweb-1:9113'),
      ],
    }),
  ],
  [
    'resolved',
    app({
      blocks: [
        header('Alert: Nginx 502'),
        sectionOf('*Status:*\n:white_check_mark: Resolved', '*Severity:*\ncritical'),
      ],
    }),
  ],
  ['resolved', app({ blocks: [section('✔️ *Nginx 502* · web-1 · *resolved* after 12m')] })],
  [
    'answer',
    app({
      blocks: [
        section(':rotating_light: *SEV-1* `nginx` 502s on <https://shop.example|shop.example>'),
        context('SigNoz · 10:12'),
      ],
    }),
  ],
  [
    'answer',
    app(
      attached({
        color: 'e8912d',
        title: 'Warning: p95 upstream_response_time / 504 on nginx',
        footer: 'Honeycomb',
      }),
    ),
  ],
  [
    'resolved',
    app(attached({ color: '3aa3e3', title: 'Resolved: 504 on nginx', footer: 'Honeycomb' })),
  ],
  ['answer', app({ text: 'Trigger "nginx 5xx > 1%" has fired' })],
  ['resolved', app({ text: 'Trigger "nginx 5xx > 1%" has recovered' })],
  ['resolved', app({ text: 'nginx 5xx > 1% is no longer firing' })],
  ['answer', webhook({ text: `ALERT web-1: nginx error.log\n${LINE}\n${TIMEOUT}` })],
  ['answer', webhook({ text: `fail2ban-like watcher saw 12x\n${LINE}` })],
  [
    'answer',
    webhook({
      username: 'Fluentd',
      text: `{"time":"2026-11-22T10:12:07","host":"web-1","log":${JSON.stringify(LINE)}}`,
    }),
  ],
  [
    'answer',
    webhook({
      text: '<!here> nginx on web-1 cannot reach upstream 10.0.3.17:8080: Connection refused',
    }),
  ],
  ['answer', webhook({ text: '[prod] Ingress 5xx: checkout/checkout-svc 8.2% (&gt;5%)' })],
  ['answer', webhook({ text: 'Azure Monitor alert "appgw-502" was activated for gateway shop' })],
  [
    'resolved',
    webhook({ text: 'Azure Monitor alert "appgw-502" was deactivated for gateway shop' }),
  ],
  [
    'resolved',
    webhook({
      text: 'Synthetic test recovered: GET https://shop.example — previously 503 Service Unavailable',
    }),
  ],
  [
    'answer',
    webhook({ text: 'Synthetic test failed: GET https://shop.example — 503 Service Unavailable' }),
  ],
];
