import {
  app,
  attached,
  header,
  LINE,
  type Row,
  section,
  TIMEOUT,
  webhook,
} from './written-messages.ts';

/** Alerts in other forms than those with names. */
export const ALERT_FORMS: readonly Row[] = [
  [
    'answer',
    webhook(
      attached({
        color: 'danger',
        title: '🚨 [CRITICAL] Gateway errors on api-gw',
        text: `*Environment:* prod\n*Error:* ${LINE}`,
      }),
    ),
  ],
  [
    'answer',
    app({
      text: 'New alert in Sentry: upstream prematurely closed connection while reading response header from upstream, client: 1.2.3.4, server: x, request: "GET / HTTP/1.1", upstream: "http://10.0.0.2:80/"',
    }),
  ],
  [
    'answer',
    app({
      blocks: [
        section(':red_circle: *Triggered* | <https://x|High 502 rate on ingress-nginx>'),
        section('Service: checkout\nEnv: prod'),
      ],
    }),
  ],
  [
    'resolved',
    app({
      blocks: [
        section(':large_green_circle: *Resolved* | <https://x|High 502 rate on ingress-nginx>'),
        section('Service: checkout'),
      ],
    }),
  ],
  [
    'answer',
    app({
      blocks: [
        header('🔥 INC-42: 502 Bad Gateway on checkout'),
        section('*Severity*: SEV2\n*Status*: Investigating'),
        section('Reported via Datadog'),
      ],
    }),
  ],
  [
    'resolved',
    app({ blocks: [header('INC-42: 502 Bad Gateway on checkout'), section('*Status*: Resolved')] }),
  ],
  ['resolved', app({ text: 'Incident INC-42 has been resolved: 502 Bad Gateway on checkout' })],
  ['resolved', app({ text: '<https://pd|#4711> 502 on checkout was resolved by Jane' })],
  ['answer', webhook({ text: '[P1] ALARM: HTTPCode_Target_5XX_Count > 50 for 5 minutes' })],
  ['answer', webhook({ text: 'checkout: 502 errors 12% (threshold 2%)' })],
  [
    'answer',
    webhook({
      username: 'logwatch',
      text: `*nginx error on web-3*\n>${LINE.replaceAll('<', '&lt;')}`,
    }),
  ],
  ['answer', webhook({ text: `web-3 nginx[31]: ${LINE}` })],
  ['answer', webhook({ text: JSON.stringify({ level: 'error', host: 'web-3', message: LINE }) })],
  [
    'answer',
    webhook(
      attached({
        color: '#ff0000',
        author_name: 'Kibana',
        title: 'Alert nginx-upstream is Active',
        text: '3 documents match',
      }),
    ),
  ],
  [
    'resolved',
    webhook(
      attached({
        color: '#36a64f',
        title: 'Alert nginx-upstream is Recovered',
        text: '0 documents match',
      }),
    ),
  ],
  ['resolved', webhook({ text: '✅ nginx upstream errors on edge-2 back to normal' })],
  ['resolved', webhook({ text: 'nginx 5xx rate on edge-2 returned to normal' })],
  ['resolved', webhook({ text: 'Alert cleared: nginx upstream timeouts on edge-2' })],
  ['resolved', webhook(attached({ color: 'good', title: 'CLEAR: nginx 502s' }))],
  ['resolved', webhook({ text: '[Recovered] nginx 502s on edge-2' })],
  [
    'resolved',
    app({
      text: 'Monitor is UP: shop.example (https://shop.example). It was down for 3 minutes (502).',
    }),
  ],
  [
    'answer',
    app({
      text: 'Monitor is DOWN: shop.example (https://shop.example) - Reason: HTTP 502 - Bad Gateway',
    }),
  ],
  ['answer', app({ text: '🔴 shop.example is down (502 Bad Gateway)' })],
  ['resolved', app({ text: '🟢 shop.example is up after 4m of downtime' })],
  ['answer', webhook({ text: '*StatusCake* - shop.example DOWN status code 504' })],
  ['alert-update', app({ text: 'Jane acknowledged the incident #4711: nginx 502' })],
  [
    'alert-update',
    app({
      blocks: [
        section('*<https://x|#214 NginxUpstream502>*'),
        section('*Status*: acknowledged by jane'),
      ],
    }),
  ],
  [
    'alert-update',
    app({
      blocks: [section('*<https://x|#214 NginxUpstream502>*'), section('*Status*: silenced')],
    }),
  ],
  [
    'answer',
    webhook({ text: '', attachments: [{ color: 'warning', fallback: `nginx: ${TIMEOUT}` }] }),
  ],
  [
    'answer',
    app({
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              style: 'bullet',
              elements: [
                { type: 'rich_text_section', elements: [{ type: 'text', text: TIMEOUT }] },
              ],
            },
          ],
        },
      ],
    }),
  ],
];
