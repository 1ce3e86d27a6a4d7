import {
  app,
  attached,
  code,
  header,
  LINE,
  section,
  type Written,
  webhook,
} from './written-messages.ts';

/** Alerts of the tools that keep incidents, firing and over. */
export const ALERTS: readonly Written[] = [
  {
    name: 'Alertmanager, several alerts with labels in the text',
    event: webhook({
      username: 'prometheus',
      ...attached({
        color: 'a30200',
        title: '[FIRING:3] NginxHighHttp5xxErrorRate (prod)',
        text: '*Alert:* Nginx high HTTP 5xx error rate (instance edge-2:9113) - `critical`\n*Description:* Too many HTTP requests with status 5xx (&gt; 5%)\n  VALUE = 17.2\n*Details:*\n • *job:* `nginx-exporter`\n • *instance:* `edge-2:9113`',
      }),
    }),
    expected: 'answer',
    says: '5xx answers',
    host: 'edge-2',
  },
  {
    name: 'Alertmanager, firing and resolved together',
    event: webhook(
      attached({
        color: 'a30200',
        title: '[FIRING:1, RESOLVED:2] NginxUpstreamTimeouts',
        text: 'upstream timed out on edge-2',
      }),
    ),
    expected: 'answer',
    says: 'timeouts, phase not given',
    host: 'edge-2',
  },
  {
    name: 'Alertmanager, one attachment an alert, the first of them over',
    event: webhook({
      attachments: [
        { id: 1, color: '2eb886', title: '[RESOLVED] NginxUpstreamReset' },
        { id: 2, color: 'a30200', title: '[FIRING:1] NginxUpstreamRefused', text: code(LINE) },
      ],
    }),
    expected: 'answer',
  },
  {
    name: 'Alertmanager, all over',
    event: webhook(
      attached({ color: '2eb886', title: '[RESOLVED:2] NginxHighHttp5xxErrorRate (prod)' }),
    ),
    expected: 'resolved',
  },
  {
    name: 'Alertmanager, a template of one’s own with an emoji',
    event: webhook({
      text: ':fire: *NginxBadGateway* is firing on `edge-1.prod.example`\n>502 ratio above 2% for 5m',
    }),
    expected: 'answer',
    says: '502 answers',
    host: 'edge-1.prod.example',
  },
  {
    name: 'Alertmanager, the same over',
    event: webhook({ text: ':white_check_mark: *NginxBadGateway* on `edge-1.prod.example`' }),
    expected: 'resolved',
  },
  {
    name: 'Grafana OnCall, firing',
    event: app({
      blocks: [
        section('*<https://oncall.example/a/1|#214 NginxUpstream502>* via grafana alerting'),
        section('*Status*: firing\n*Team*: web\nservice = checkout\nratio of 502 responses'),
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'r', text: { type: 'plain_text', text: 'Resolve' } },
          ],
        },
      ],
    }),
    expected: 'answer',
    says: '502 answers',
    service: 'checkout',
  },
  {
    name: 'Grafana OnCall, resolved',
    event: app({
      blocks: [
        section('*<https://oncall.example/a/1|#214 NginxUpstream502>* via grafana alerting'),
        section('*Status*: resolved\n*Team*: web\nratio of 502 responses'),
      ],
    }),
    expected: 'resolved',
  },
  {
    name: 'Grafana before unified alerting, alerting',
    event: app(
      attached({
        color: '#D63232',
        title: '[Alerting] nginx 504 rate',
        fields: [{ title: 'status=504', value: '31.5', short: true }],
      }),
    ),
    expected: 'answer',
    says: '504 answers',
  },
  {
    name: 'Grafana before unified alerting, ok',
    event: app(attached({ color: '#36a64f', title: '[OK] nginx 504 rate' })),
    expected: 'resolved',
  },
  {
    name: 'Opsgenie, closed',
    event: app({
      ...attached({
        color: '36a64f',
        pretext: 'Alert closed by Jane',
        title: '#28: NginxUpstreamReset 10.0.3.17:8080',
        text: LINE,
      }),
    }),
    expected: 'resolved',
  },
  {
    name: 'Opsgenie, acknowledged',
    event: app(
      attached({ pretext: 'Acknowledged by Jane', title: '#28: NginxUpstreamReset', text: LINE }),
    ),
    expected: 'alert-update',
  },
  {
    name: 'VictorOps, critical',
    event: app({
      text: 'CRITICAL: Incident #5512 nginx/upstream-errors: no live upstreams for checkout on lb-3',
    }),
    expected: 'answer',
    says: 'no live upstreams',
    host: 'lb-3',
  },
  {
    name: 'VictorOps, recovery',
    event: app({ text: 'RECOVERY: Incident #5512 nginx/upstream-errors' }),
    expected: 'resolved',
  },
  {
    name: 'New Relic, activated',
    event: app({
      blocks: [
        header('Issue activated: 5xx on checkout-lb above 3%'),
        section('*Priority*\nCRITICAL'),
        section('*Policy*\nnginx edge'),
      ],
    }),
    expected: 'answer',
    says: '5xx answers',
  },
  {
    name: 'New Relic, closed',
    event: app({
      blocks: [header('Issue closed: 5xx on checkout-lb above 3%'), section('*Priority*\nHIGH')],
    }),
    expected: 'resolved',
  },
  {
    name: 'New Relic, the state in a field only',
    event: app({
      blocks: [
        header('checkout-lb 5xx rate'),
        {
          type: 'section',
          fields: [
            { type: 'mrkdwn', text: '*State*\nCLOSED' },
            { type: 'mrkdwn', text: '*Priority*\nHIGH' },
          ],
        },
      ],
    }),
    expected: 'resolved',
  },
  {
    name: 'Checkmk, problem',
    event: webhook({
      text: `edge-2/Log /var/log/nginx/error.log: OK → CRITICAL\nCRIT - 3 CRIT messages (Last worst: "${LINE}")`,
    }),
    expected: 'answer',
  },
  {
    name: 'Checkmk, over',
    event: webhook({ text: '*edge-2/HTTP shop.example (WARN -> OK)*\nHTTP 200 in 0.1 s' }),
    expected: 'resolved',
  },
  {
    name: 'Nagios, problem',
    event: webhook({
      text: '** PROBLEM Service Alert: edge-2/check_http_shop is CRITICAL **\nHTTP CRITICAL: HTTP/1.1 502 Bad Gateway - 341 bytes in 0.004 second response time',
    }),
    expected: 'answer',
    says: '502 answers',
  },
  {
    name: 'Nagios, recovery',
    event: webhook({
      text: '** RECOVERY Service Alert: edge-2/check_http_shop is OK **\nHTTP OK: HTTP/1.1 200 OK',
    }),
    expected: 'resolved',
  },
  {
    name: 'Nagios, acknowledgement',
    event: webhook({
      text: '** ACKNOWLEDGEMENT Service Alert: edge-2/check_http_shop is CRITICAL **\nHTTP/1.1 502',
    }),
    expected: 'alert-update',
  },
];
