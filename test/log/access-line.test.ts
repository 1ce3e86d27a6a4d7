import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AccessLine, accessLineOf } from '../../src/log/access-line.ts';
import { recordReader } from '../../src/log/records.ts';

const COMBINED =
  '198.51.100.7 - - [22/Nov/2026:09:14:03 +0000] "GET /cart?id=1 HTTP/1.1" 502 157 "https://shop.example/" "curl/8.5.0"';
const FAILED_THEN_SAVED = {
  peers: ['10.0.0.1:80', '10.0.0.2:80'],
  statuses: [502, 200],
  seconds: [0.001, 0.003],
};

const peersOf = (line: AccessLine | undefined): unknown => ({
  peers: line?.attempts.map((attempt) => attempt.peer),
  statuses: line?.attempts.map((attempt) => attempt.status),
  seconds: line?.attempts.map((attempt) => attempt.seconds),
});
const kinds = (text: string): readonly string[] => {
  const found: string[] = [];
  const records = recordReader((line) => found.push(line.kind));
  for (const line of text.split('\n')) records.push(line);
  records.end();
  return found;
};

test('reads time, status, method, path and bytes of the combined format', () => {
  expect(accessLineOf(COMBINED)).toMatchObject({
    time: {
      seconds: Date.UTC(2026, 10, 22, 9, 14, 3) / 1000,
      isDated: true,
      offsetSeconds: undefined,
    },
    status: 502,
    method: 'GET',
    uri: '/cart',
    bytesSent: 157,
    attempts: [],
  });
});

test.each([
  ['the common format', COMBINED.split(' "https')[0] ?? ''],
  ['a name before', `shop.example ${COMBINED}`],
  ['a user', COMBINED.replace('- - [', '- anna [')],
  ['a forwarded address behind', `${COMBINED} "203.0.113.9"`],
  ['a container’s name', `nginx.1    | ${COMBINED}`],
  ['a stamp of CRI', `2026-11-22T09:14:03.123456789Z stdout F ${COMBINED}`],
  ['a head of syslog', `<190>Nov 22 09:14:03 edge nginx: ${COMBINED}`],
  ['a request id of Kong', `${COMBINED} kong_request_id: "b2f1c0ffee"`],
  ['a host between time and request', COMBINED.replace('] "', '] shop.example "')],
])('reads the status with %s', (_, text) => {
  expect(accessLineOf(text)).toMatchObject({ status: 502, method: 'GET', uri: '/cart' });
});

test.each([
  [
    'names behind the combined format',
    `${COMBINED} "-" rt=0.004 upstream_addr="10.0.0.1:80, 10.0.0.2:80" upstream_status="502, 200" urt="0.001, 0.003"`,
  ],
  [
    'bare lists behind it',
    `${COMBINED} rt=0.004 uaddr=10.0.0.1:80, 10.0.0.2:80 us=502, 200 urt=0.001, 0.003 uct=0.000, 0.000`,
  ],
  [
    'ua for the address',
    `${COMBINED} "-" "shop.example" sn="shop" rt=0.004 ua="10.0.0.1:80, 10.0.0.2:80" us="502, 200" ut="0.001, 0.003" ul="0, 12" cs=-`,
  ],
  [
    'pairs only',
    '2026-11-22T09:14:03+00:00 status=200 method=GET uri="/a" up_addr="10.0.0.1:80, 10.0.0.2:80" up_status="502, 200" urt="0.001, 0.003" rt=0.004',
  ],
  [
    'labels between tabs',
    'time:22/Nov/2026:09:14:03 +0000\tstatus:200\turi:/a b\tupstream_addr:10.0.0.1:80, 10.0.0.2:80\tupstream_status:502, 200\tupstream_response_time:0.001, 0.003',
  ],
  [
    'JSON',
    '{"time_iso8601":"2026-11-22T09:14:03+00:00","request":"GET /a HTTP/1.1","status":"200","upstream_addr":"10.0.0.1:80, 10.0.0.2:80","upstream_status":"502, 200","upstream_response_time":"0.001, 0.003"}',
  ],
  [
    'JSON with objects inside',
    '{"status":200,"remote_addr":"198.51.100.7","upstream":{"addr":"10.0.0.1:80, 10.0.0.2:80","status":"502, 200","response_time":"0.001, 0.003"}}',
  ],
  [
    'JSON whose numbers lack quotes',
    '{"status":200,"upstream_addr":"10.0.0.1:80, 10.0.0.2:80","upstream_status": 502, 200, "upstream_header_time": -, 0.003, "upstream_response_time": 0.001, 0.003}',
  ],
  [
    'ingress-nginx',
    `${COMBINED} 409 0.004 [shop-web-80] [] 10.0.0.1:80, 10.0.0.2:80 0, 12 0.001, 0.003 502, 200 da6c85d6276498086c97ccb1380ed096`,
  ],
  [
    'ingress-nginx before 0.26',
    `${COMBINED} 409 0.004 [shop-web-80] 10.0.0.1:80, 10.0.0.2:80 0, 12 0.001, 0.003 502, 200`,
  ],
  [
    'APISIX',
    `${COMBINED.replace('] "', '] shop.example "').replace('157 ', '157 0.004 ')} 10.0.0.1:80, 10.0.0.2:80 502, 200 0.001, 0.003 "http://shop.example/cart"`,
  ],
])('reads the attempts of %s', (_, text) => {
  expect(peersOf(accessLineOf(text))).toEqual(FAILED_THEN_SAVED);
});

test.each([
  ['upstream_addr', 'upstream_status', 'upstream_response_time'],
  ['up_addr', 'up_status', 'up_time'],
  ['upstream', 'us', 'urt'],
  ['backend', 'upstream_code', 'upstream_rt'],
])('knows the names %s, %s and %s', (addr, status, time) => {
  const text = `${COMBINED} ${addr}="10.0.0.1:80, 10.0.0.2:80" ${status}="502, 200" ${time}="0.001, 0.003"`;
  expect(peersOf(accessLineOf(text))).toEqual(FAILED_THEN_SAVED);
});

test('reads connection, header and byte columns', () => {
  const text = `${COMBINED} upstream_addr="unix:/run/app.sock" us="502" uct="0.002" uht="-" urt="0.1" ubr="0"`;
  expect(accessLineOf(text)?.attempts).toEqual([
    {
      peer: 'unix:/run/app.sock',
      status: 502,
      seconds: 0.1,
      connectSeconds: 0.002,
      headerSeconds: undefined,
      bytes: 0,
      pass: 0,
      isAnswered: false,
    },
  ]);
});

test('counts the passes that internal redirects start', () => {
  const text = `${COMBINED} upstream_addr="10.0.0.1:80, 10.0.0.2:80 : 10.0.9.9:80" us="502, 502 : 200"`;
  expect(accessLineOf(text)?.attempts.map((attempt) => attempt.pass)).toEqual([0, 0, 1]);
});

test.each([
  ['a header’s time', 'us="502" uht="0.2"', true],
  ['no header', 'us="502" uht="-"', false],
  ['no connection', 'us="504" uct="-"', false],
  ['no byte', 'us="502" ubr="0"', false],
  ['no such field', 'us="502" urt="0.2"', undefined],
  ['a status that is only the upstream’s', 'us="404"', true],
])('says by %s whether the upstream answered', (_, fields, isAnswered) => {
  const line = accessLineOf(`${COMBINED} upstream_addr="10.0.0.1:80" ${fields}`);
  expect(line?.attempts[0]?.isAnswered).toBe(isAnswered);
});

test('names no peer for the name of an upstream that had no server left', () => {
  const line = accessLineOf(`${COMBINED} upstream_addr="backend" us="502" urt="0.000"`);
  expect(line?.attempts).toMatchObject([{ peer: undefined, status: 502 }]);
});

describe('takes nothing from a place that a client can write to', () => {
  test('a status inside the request', () => {
    const text = COMBINED.replace('/cart?id=1', '/\\x22 200 5 \\x22').replace(' 502 ', ' 404 ');
    expect(accessLineOf(text)?.status).toBe(404);
  });

  test('a server’s error behind a request that nginx did not escape', () => {
    const text = COMBINED.replace('/cart?id=1 HTTP/1.1', '/" 502 1 "');
    expect(accessLineOf(text)?.status).not.toBe(502);
  });

  test('names inside the user agent', () => {
    const text = COMBINED.replace('curl/8.5.0', 'x us=502 upstream_addr=10.0.0.1:80');
    expect(accessLineOf(text)?.attempts).toEqual([]);
  });

  test('an address where the forwarded address stands', () => {
    expect(accessLineOf(`${COMBINED} "10.0.0.1:80"`)?.attempts).toEqual([]);
  });

  test('names behind a bare forwarded address', () => {
    const text = `${COMBINED} 203.0.113.9 us=502 upstream_addr=10.0.0.1:80`;
    expect(accessLineOf(text)?.attempts).toEqual([]);
  });

  test('names behind a bare URI', () => {
    const text = 'status=200 rt=0.1 uri=/a up_addr=10.0.0.1:80 up_status=502';
    expect(accessLineOf(text)).toMatchObject({ status: 200, attempts: [] });
  });

  test('a name that stands twice with two values', () => {
    const text = `${COMBINED} upstream_addr="10.0.0.1:80" us="502" us="200"`;
    expect(accessLineOf(text)?.attempts[0]?.status).toBeUndefined();
  });

  test('a user agent that looks like an address', () => {
    const text = `${COMBINED} ua="Mozilla/5.0 (X11)" us="502" urt="0.1"`;
    expect(accessLineOf(text)?.attempts).toMatchObject([{ peer: undefined, status: 502 }]);
  });

  test('attempts beside a malformed request, which nginx itself answers', () => {
    const text = 'status=400 host=a up_addr=10.0.0.1:80 up_status=502, 400 rt=0.1';
    expect(accessLineOf(text)?.attempts).toEqual([]);
  });

  test('keys inside a value of JSON', () => {
    const text =
      '{"remote_addr":"198.51.100.7","agent":"\\",\\"upstream_addr\\":\\"10.0.0.1:80","status":200}';
    expect(accessLineOf(text)).toMatchObject({ status: 200, attempts: [] });
  });

  test('quotes that an older escape wrote into JSON', () => {
    const text = '{"remote_addr":"198.51.100.7","agent":"\\x22,\\x22status\\x22:502","status":200}';
    expect(accessLineOf(text)?.status).toBe(200);
  });

  test('a request in the quotes of an error line', () => {
    const text =
      'web | 2026/11/22 09:14:03 [error] 7#7: *1 open() "/srv/ status=502 rt=1" failed (2: No such file or directory), client: 1.2.3.4';
    expect(accessLineOf(text)).toBeUndefined();
  });

  test('a line inside the quotes of an error line', () => {
    const opening = '2026/11/22 09:43:37 [error] 9#9: *136 open() "/srv/static/';
    const tail =
      '" failed (2: No such file or directory), client: 127.0.0.1, server: s, request: "GET /%0A HTTP/1.1", host: "s"';
    expect(kinds(`${opening}\n${COMBINED}\n${tail}`)).toEqual([
      'error-line',
      'quoted-line',
      'quoted-line',
    ]);
  });
});

test('leaves out a list that does not fit the others', () => {
  const text = `${COMBINED} upstream_addr="10.0.0.1:80, 10.0.0.2:80" us="502, 200" urt="0.1"`;
  expect(accessLineOf(text)?.attempts.map((attempt) => attempt.seconds)).toEqual([
    undefined,
    undefined,
  ]);
});

test('knows no attempts when peers and statuses do not fit each other', () => {
  const text = `${COMBINED} upstream_addr="10.0.0.1:80" us="502, 200"`;
  expect(accessLineOf(text)?.attempts).toEqual([]);
});

test.each([
  ['an alert', '{"receiver":"b","status":"firing","alerts":[]}'],
  ['a line of an application', 'level=info method=GET status=502 path=/ duration=3ms'],
  ['Caddy', '{"logger":"http.log.access","msg":"handled request","status":502}'],
  ['uvicorn', 'INFO:     172.18.0.1:5000 - "GET /x HTTP/1.1" 502 Bad Gateway'],
  ['an envelope', `{"log":${JSON.stringify(`${COMBINED}\n`)},"stream":"stdout"}`],
])('does not take %s for a line of nginx', (_, text) => {
  expect(accessLineOf(text)).toBeUndefined();
});

test('reads no status of nginx in a line of Traefik', () => {
  const text = `${COMBINED} 1 "app@docker" "http://172.18.0.3:80" 2ms`;
  expect(accessLineOf(text)?.status).toBeUndefined();
});

test('finds the line inside an envelope', () => {
  expect(kinds(`{"log":${JSON.stringify(`${COMBINED}\n`)},"stream":"stdout"}`)).toEqual([
    'access-line',
  ]);
});

test('never throws', () => {
  const words = fc.constantFrom(
    '"',
    '\\',
    '[',
    ']',
    ' ',
    '=',
    ':',
    ', ',
    ' : ',
    '{',
    '}',
    '-',
    '\t',
  );
  const more = fc.constantFrom('status', 'up_addr', '502', '10.0.0.1:80', COMBINED, 'rt=', '"us":');
  const text = fc.array(fc.oneof(words, more, fc.string()), { maxLength: 30 });
  fc.assert(fc.property(text, (parts) => accessLineOf(parts.join('')) !== null));
});

test.each([
  ['quotes', '"'.repeat(60_000)],
  ['backslashes', `${COMBINED} "${'\\'.repeat(60_000)}`],
  ['lists', `${COMBINED} 1 1 [a] [] ${'10.0.0.1:80, '.repeat(5000)}`],
  ['pairs', `status=200 ${'us=502, '.repeat(8000)}`],
  ['commas in JSON', `{"status":502,"urt":${', '.repeat(30_000)}`],
  ['names', `status ${'a'.repeat(60_000)}=`],
])('stays fast on %s', (_, text) => {
  const start = performance.now();
  accessLineOf(text);
  expect(performance.now() - start).toBeLessThan(200);
});
