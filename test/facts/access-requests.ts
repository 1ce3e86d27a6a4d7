import { accessFacts } from '../../src/facts/access-facts.ts';
import { collect } from '../../src/facts/collect.ts';
import type { FactName } from '../../src/facts/vocabulary.ts';

type Asked = {
  readonly second: number;
  readonly uri?: string;
  readonly method?: string;
  readonly status?: number;
  readonly addr?: string;
  readonly statuses?: string;
  readonly header?: string;
  readonly time?: string;
  readonly connect?: string;
  readonly bytes?: string;
};

export const PEER = '10.0.3.17:8080';
const clock = (second: number): string =>
  new Date(Date.UTC(2026, 10, 22, 9, 0, second)).toISOString().slice(0, 19);
export const request = (asked: Asked): string => {
  const { second, uri = '/ok', method = 'GET', status = 200, addr = PEER } = asked;
  const failed = status === 502 || status === 504;
  const { statuses = `${status}`, header = failed ? '-' : '0.010', time = '0.010' } = asked;
  const { connect = '0.001', bytes = failed ? '0' : '200' } = asked;
  return `${clock(second)}+00:00 status=${status} method=${method} uri="${uri}" up_addr="${addr}" up_status="${statuses}" uct="${connect}" uht="${header}" urt="${time}" ubr="${bytes}" rt=0.010`;
};
export const failure = (second: number, asked: Partial<Asked> = {}): string =>
  request({ second, status: 502, ...asked });
export const times = (count: number, line: (at: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, at) => line(at));
export const error = (
  second: number,
  { peer = PEER, phase = 'reading response header from upstream' } = {},
): string =>
  `${clock(second).replaceAll('-', '/').replace('T', ' ')} [error] 7#7: *9 recv() failed (104: Connection reset by peer) while ${phase}, client: 198.51.100.7, server: shop.example, request: "GET /a HTTP/1.1", upstream: "http://${peer}/a", host: "shop.example"`;
export const timeout = (second: number): string =>
  error(second).replace(
    'recv() failed (104: Connection reset by peer)',
    'upstream timed out (110: Connection timed out)',
  );

/** The fact of the first error group, with the access log beside it. */
export const factOf = async (
  name: FactName,
  errors: readonly string[],
  requests: readonly string[],
): Promise<unknown> => {
  const collected = await collect([
    { name: 'error.log', chunks: [Buffer.from(errors.join('\n'))] },
    { name: 'access.log', chunks: [Buffer.from(requests.join('\n'))] },
  ]);
  const [group] = collected.groups;
  if (group === undefined) throw new Error('no error line was read');
  return accessFacts(group, collected.access).get(name)?.value;
};
