import { answerAndKeep, answerAndObey, type Backend, startBackend } from './faulty-backend.ts';
import { fastcgiBackend, grpcBackend, type Manners, uwsgiBackend } from './other-backends.ts';

/**
 * What nginx does with connections to a backend after an answer. `only-if-backend-ignores-close`: nginx asks the backend to
 * close, and reuses the connection when it stays open all the same.
 */
export type Reuse = 'on' | 'off' | 'only-if-backend-ignores-close';

export type ReuseCase = {
  readonly name: string;
  readonly backend: (manners: Manners) => Promise<Backend>;
  /** Inside `http {}`, where $SERVER and $LISTEN stand for addresses. */
  readonly http: string;
  /** Before nginx 1.29.7; undefined where such a version refuses the configuration. */
  readonly before: Reuse | undefined;
  readonly since: Reuse;
};

/** As a configuration of one server and one location. */
function site(parts: {
  pool?: string;
  server?: string;
  location: string;
  block?: boolean;
}): string {
  const { pool = '', server = '', location, block = true } = parts;
  return [
    block ? `upstream shop {\nserver $SERVER;\n${pool}\n}` : '',
    `server {\nlisten $LISTEN;\n${server}`,
    `location / {\n${location}\n}\n}`,
  ].join('\n');
}

const http = (manners: Manners): Promise<Backend> =>
  startBackend(manners === 'obeys' ? answerAndObey : answerAndKeep);

const PASS = 'proxy_pass http://shop;';
const VERSION = 'proxy_http_version 1.1;';
const HEADER = 'proxy_set_header Connection "";';
const BOTH = `${VERSION} ${HEADER}`;
const MAPPED = `${PASS} ${VERSION} proxy_set_header Connection $connection_upgrade;`;
const LOST = 'only-if-backend-ignores-close';

const HTTP_CASES: readonly ReuseCase[] = [
  {
    name: 'a block and nothing more',
    http: site({ location: PASS }),
    before: 'off',
    since: 'on',
  },
  {
    name: 'no pool, but all that is sent',
    http: site({ location: `${PASS} ${BOTH}` }),
    before: 'off',
    since: 'on',
  },
  {
    name: '"keepalive" alone',
    http: site({ pool: 'keepalive 32;', location: PASS }),
    before: LOST,
    since: 'on',
  },
  {
    name: '"keepalive" with HTTP/1.1 only',
    http: site({ pool: 'keepalive 32;', location: `${PASS} ${VERSION}` }),
    before: LOST,
    since: 'on',
  },
  {
    name: '"keepalive" with an empty Connection header only',
    http: site({ pool: 'keepalive 32;', location: `${PASS} ${HEADER}` }),
    before: LOST,
    since: 'on',
  },
  {
    name: '"keepalive" with both',
    http: site({ pool: 'keepalive 32;', location: `${PASS} ${BOTH}` }),
    before: 'on',
    since: 'on',
  },
  {
    name: 'both at the level of the server',
    http: site({ pool: 'keepalive 32;', server: BOTH, location: PASS }),
    before: 'on',
    since: 'on',
  },
  {
    name: 'a header lost to a location that sets one of its own',
    http: site({
      pool: 'keepalive 32;',
      server: BOTH,
      location: `${PASS} proxy_set_header Host shop;`,
    }),
    before: LOST,
    since: 'on',
  },
  {
    name: '"keepalive" before the balancing method',
    http: site({ pool: 'keepalive 32; least_conn;', location: `${PASS} ${BOTH}` }),
    before: 'off',
    since: 'on',
  },
  {
    name: '"keepalive" after the balancing method',
    http: site({ pool: 'least_conn; keepalive 32;', location: `${PASS} ${BOTH}` }),
    before: 'on',
    since: 'on',
  },
  {
    name: '"keepalive 0"',
    http: site({ pool: 'keepalive 0;', location: `${PASS} ${BOTH}` }),
    before: undefined,
    since: 'off',
  },
  {
    name: 'Connection: close by hand',
    http: site({ location: `${PASS} proxy_set_header Connection close;` }),
    before: 'off',
    since: LOST,
  },
  {
    name: 'HTTP/1.0 by hand',
    http: site({ location: `${PASS} proxy_http_version 1.0;` }),
    before: 'off',
    since: LOST,
  },
  {
    name: 'the keep-alive of HTTP/1.0',
    http: site({
      pool: 'keepalive 32;',
      location: `${PASS} proxy_http_version 1.0; proxy_set_header Connection keep-alive;`,
    }),
    before: 'on',
    since: 'on',
  },
  {
    name: 'a Connection header that a map leaves empty without an upgrade',
    http: `map $http_upgrade $connection_upgrade {\ndefault upgrade;\n'' '';\n}\n${site({ pool: 'keepalive 32;', location: MAPPED })}`,
    before: 'on',
    since: 'on',
  },
  {
    name: 'a Connection header that a map closes without an upgrade',
    http: `map $http_upgrade $connection_upgrade {\ndefault upgrade;\n'' close;\n}\n${site({ pool: 'keepalive 32;', location: MAPPED })}`,
    before: LOST,
    since: LOST,
  },
  {
    name: 'a block behind a variable that is set to its name',
    http: site({ pool: 'keepalive 32;', location: `set $to shop; proxy_pass http://$to; ${BOTH}` }),
    before: 'on',
    since: 'on',
  },
  {
    name: 'a name written in other letters than the block’s',
    http: site({ pool: 'keepalive 32;', location: `proxy_pass http://SHOP; ${BOTH}` }),
    before: 'on',
    since: 'on',
  },
  {
    name: 'an address without a block',
    http: site({ block: false, location: `proxy_pass http://$SERVER; ${BOTH}` }),
    before: 'off',
    since: 'off',
  },
].map((one): ReuseCase => ({ ...one, backend: http }) as ReuseCase); // literals widen in map

const OTHER_CASES: readonly ReuseCase[] = [
  {
    name: 'FastCGI as it is',
    // nginx waits for the end of the connection, so the backend must close it.
    backend: () => fastcgiBackend('obeys'),
    http: site({ pool: 'keepalive 8;', location: 'fastcgi_pass shop;' }),
    before: 'off',
    since: 'off',
  },
  {
    name: 'FastCGI that keeps connections',
    backend: fastcgiBackend,
    http: site({ pool: 'keepalive 8;', location: 'fastcgi_pass shop; fastcgi_keep_conn on;' }),
    before: 'on',
    since: 'on',
  },
  {
    name: 'FastCGI that keeps connections without a pool',
    backend: fastcgiBackend,
    http: site({ location: 'fastcgi_pass shop; fastcgi_keep_conn on;' }),
    before: 'off',
    since: 'on',
  },
  {
    name: 'uwsgi',
    backend: uwsgiBackend,
    http: site({ pool: 'keepalive 8;', location: 'uwsgi_pass shop;' }),
    before: 'off',
    since: 'off',
  },
  {
    name: 'gRPC with a pool',
    backend: grpcBackend,
    http: site({ pool: 'keepalive 8;', location: 'grpc_pass grpc://shop;' }),
    before: 'on',
    since: 'on',
  },
  {
    name: 'gRPC without a pool',
    backend: grpcBackend,
    http: site({ location: 'grpc_pass grpc://shop;' }),
    before: 'off',
    since: 'on',
  },
];

export const REUSE_CASES: readonly ReuseCase[] = [...HTTP_CASES, ...OTHER_CASES];
