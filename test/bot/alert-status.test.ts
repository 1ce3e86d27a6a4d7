import { expect, test } from 'vitest';
import { type AlertWords, alertStatus } from '../../src/bot/alert-status.ts';

const words = (given: Partial<AlertWords>): AlertWords => ({
  titles: [],
  texts: [],
  fields: [],
  colours: [],
  ...given,
});

test.each([
  ['[RESOLVED] NginxUpstreamReset', 'resolved'],
  ['[RESOLVED:2] NginxUpstreamReset', 'resolved'],
  ['Resolved in 15m 0s: nginx', 'resolved'],
  ['Recovered: nginx', 'resolved'],
  ['RECOVERY - edge-2/http is OK', 'resolved'],
  ['** RECOVERY Service Alert: edge-2/http is OK **', 'resolved'],
  ['Alert closed: nginx', 'resolved'],
  ['Incident #12 closed', 'resolved'],
  ['OK: "nginx" in us-east-1', 'resolved'],
  ['[shop.example] [✅ Up] 200 - OK', 'resolved'],
  ['nginx is back to normal', 'resolved'],
  ['edge-1.example.net recovered, `web_log`', 'resolved'],
  [':white_check_mark: nginx 502', 'resolved'],
  ['WARN → OK', 'resolved'],
  ['[CRITICAL] nginx has recovered', 'resolved'],
  ['[FIRING:1, RESOLVED:2] nginx', 'firing'],
  ['[RESOLVED:2, FIRING:1] nginx', 'firing'],
  ['Triggered #4711', 'firing'],
  ['Problem: nginx', 'firing'],
  ['ALARM: "nginx"', 'firing'],
  ['edge-1 is critical', 'firing'],
  ['[SEV-1] nginx 502', 'firing'],
  ['[SEV2] nginx 502', 'firing'],
  ['SEV-0: nginx 502', 'firing'],
  ['[SEV-1] nginx has recovered', 'resolved'],
  ['[SEV-D] nginx 502', 'unknown'],
  ['OK -> CRIT', 'firing'],
  ['Up to 502 errors a minute', 'unknown'],
  ['Open connections of nginx', 'unknown'],
  ['Recovery of the backup', 'unknown'],
  ['Normalised 502 rate', 'unknown'],
  ['nginx 502', 'unknown'],
])('the title %s says %s', (title, status) => {
  expect(alertStatus(words({ titles: [title] }))).toBe(status);
});

test.each<[string, Partial<AlertWords>, string]>([
  ['a field', { fields: [{ name: 'State', value: 'closed' }] }, 'resolved'],
  ['a field with a mark', { fields: [{ name: '*Status:*', value: ':fire: Firing' }] }, 'firing'],
  ['a line', { texts: ['nginx\n- status = ok'] }, 'resolved'],
  ['a line of its own', { texts: ['nginx\n**Firing**'] }, 'firing'],
  ['a green attachment', { colours: ['2eb886'] }, 'resolved'],
  ['a red attachment', { colours: ['#a30200'] }, 'firing'],
  ['the name of a colour', { colours: ['danger'] }, 'firing'],
  ['a grey attachment', { colours: ['888888'] }, 'unknown'],
  ['a word against a colour', { titles: ['[FIRING:1] x'], colours: ['good'] }, 'firing'],
  [
    'a field against a severity',
    { titles: ['Critical: x'], fields: [{ name: 'Status', value: 'resolved' }] },
    'resolved',
  ],
  [
    'a field against a colour',
    { fields: [{ name: 'State', value: 'OK' }], colours: ['danger'] },
    'resolved',
  ],
  ['one of several titles', { titles: ['[RESOLVED] a', '[FIRING:1] b'] }, 'firing'],
  ['nothing', {}, 'unknown'],
])('%s decides', (_, given, status) => {
  expect(alertStatus(words(given))).toBe(status);
});

test.each(['resolved ', '[', 'is ', 'alert ', '-> ', ': ', '🔴'])(
  'stays fast on many %j',
  (unit) => {
    const text = unit.repeat(100_000 / unit.length);
    const start = performance.now();
    alertStatus(words({ titles: [text], texts: [text, text.replaceAll(' ', '\n')] }));
    expect(performance.now() - start).toBeLessThan(300);
  },
);
