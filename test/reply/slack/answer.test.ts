import { describe, expect, test } from 'vitest';
import { answerContent } from '../../../src/reply/slack/answer.ts';
import { contentOf, FULL, linesOf } from './full-answer.ts';
import { incidentWith } from './incident-with.ts';
import { causeWith, checkWith, diagnosisWith, reportWith } from './report-with.ts';
import { buttonLabels, shownLines } from './shown-lines.ts';

describe('an answer', () => {
  test('says what happened, why, what it is not, what to check, what to do and how to see that it helped, in this order', () => {
    const parts = [
      'shop → 10.0.3.17:8080: the upstream reset the connection',
      '7 lines from 2026/11/22 09:14:03 to 09:14:44 · ECONNRESET while reading response header from upstream · clients got 502',
      'Likely: title of crash (out of memory)',
      '• it died in the same second (app.log:1)',
      '│ child 1933 exited on signal 11',
      'Possible: title of idle',
      'Ruled out: too slow (error.log:1)',
      'Next check (read-only, on the backend host)',
      'run kernel',
      'For now: title of second',
      'apply second',
      'Lasting fix: title of memory',
      'snippet of memory;',
      'apply memory',
      'Does not help',
      '• proxy_read_timeout: no timeout was involved',
      'To see that it helped',
      'count the failures',
    ];
    expect(linesOf([FULL]).filter((line) => parts.includes(line))).toEqual(parts);
  });

  test('has its buttons last', () => {
    const { blocks } = contentOf([FULL]);
    expect(blocks.findIndex(({ type }) => type === 'actions')).toBe(blocks.length - 1);
  });

  test('is marked with its incident, so that it can be found again', () => {
    expect(contentOf([FULL]).blocks[0]).toMatchObject({ block_id: 'answer-i0123456789ab' });
  });

  test('quotes the line of the symptom without what the headline says, where no other line proves the cause', () => {
    const cause = causeWith({
      id: 'crash',
      verdict: 'likely',
      because: [{ text: 'so it says', evidence: ['e1'] }],
    });
    const lines = linesOf([diagnosisWith({ causes: [cause] })]);
    expect(lines).toContain(
      '│ recv() failed (104: Connection reset by peer) while reading response header from upstream … request: "POST /pay HTTP/1.1"',
    );
    expect(lines).toContain('7 lines from 2026/11/22 09:14:03 to 09:14:44 · clients got 502');
    expect(lines.filter((line) => line.startsWith('│'))).toHaveLength(1);
  });

  test('names at most four of the lines that a claim stands on', () => {
    const ids = ['l1', 'l2', 'l3', 'l4', 'l5', 'l6'];
    const evidence = Object.fromEntries(
      ids.map((id, at) => [id, { source: 1, line: at + 1, text: id }]),
    );
    const because = [{ text: 'so they say', evidence: ids }];
    const causes = [causeWith({ id: 'crash', verdict: 'likely', because })];
    const report = reportWith({ evidence, diagnoses: [diagnosisWith({ causes })] });
    const { blocks } = answerContent(incidentWith({ report }), { sharing: 'channel' });
    expect(shownLines(blocks)).toContain('• so they say (error.log:1, 2, 3, 4)');
  });

  test('names the lines once that several ruled-out causes stand on', () => {
    const because = [{ text: 'after 2 ms', evidence: ['e1'] }];
    const other = [{ text: 'the process lived', evidence: ['e2'] }];
    const ruledOut = [
      { id: 'a', title: 'slow', because },
      { id: 'b', title: 'refused', because },
      { id: 'c', title: 'killed', because: other },
    ];
    expect(linesOf([{ ...FULL, ruledOut }])).toContain(
      'Ruled out: slow · refused (error.log:1) · killed (app.log:1)',
    );
  });

  test('tells a notification what happened and how sure it is, escaped', () => {
    const { text } = contentOf([{ ...FULL, upstream: '<!channel> & co' }]);
    expect(text).toBe(
      '&lt;!channel&gt; &amp; co → 10.0.3.17:8080: the upstream reset the connection. Likely: title of crash (out of memory).',
    );
  });

  test('says how many alerts came once there is more than one', () => {
    expect(linesOf([FULL], { alerts: 7 })).toContain('7 alerts, the last at 22 Nov 09:14 UTC');
    expect(linesOf([FULL]).join()).not.toContain('alert');
  });

  test('shows a note of the report in words of Slack', () => {
    const notes = ['the order of times is a guess: --tz makes their times comparable'];
    const report = reportWith({ notes, diagnoses: [FULL] });
    const { blocks } = answerContent(incidentWith({ report }), { sharing: 'channel' });
    expect(shownLines(blocks)).toContain(
      'Note: the order of times is a guess, so their times were not compared',
    );
  });
});

describe('how sure it is', () => {
  const because = [{ text: 'it said so', evidence: ['e2'] }];
  const others = [causeWith({ id: 'idle' }), causeWith({ id: 'cut' })];

  test('proven, it names nothing else', () => {
    const causes = [causeWith({ id: 'crash', verdict: 'confirmed', because }), ...others];
    const lines = linesOf([diagnosisWith({ causes })]);
    expect(lines).toContain('Confirmed: title of crash');
    expect(lines.join()).not.toContain('title of idle');
  });

  test('likely, it names what else is possible', () => {
    const causes = [causeWith({ id: 'crash', verdict: 'likely', because }), ...others];
    const lines = linesOf([diagnosisWith({ causes })]);
    expect(lines).toContain('Likely: title of crash');
    expect(lines).toContain('Possible: title of idle · title of cut');
  });

  test('with a second likely cause, it says why of both', () => {
    const causes = [
      causeWith({ id: 'crash', verdict: 'confirmed', because }),
      causeWith({ id: 'limit', verdict: 'likely', because }),
    ];
    expect(linesOf([diagnosisWith({ causes })])).toContain(
      'Also likely: title of limit: it said so (app.log:1)',
    );
  });

  test('open, it says in the first words that it cannot tell, and lists what fits', () => {
    const checks = [checkWith({ id: 'one', confirms: ['idle'] })];
    const lines = linesOf([diagnosisWith({ causes: others, checks, nextCheck: 'one' })]);
    expect(lines).toContain('Cannot tell yet why: 2 causes fit; the check below narrows them.');
    expect(lines).toContain('• title of idle');
    expect(contentOf([diagnosisWith({ causes: others })]).text).toContain('Cannot tell yet why.');
  });

  test('open, it says of how many causes it shows the commonest', () => {
    const causes = Array.from({ length: 9 }, (_, at) => causeWith({ id: `c${at}` }));
    const lines = linesOf([diagnosisWith({ causes })]);
    expect(lines).toContain('Possible (4 of 9, commonest first)');
    expect(lines.filter((line) => line.startsWith('• title of'))).toHaveLength(4);
  });

  test('with one cause that nothing proves, it does not call it likely', () => {
    expect(linesOf([diagnosisWith({ causes: [causeWith({ id: 'idle' })] })])).toContain(
      'Cannot tell yet why: one cause fits, but nothing given proves it: title of idle.',
    );
  });

  test('without any cause, it says that no rule knows one', () => {
    expect(linesOf([diagnosisWith()]).join()).toContain('Cause: no rule knows a cause');
  });
});

describe('several diagnoses', () => {
  const consequence = diagnosisWith({
    consequenceOf: FULL.key,
    upstream: 'api',
    peers: [],
    peerCount: 0,
    count: 3,
    symptom: { ...FULL.symptom, text: 'no server was left' },
  });

  test('the first is told, each of the others in one line', () => {
    expect(linesOf([FULL, consequence]).slice(-2)).toEqual([
      'Also in this text',
      '• api: no server was left, 3× — follows from the above (error.log:1)',
    ]);
  });

  test('a proven one is told before one that nothing decides', () => {
    const open = diagnosisWith({ causes: [causeWith({ id: 'idle' }), causeWith({ id: 'cut' })] });
    const proven = diagnosisWith({
      upstream: 'login',
      causes: [causeWith({ id: 'header', verdict: 'confirmed' })],
    });
    expect(linesOf([open, proven])[0]).toContain('login →');
  });

  test('of very many it says how many are not shown', () => {
    const lines = linesOf([FULL, ...Array.from({ length: 20 }, () => consequence)]);
    expect(lines.at(-1)).toBe('• and 14 more');
  });
});

test('an answer whose message was deleted shows nothing of it', () => {
  const incident = incidentWith({ isErased: true, labels: { says: 'x', host: 'h', title: 't' } });
  expect(shownLines(answerContent(incident, { sharing: 'channel' }).blocks)).toEqual([
    'The message this answered was deleted, so its lines are no longer shown.',
  ]);
});

test('an answer to a text without an upstream error has no evidence to show, and takes more', () => {
  const { blocks, text } = contentOf([]);
  expect(text).toBe('No upstream error in this text.');
  expect(buttonLabels(blocks)).toEqual(['Acknowledge', 'Paste more evidence', 'Snooze']);
});
