import { resolve } from 'node:path';
import { loadRuleBook } from '../../src/diagnosis/load-rules.ts';
import type { RuleBook } from '../../src/diagnosis/rule-book.ts';
import { PLATFORMS } from '../../src/facts/platform.ts';
import { dialectsOf, inDialect } from '../../src/remedy/dialect.ts';
import { fillCommand, fillSnippet, type HoleValues } from '../../src/text/template.ts';

const RULES = resolve(import.meta.dirname, '../../rules');

/** What a person sees when all is known, and when nothing is. */
const FILLINGS: Readonly<Record<string, HoleValues>> = {
  'real values': new Map([
    ['upstream', 'shop'],
    ['servers', 'server 10.0.3.17:8080;\n    server 10.0.3.18:8080;'],
    ['keepalive', '16'],
    ['keepalive-timeout', '4s'],
    ['server', 'shop.example'],
    ['peer', '10.0.3.17:8080'],
    ['peer-address', '10.0.3.17'],
    ['peer-port', '8080'],
    ['socket-path', '/run/php/php8.2-fpm.sock'],
    ['backend-unit', 'shop-api'],
    ['since', '2026-11-22 09:13:03'],
    ['until', '2026-11-22 09:15:03'],
    ['since-stamp', '2026-11-22T09:13:03'],
    ['until-stamp', '2026-11-22T09:15:03'],
    ['error-log', '/var/log/nginx/shop.error.log'],
    ['access-log', '/var/log/nginx/shop.access.log'],
  ]),
  placeholders: new Map(),
};

/** An nginx snippet of a rule, filled. */
export type Snippet = {
  readonly name: string;
  readonly text: string;
  readonly context: string;
  readonly versions: string | undefined;
};

/** Every nginx snippet of every rule, once a filling. */
export function snippetsOf(book: RuleBook): readonly Snippet[] {
  const prepared = book.checks.flatMap(({ id, prepare }) =>
    prepare === undefined
      ? []
      : {
          name: `check ${id}`,
          text: prepare.snippet,
          context: prepare.context,
          versions: prepare.versions,
        },
  );
  const ofRules = book.rules.flatMap((rule) =>
    rule.fixes
      .filter((fix) => fix.syntax === 'nginx')
      .flatMap((fix) =>
        Object.entries(FILLINGS).map(([filling, values]) => ({
          name: `${rule.id}/${fix.id} with ${filling}`,
          text: fillSnippet(fix.snippet ?? '', values),
          context: fix.context ?? 'none',
          versions: fix.cost.versions,
        })),
      ),
  );
  return [...prepared, ...ofRules];
}

/** A command that people are shown, filled; `changes` is true for steps that may change something. */
export type Command = {
  readonly name: string;
  readonly text: string;
  readonly changes: boolean;
};

/** Every command of every rule and table, once a filling; the same text twice is one command. */
export function commandsOf(book: RuleBook): readonly Command[] {
  const all = Object.entries(FILLINGS).flatMap(([filling, values]) =>
    templatesOf(book).map(({ place, run, changes }) => ({
      name: `${place} with ${filling}`,
      text: fillCommand(run, values),
      changes,
    })),
  );
  return [...Map.groupBy(all, (one) => `${one.changes} ${one.text}`).values()].flatMap(
    ([first]) => first ?? [],
  );
}

type Template = { readonly place: string; readonly run: string; readonly changes: boolean };

function templatesOf(book: RuleBook): readonly Template[] {
  return [
    ...systemdTemplatesOf(book),
    ...systemdTemplatesOf(book).flatMap((template) =>
      PLATFORMS.flatMap((platform) => {
        const run = inDialect(template.run, dialectsOf(platform, book.dialects));
        return run === undefined || run === template.run
          ? []
          : { ...template, place: `${template.place} on ${platform}`, run };
      }),
    ),
  ];
}

function systemdTemplatesOf(book: RuleBook): readonly Template[] {
  return [
    ...book.checks.flatMap((check) => [
      looks(`check ${check.id}`, check.run),
      ...steps(`check ${check.id}/prepare`, [
        ...(check.prepare?.apply ?? []),
        ...(check.prepare?.undo ?? []),
      ]),
    ]),
    ...book.rules.flatMap((rule) => [
      ...rule.verify.map((one) => looks(`${rule.id}/verify`, one.run)),
      ...rule.fixes.flatMap((fix) => [
        ...steps(`${rule.id}/${fix.id}/apply`, fix.apply),
        ...steps(`${rule.id}/${fix.id}/undo`, fix.cost.undo),
      ]),
    ]),
  ];
}

function looks(place: string, run: string): Template {
  return { place, run, changes: false };
}

function steps(place: string, commands: readonly { run: string }[]): readonly Template[] {
  return commands.map(({ run }) => ({ place, run, changes: true }));
}

/** The rules of the project. */
export function shippedRules(): RuleBook {
  return loadRuleBook(RULES);
}
