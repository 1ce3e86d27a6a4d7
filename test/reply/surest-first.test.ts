import { describe, expect, test } from 'vitest';
import { surestFirst } from '../../src/reply/report-words.ts';
import type { Diagnosis } from '../../src/report.ts';
import { diagnoseText } from '../diagnose-text.ts';

const [SAMPLE] = (
  await diagnoseText(
    '2026/11/22 09:14:03 [error] 7#7: *5 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 198.51.100.23, server: shop.example, request: "GET / HTTP/1.1", upstream: "http://10.0.3.17:8080/", host: "shop.example"',
  )
).diagnoses;

/** A diagnosis whose first cause has this verdict, beside others that are possible. */
function diagnosis(
  key: string,
  verdict: 'confirmed' | 'likely' | 'possible',
  root?: string,
): Diagnosis {
  if (SAMPLE === undefined) throw new Error('the sample gave no diagnosis');
  const [first, ...others] = SAMPLE.causes;
  if (first === undefined) throw new Error('the sample gave no cause');
  return {
    ...SAMPLE,
    key,
    consequenceOf: root ?? null,
    causes: [{ ...first, verdict }, ...others],
  };
}

const OPEN = diagnosis('open', 'possible');
const LIKELY = diagnosis('likely', 'likely');
const PROVEN = diagnosis('proven', 'confirmed');
const FOLLOWS = diagnosis('follows', 'confirmed', 'open');

describe('surestFirst', () => {
  test.each([
    [
      'what is proven comes before what is likely',
      [OPEN, LIKELY, PROVEN],
      ['proven', 'open', 'likely'],
    ],
    ['what is likely comes before what nothing decides', [OPEN, LIKELY], ['likely', 'open']],
    ['a first one that is decided stays', [LIKELY, PROVEN], ['likely', 'proven']],
    ['what only follows from another never comes first', [OPEN, FOLLOWS], ['open', 'follows']],
    ['nothing sure leaves the order', [OPEN], ['open']],
    ['nothing is nothing', [], []],
  ])('%s', (_, diagnoses, keys) => {
    expect(surestFirst(diagnoses).map(({ key }) => key)).toEqual(keys);
  });
});
