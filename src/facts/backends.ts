/** What is known of the programs that stand behind upstreams: which protocols they speak, and what their processes are called. */
type Family = {
  readonly name: string;
  readonly process: RegExp;
  readonly protocols: ReadonlySet<string>;
};

const HTTP = ['http', 'https'];
const FAMILIES: readonly Family[] = [
  { name: 'php-fpm', process: /^php\S{0,20}$/, protocols: new Set(['fastcgi']) },
  {
    name: 'gunicorn',
    process: /^(?:gunicorn|uvicorn|hypercorn|daphne|python)\S{0,20}$/,
    protocols: new Set(HTTP),
  },
  { name: 'puma', process: /^(?:puma|ruby|unicorn|passenger)\S{0,20}$/i, protocols: new Set(HTTP) },
  {
    name: 'node',
    process: /^(?:node|nodejs)$/,
    protocols: new Set([...HTTP, 'grpc', 'grpcs', 'stream']),
  },
  {
    name: 'java',
    process: /^(?:java|tomcat|jetty)\S{0,20}$/,
    protocols: new Set([...HTTP, 'grpc', 'grpcs']),
  },
  {
    name: 'dotnet',
    process: /^(?:dotnet|kestrel)\S{0,20}$/,
    protocols: new Set([...HTTP, 'grpc', 'grpcs']),
  },
  { name: 'apache', process: /^(?:apache2|httpd)$/, protocols: new Set(HTTP) },
  { name: 'erlang', process: /^beam\.smp$/, protocols: new Set([...HTTP, 'grpc', 'grpcs']) },
  {
    name: 'uwsgi',
    process: /^uwsgi\S{0,20}$/,
    protocols: new Set([...HTTP, 'uwsgi', 'suwsgi', 'fastcgi', 'scgi']),
  },
  { name: 'go', process: /^$/, protocols: new Set([...HTTP, 'grpc', 'grpcs', 'stream']) },
];

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
  const byProgram = FAMILIES.find((family) => family.name === program);
  const byProcess = FAMILIES.find(
    (family) => process !== undefined && family.process.test(process),
  );
  return (byProgram ?? byProcess)?.name;
}

/** Whether such a program can stand behind an upstream of this protocol; an unknown protocol excludes nothing. */
export function canServe(family: string, protocol: string | undefined): boolean {
  return (
    protocol === undefined ||
    FAMILIES.find((one) => one.name === family)?.protocols.has(protocol) === true
  );
}

/** Whether what was told of the backend speaks against this family; an unknown word speaks against nothing. */
export function contradicts(told: string | undefined, family: string): boolean {
  if (told === undefined) return false;
  const toldFamily = TOLD.get(told) ?? told;
  return FAMILIES.some((one) => one.name === toldFamily) && toldFamily !== family;
}
