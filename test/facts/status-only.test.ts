import { describe, expect, test } from 'vitest';
import { accessFacts } from '../../src/facts/access-facts.ts';
import { collect } from '../../src/facts/collect.ts';
import { factsOf } from '../../src/facts/facts-of.ts';
import { neighboursOf } from '../../src/facts/neighbours.ts';
import { diagnoseFiles, diagnoseText } from '../diagnose-text.ts';
import { failure, PEER, times } from './access-requests.ts';

test('concludes nothing from what an error log that is not there does not hold', async () => {
  const text = times(60, (second) => failure(second)).join('\n');
  const all = await collect([{ name: 'access.log', chunks: [Buffer.from(text)] }]);
  const [group] = all.groups;
  if (group === undefined) throw new Error('no status was read');
  const around = neighboursOf(all.groups, all.counts.lines);
  const facts = factsOf(group, { all, around, told: {}, config: undefined });
  expect(facts.has('refused-nearby')).toBe(false);
  expect(facts.get('message')?.value).toBe('status-502');
});

test('says of no attempt that nginx failed while the 502 may be the upstream’s own', async () => {
  const line = (second: number): string => failure(second).replace(/ u(?:ct|ht|br)="[^"]*"/g, '');
  const text = times(12, line).join('\n');
  const { access, groups } = await collect([{ name: 'a', chunks: [Buffer.from(text)] }]);
  const facts = groups.map((group) => accessFacts(group, access));
  expect(facts.map((one) => [...one.keys()])).toEqual([['requests-seen']]);
});

describe('a status without an error log', () => {
  const combined = (status: number): string =>
    `198.51.100.7 - - [22/Nov/2026:09:14:03 +0000] "GET /a HTTP/1.1" ${status} 157 "-" "curl/8.5.0"`;

  test.each([502, 504])('is one diagnosis for any number of lines with %i', async (status) => {
    const { diagnoses } = await diagnoseText(times(4, () => combined(status)).join('\n'));
    expect(diagnoses).toMatchObject([
      { count: 4, first: '2026/11/22 09:14:03', clientSaw: { status }, fixes: [], warnings: [] },
    ]);
    expect(new Set(diagnoses[0]?.causes.map(({ verdict }) => verdict))).toEqual(
      new Set(['possible']),
    );
  });

  test('has the error log as its next check', async () => {
    const [diagnosis] = (await diagnoseText(combined(502))).diagnoses;
    expect(diagnosis?.nextCheck).toBe('error-log-of-that-minute');
  });

  test('asks for the error log', async () => {
    const [diagnosis] = (await diagnoseText(combined(502))).diagnoses;
    expect(diagnosis?.ask).toContain('error log');
  });

  test('names the peers of the last attempt', async () => {
    const [diagnosis] = (await diagnoseText(failure(1))).diagnoses;
    expect(diagnosis?.peers).toEqual([PEER]);
  });

  test.each([200, 404, 499, 500, 503])('is none for %i', async (status) => {
    expect((await diagnoseText(combined(status))).diagnoses).toEqual([]);
  });

  test('is none when the upstream sent it', async () => {
    const line = failure(1, { header: '0.010', bytes: '120' });
    expect((await diagnoseText(line)).diagnoses).toEqual([]);
  });

  test('is nginx’s own where an error page came from another upstream', async () => {
    const line = failure(1, {
      addr: `${PEER} : 10.0.9.9:80`,
      statuses: '502 : 200',
      header: '- : 0.002',
      bytes: '0 : 120',
    });
    const { diagnoses, notes } = await diagnoseText(line);
    expect(diagnoses[0]?.peers).toEqual([PEER]);
    expect(notes.join()).not.toContain('the upstream itself answered');
  });

  test('is none beside an error log that does not explain it', async () => {
    const notice = '2026/11/22 09:00:00 [notice] 1#1: start worker processes';
    const files = [
      { name: 'a.log', text: combined(502) },
      { name: 'b.log', text: notice },
    ];
    expect((await diagnoseFiles(files)).diagnoses).toEqual([]);
  });

  test('is none beside an empty error log', async () => {
    const files = [
      { name: 'access.log', text: combined(502) },
      { name: '/var/log/nginx/error.log', text: '' },
    ];
    expect((await diagnoseFiles(files)).diagnoses).toEqual([]);
  });
});
