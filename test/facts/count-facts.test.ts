import { expect, test } from 'vitest';
import { collect } from '../../src/facts/collect.ts';
import { countFacts } from '../../src/facts/count-facts.ts';

const reset = (method: string): string =>
  `2026/11/22 09:14:03 [error] 7#7: *1 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 203.0.113.9, server: a, request: "${method} /a HTTP/1.1", upstream: "http://10.0.3.17:8080/a", host: "a"`;

test.each([
  [['POST', 'PUT'], 'carried'],
  [['GET', 'HEAD'], 'none'],
  [['GET', 'POST'], 'mixed'],
  [['DELETE'], undefined],
  [['PROPFIND'], undefined],
  [['GET', 'BREW'], undefined],
])('of requests by %s the bodies are %s', async (methods, bodies) => {
  const text = methods.map(reset).join('\n');
  const { groups } = await collect([{ name: 'error.log', chunks: [Buffer.from(text)] }]);
  const facts = new Map<string, unknown>();
  for (const group of groups) countFacts(group, (name, value) => facts.set(name, value));
  expect(facts.get('request-bodies')).toBe(bodies);
});
