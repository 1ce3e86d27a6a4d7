/** What is known of the programs that stand behind upstreams: which protocols they speak, and what their processes are called. */
type Family = {
  readonly name: string;
  readonly process: RegExp;
  readonly protocols: ReadonlySet<string>;
};

const HTTP = ['http', 'https'];
const HTTP_AND_GRPC = [...HTTP, 'grpc', 'grpcs'];
// A process name is what the kernel keeps of it, 15 characters: a title that the program gave itself counts too, such as
// "gunicorn: maste", "next-server (v1" or "node /srv/app/s". node_exporter is no Node.js.
const FAMILIES: readonly Family[] = [
  { name: 'php-fpm', process: /^php\S{0,20}$/i, protocols: new Set(['fastcgi']) },
  {
    name: 'gunicorn',
    process: /^(?:(?:gunicorn|uvicorn|hypercorn|daphne|granian|waitress).{0,20}|python\S{0,20})$/,
    protocols: new Set(HTTP),
  },
  {
    name: 'puma',
    process: /^(?:(?:puma|unicorn|passenger|rails).{0,20}|ruby\S{0,20})$/i,
    protocols: new Set(HTTP),
  },
  {
    name: 'node',
    process:
      /^(?:node(?:js)?(?:[-_]\d{1,3}|[ /].{0,20})?|(?:node-)?MainThread|next-server.{0,20}|npm (?:start|run).{0,12}|bun|deno|pm2)$/,
    protocols: new Set([...HTTP_AND_GRPC, 'stream']),
  },
  {
    name: 'java',
    process: /^(?:java|tomcat|jetty)\S{0,20}$/,
    protocols: new Set(HTTP_AND_GRPC),
  },
  {
    name: 'dotnet',
    process: /^(?:dotnet|kestrel)\S{0,20}$/,
    protocols: new Set(HTTP_AND_GRPC),
  },
  {
    name: 'apache',
    process: /^(?:apache2?|httpd)(?:[-_]\d{1,3})?$/i,
    protocols: new Set(HTTP),
  },
  { name: 'erlang', process: /^beam\.smp$/, protocols: new Set(HTTP_AND_GRPC) },
  {
    name: 'uwsgi',
    process: /^uwsgi\S{0,20}$/i,
    protocols: new Set([...HTTP, 'uwsgi', 'suwsgi', 'fastcgi', 'scgi']),
  },
  { name: 'go', process: /^$/, protocols: new Set([...HTTP_AND_GRPC, 'stream']) },
  {
    name: 'haproxy',
    process: /^haproxy\S{0,20}$/,
    protocols: new Set([...HTTP_AND_GRPC, 'fastcgi', 'stream']),
  },
  {
    name: 'envoy',
    process: /^(?:envoy|pilot-agent)(?:[-_]\d{1,3})?$/,
    protocols: new Set([...HTTP_AND_GRPC, 'stream']),
  },
];

/** The container that somebody looked at: it may hold any program. */
const ASKED_FOR = 'kubectl';

// Names under which a person tells us one of the families.
const TOLD: ReadonlyMap<string, string> = new Map([
  ['uvicorn', 'gunicorn'],
  ['hypercorn', 'gunicorn'],
  ['daphne', 'gunicorn'],
  ['unicorn', 'puma'],
  ['passenger', 'puma'],
  ['puma-6', 'puma'],
  ['puma-7', 'puma'],
  ['tomcat', 'java'],
  ['jetty', 'java'],
  ['kestrel', 'dotnet'],
]);

/** The family that a program or process belongs to; undefined for one that is no known application server. */
export function familyOf(program: string, process: string | undefined): string | undefined {
  if (program === ASKED_FOR) return ASKED_FOR;
  const name = process ?? program;
  const byProgram = FAMILIES.find((family) => family.name === program);
  return (byProgram ?? FAMILIES.find((family) => family.process.test(name)))?.name;
}

/** Whether such a program can stand behind an upstream of this protocol; an unknown protocol excludes nothing. */
export function canServe(family: string, protocol: string | undefined): boolean {
  if (protocol === undefined || family === ASKED_FOR) return true;
  return FAMILIES.find((one) => one.name === family)?.protocols.has(protocol) === true;
}

/** Whether what was told of the backend speaks against this family; an unknown word speaks against nothing. */
export function contradicts(told: string | undefined, family: string): boolean {
  if (told === undefined || family === ASKED_FOR) return false;
  const toldFamily = TOLD.get(told) ?? told;
  return FAMILIES.some((one) => one.name === toldFamily) && toldFamily !== family;
}
