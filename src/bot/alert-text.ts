import { nameOf, peerOf } from '../text/proven.ts';
import { shownText } from '../text/shown.ts';
import { linesIn } from './alert-lines.ts';
import { saysOf } from './alert-says.ts';
import type { AlertWords } from './alert-status.ts';
import type { MessageBody } from './submission.ts';

export type Alert = NonNullable<MessageBody['alert']>;

/**
 * What an alert proves by its words alone, log lines left out: whether it is about nginx or an upstream (then `says` is
 * there), and for which host and service.
 */
export function alertOf(words: Pick<AlertWords, 'titles' | 'texts' | 'fields'>): Alert {
  const prose = linesIn([...words.titles, ...words.texts]).prose.slice(0, MOST_PROSE);
  const named = new Set(words.fields.map(({ name }) => name.toLowerCase()));
  const labels = [
    ...words.fields,
    ...labelsIn(prose).filter(({ name }) => !named.has(name.toLowerCase())),
  ];
  const host = hostOf(labels, prose);
  const service = serviceOf(labels, prose);
  const says = saysOf(prose);
  return {
    title: titleOf(words),
    ...(host === undefined ? {} : { host }),
    ...(service === undefined ? {} : { service }),
    ...(says === undefined ? {} : { says }),
  };
}

const MOST_PROSE = 16_384;

type Label = { readonly name: string; readonly value: string };

/** The title that tells what is wrong, else one that tells more than that this is an alert, else the line that does. */
function titleOf({ titles, texts }: Pick<AlertWords, 'titles' | 'texts'>): string {
  const lines = texts.flatMap((text) => text.slice(0, MOST_TITLE * 8).split('\n', MOST_LINES));
  const named = titles.slice(0, MOST_LINES).map(bareTitle).filter(saysMore);
  const written = lines.map(bareTitle).filter((line) => SAYS_SOMETHING.test(line));
  const title =
    named.find((one) => saysOf(one) !== undefined) ??
    named[0] ??
    written.find((one) => saysOf(one) !== undefined) ??
    written[0];
  return title === undefined ? 'alert' : shownText(title, MOST_TITLE);
}

function saysMore(title: string): boolean {
  return SAYS_SOMETHING.test(title) && !NOTHING_BUT_ALERT.test(title);
}

/** Without lines of a log, which would show a client's address. */
function bareTitle(candidate: string): string {
  return linesIn([candidate.slice(0, MOST_TITLE * 8)])
    .prose.replace(LINK_BEHIND, '')
    .replace(EMOJI, ' ')
    .replace(EMPHASIS, '')
    .replace(ENDS, '')
    .trim();
}

const MOST_TITLE = 150;
const MOST_LINES = 20;
const LINK_BEHIND = /[\s|]{0,4}https?:\/\/\S{1,2000}\s{0,4}$/;
const EMOJI = /:(?=[0-9_+-]{0,10}[a-z])[a-z0-9_+-]{2,40}:/g;
const EMPHASIS = /(?<![A-Za-z0-9])[*_~`]{1,3}|[*_~`]{1,3}(?![A-Za-z0-9])/g;
const ENDS = /^[\s:|>–—-]{1,20}|[\s:|–—-]{1,20}$/g;
const NOTHING_BUT_ALERT =
  /^(?:(?:new|uptime|the|an?|[A-Z]\w{1,20}) ){0,3}(?:alerts?|alarms?|notifications?|messages?|incidents?|events?)$/i;
const SAYS_SOMETHING = /[A-Za-z]{3}/;

const HOST_NAME =
  /^(?:host|hostname|host ?name|instance|node|machine|server ?name|source ?host|agent)$/i;
const SERVICE_NAME =
  /^(?:service|service ?name|app|application|upstream|backend|vhost|virtual ?host|ingress|job|site|target)$/i;

function hostOf(labels: readonly Label[], prose: string): string | undefined {
  const named = labels
    .filter(({ name }) => HOST_NAME.test(name))
    .map(({ value }) => provenHost(value));
  const written = [ON_HOST, IS_HOST, HOST_WITH_PORT].map((form) =>
    provenHost(form.exec(prose)?.[1] ?? ''),
  );
  return [...named, ...written].find((host) => host !== undefined);
}

// "on edge-2", "on host edge-2": a digit or a dot makes it more than the name of a service.
const ON_HOST =
  /\bon (?:host |node |server |instance )?[`*_]{0,2}(?=[A-Za-z0-9-]{0,60}(?:\d|\.[A-Za-z0-9]))([A-Za-z0-9][A-Za-z0-9.-]{1,250}[A-Za-z0-9])(?::\d{1,5})?(?=[\s,;.)\]!?*`"]|$)/;
const IS_HOST =
  /^[*`_\s]{0,4}([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})[*`_]{0,2} (?:is|was|has|recovered)\b/m;
const HOST_WITH_PORT =
  /(?<![\w/.:-])([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}):\d{2,5}(?![\w:])/;

/** A name or an address, without a port and without what a tool puts behind it: `edge-0.example.net [192.0.2.7]`. */
function provenHost(value: string): string | undefined {
  const bare = (FIRST_WORD.exec(value)?.[0] ?? '').replace(PORT_BEHIND, '');
  const name = nameOf(bare);
  if (name !== undefined) return name;
  const peer = peerOf(`${bare}:80`);
  return peer?.kind === 'ip' ? peer.address : undefined;
}

const FIRST_WORD = /[^\s,;"'`*[\](){}<>=]{1,253}/;
const PORT_BEHIND = /(?<=[A-Za-z0-9]):\d{1,5}$/;

function serviceOf(labels: readonly Label[], prose: string): string | undefined {
  const named = labels
    .filter(({ name, value }) => SERVICE_NAME.test(name) && !value.trim().includes(' '))
    .map(({ value }) => provenService(value));
  const written = [PEER, SITE].map((form) => provenService(form.exec(prose)?.[1] ?? ''));
  return [...named, ...written].find((service) => service !== undefined);
}

const PEER = /(?<![\w.:/-])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}:\d{2,5})(?![\w.:])/;
// A monitor of web pages begins with the page: "[shop.example] [🔴 Down] …".
const SITE = /^\[([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})\]/m;

function provenService(value: string): string | undefined {
  const bare = FIRST_WORD.exec(value)?.[0] ?? '';
  return nameOf(bare) ?? peerOf(bare)?.text;
}

const LABEL =
  /(?<![\w.])(host(?:name)?|instance|node|service(?:_name)?|app(?:lication)?|upstream|backend|vhost|ingress|job)[*_`"' \t]{0,6}[:=][*_`"' \t]{0,6}([A-Za-z0-9][A-Za-z0-9_.:-]{0,253})/gi;

/** `service = shop`, `host: edge-2`, `upstream:10.0.3.17:8080`, as tools write labels into their texts. */
function labelsIn(prose: string): readonly Label[] {
  return [...prose.matchAll(LABEL)].map(([, name = '', value = '']) => ({ name, value }));
}
