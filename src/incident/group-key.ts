import { createHash } from 'node:crypto';
import type { Report } from '../report.ts';

/** Alerts of one channel about one service and one root diagnosis are one problem. */
export function alertGroup(
  channel: string,
  about: { readonly report: Report } | { readonly service: string },
): string {
  if ('service' in about) return `${channel}|labels|${about.service}`;
  return `${channel}|line|${rootOf(about.report)?.key ?? 'none'}`;
}

/** What a person asks is a problem of its own: they always get the full answer. */
export function askedGroup(origin: string): string {
  return `asked|${origin}`;
}

/** An id that tells incidents of one group apart by when they were opened; two at the same moment are one. */
export function incidentId(group: string, openedAt: number): string {
  return `i${createHash('sha256').update(`${group}\n${openedAt}`).digest('hex').slice(0, 12)}`;
}

function rootOf({ diagnoses }: Report): Report['diagnoses'][number] | undefined {
  return diagnoses.find((one) => one.consequenceOf === null) ?? diagnoses[0];
}
