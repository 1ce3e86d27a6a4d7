import type { IngressName } from '../diagnosis/dialect-file.ts';
import { configTree, type Directive } from '../nginx-config/tree.ts';

/** A change written for ingress-nginx instead of nginx. */
export type IngressChange = {
  readonly syntax: 'ingress-annotation' | 'ingress-configmap';
  readonly where: string;
  readonly snippet: string;
};

/** The same change as annotations or keys of the controller's ConfigMap; undefined where one of its directives has neither. */
export function ingressChange(
  snippet: string,
  names: readonly IngressName[],
): IngressChange | undefined {
  const lines = leavesOf(configTree(snippet).directives)
    .filter((directive) => !isBuiltIn(directive, names))
    .map((directive) => lineFor(directive, names));
  const annotations = lines.flatMap((line) => (line?.kind === 'annotation' ? line.text : []));
  const keys = lines.flatMap((line) => (line?.kind === 'config-map' ? line.text : []));
  if (lines.includes(undefined)) return undefined;
  if (keys.length === 0 && annotations.length > 0) {
    return {
      syntax: 'ingress-annotation',
      where: 'metadata of the Ingress',
      snippet: ['annotations:', ...annotations].join('\n'),
    };
  }
  if (annotations.length > 0 || keys.length === 0) return undefined;
  return {
    syntax: 'ingress-configmap',
    where: 'ConfigMap of the ingress-nginx controller; it holds for every Ingress',
    snippet: ['data:', ...keys].join('\n'),
  };
}

function leavesOf(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((one) => (one.block === undefined ? one : leavesOf(one.block)));
}

// ingress-nginx itself asks for HTTP/1.1 and empties the Connection header.
function isBuiltIn({ name, parameters }: Directive, names: readonly IngressName[]): boolean {
  const isConnection =
    name === 'proxy_set_header' && parameters[0] === 'Connection' && parameters[1] === '';
  return isConnection || names.some((one) => one.directive === name && 'built-in' in one);
}

type Line = { readonly kind: 'annotation' | 'config-map'; readonly text: string };

function lineFor(directive: Directive, names: readonly IngressName[]): Line | undefined {
  const known = names.find((one) => one.directive === directive.name);
  if (known === undefined || 'built-in' in known) return undefined;
  const value = valueAs(directive, known.as);
  if (value === undefined) return undefined;
  return 'annotation' in known
    ? {
        kind: 'annotation',
        text: `  nginx.ingress.kubernetes.io/${known.annotation}: "${value}"`,
      }
    : { kind: 'config-map', text: `  ${known['config-map']}: "${value}"` };
}

type As = Extract<IngressName, { as: string }>['as'];

function valueAs({ parameters }: Directive, as: As): string | undefined {
  const [first = ''] = parameters;
  switch (as) {
    case 'words':
      return parameters.every((word) => PLAIN.test(word)) ? parameters.join(' ') : undefined;
    case 'first-word':
      return PLAIN.test(first) ? first : undefined;
    case 'seconds':
      return secondsOf(first);
    case 'scheme':
      return SCHEMES.get(first.split('://')[0] ?? '');
  }
}

const PLAIN = /^[A-Za-z0-9_.:/-]{1,80}$/;
const TIME = /^(\d{1,6})(s|m|h)?$/;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

// The controller appends the "s" by itself.
function secondsOf(time: string): string | undefined {
  const found = TIME.exec(time);
  if (found === null) return undefined;
  return String(Number(found[1]) * (UNIT_SECONDS[found[2] ?? 's'] ?? 1));
}

const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['http', 'HTTP'],
  ['https', 'HTTPS'],
  ['grpc', 'GRPC'],
  ['grpcs', 'GRPCS'],
]);
