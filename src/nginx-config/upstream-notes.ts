import { nameOf } from '../text/proven.ts';
import { BALANCERS } from './keepalive.ts';
import type { UpstreamBlock } from './proxied.ts';
import type { Reading } from './reading.ts';
import { isAddress } from './target.ts';

/** A remark and the line of the text that it is about. */
export type Note = { readonly line: number; readonly text: string };

/** Remarks on `upstream {}` blocks. */
export function upstreamNotes({ upstreams }: Reading): readonly Note[] {
  return [...upstreams.values()].flatMap((upstream) => [
    ...lateBalancer(upstream),
    ...onlyServer(upstream),
  ]);
}

function lateBalancer(upstream: UpstreamBlock): readonly Note[] {
  const at = upstream.directives.findIndex(({ name }) => name === 'keepalive');
  const keepalive = upstream.directives[at];
  const isBefore = upstream.directives.some(({ name }, index) => index > at && BALANCERS.has(name));
  if (keepalive === undefined || !isBefore) return [];
  return [
    {
      line: keepalive.line,
      text:
        `"keepalive"${inBlock(upstream)} stands before the balancing method: up to nginx 1.29.6 the method written last ` +
        'takes its place and no connection is kept, with no more than a warning of nginx -t; write it below the method',
    },
  ];
}

// With one peer nginx looks at "down" and "max_conns" only (ngx_http_upstream_get_round_robin_peer, peers->single).
function onlyServer(upstream: UpstreamBlock): readonly Note[] {
  const servers = upstream.directives.filter(({ name }) => name === 'server');
  const [server] = servers;
  // A name may have several addresses, and each counts as a server.
  if (server === undefined || servers.length > 1 || upstream.isOpen) return [];
  if (!isAddress(server.parameters[0] ?? '')) return [];
  const isCounted = server.parameters.some((one) => COUNTED.test(one));
  if (!isCounted) return [];
  return [
    {
      line: server.line,
      text: `"max_fails" and "fail_timeout" do nothing here: the block${called(upstream)} has one server, and nginx never takes its only server out`,
    },
  ];
}

const COUNTED = /^(?:max_fails|fail_timeout)=/;

function inBlock(upstream: UpstreamBlock): string {
  const name = nameOf(upstream.name);
  return name === undefined ? '' : ` of ${name}`;
}

function called(upstream: UpstreamBlock): string {
  const name = nameOf(upstream.name);
  return name === undefined ? '' : ` ${name}`;
}
