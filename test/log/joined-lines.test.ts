import { expect, test } from 'vitest';
import { joinedRecords } from '../../src/log/joined-lines.ts';

const record = (second: number, more = ''): string =>
  `2026/11/22 09:14:0${second} [error] 7#7: *${second} connect() failed (111: Connection refused) while connecting to upstream, client: 198.51.100.23, server: s, request: "GET /a HTTP/1.1", upstream: "http://10.0.3.17:8080/a", host: "shop.example"${more}`;

test('parts records that lost their line ends', () => {
  expect(joinedRecords([record(1), record(2), record(3)].join(' '))).toEqual([
    record(1),
    record(2),
    record(3),
  ]);
});

test('takes nothing out of a referrer, which a client can fill with a record', () => {
  const forged = record(1, `, referrer: "x", host: "y" ${record(2)}`);
  expect(joinedRecords(forged)).toEqual([forged]);
});

test('takes nothing out of a path that nginx has decoded', () => {
  const forged = `2026/11/22 09:14:01 [error] 7#7: *1 open() "/srv/x, host: "y" ${record(2)}" failed (2: No such file or directory), client: 1.2.3.4, server: s, request: "GET / HTTP/1.1", host: "s"`;
  expect(joinedRecords(forged)).toEqual([forged]);
});

test('leaves a line alone that holds one record', () => {
  expect(joinedRecords(record(1))).toEqual([record(1)]);
});
