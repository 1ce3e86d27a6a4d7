import type { LogLine } from '../../src/log/line.ts';
import { recordReader } from '../../src/log/records.ts';

/** An error line of nginx about a reset connection. */
export const reset = (upstream = '10.0.3.17:8080', uri = '/a'): string =>
  `2026/11/22 09:14:03 [error] 1#1: *7 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 1.2.3.4, server: shop.example, request: "GET ${uri} HTTP/1.1", upstream: "http://${upstream}${uri}", host: "shop.example"`;

/** What each record of a text was read as, in order. */
export const kinds = (text: string): readonly LogLine['kind'][] => {
  const found: LogLine['kind'][] = [];
  const records = recordReader((line) => found.push(line.kind));
  for (const line of text.split('\n')) records.push(line);
  records.end();
  return found;
};
