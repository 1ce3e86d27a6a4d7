import { expect, test } from 'vitest';
import { accessLineOf } from '../../src/log/access-line.ts';

test.each([
  [
    'an id that the client sent',
    'remote_addr=1.2.3.4 status=502 req_id=1 us=200 uht=0.001 uri=/ us=502 uht=- rt=0.5',
  ],
  [
    'a bare value before the end of what is read',
    'status=502 x=1 us=200 uht=0.001 uri=/ HTTP us=502 uht=- rt=0.5',
  ],
  ['a label at the beginning', 'user_agent: us=200 uht=0.001 status: 502 us: 502 uht: - rt: 0.5'],
])('takes nothing of the upstream from %s', (_, text) => {
  const attempts = accessLineOf(text)?.attempts ?? [];
  expect(attempts.filter((one) => one.status === 200 || one.headerSeconds !== undefined)).toEqual(
    [],
  );
});

test('takes the fields behind an id that nginx made', () => {
  const text = `remote_addr=1.2.3.4 status=502 request_id=${'0123456789abcdef'.repeat(2)} us=502 uht=- rt=0.5`;
  expect(accessLineOf(text)?.attempts).toMatchObject([{ status: 502, isAnswered: false }]);
});
