import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { claimAll, evidenceOf, LEASE_MS, messageOf, submissionOf } from './samples.ts';
import { SILENT } from './silent-log.ts';

// Works until it is killed, and says each thing only when it is settled. The parent reads: first word what, second word key.
const STOP_AFTER_MS = 20_000;

const [directory = '', name = ''] = process.argv.slice(2);
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

const store = await openSqliteStore(directory, { clock: Date, log: SILENT });
say('open -');
const end = Date.now() + STOP_AFTER_MS;
for (let round = 0; Date.now() < end; round++) {
  await Promise.all(
    ['a', 'b', 'c'].map(async (part) => {
      const key = `${name}.${round}${part}`;
      await store.accept([submissionOf(key, Date.now())]);
      say(`accepted ${key}`);
    }),
  );
  for (const { submission } of await store.claim(Date.now(), LEASE_MS, 2)) {
    const { key } = submission;
    say(`working ${key}`);
    const evidence = [evidenceOf('all', undefined, key)];
    await store.commit({ done: [key], evidence, deliveries: [messageOf(key)] });
    say(`done ${key}`);
  }
  for (const pending of await claimAll(store, Date.now())) {
    say(`${pending.isUncertain ? 'uncertain' : 'sending'} ${pending.delivery.key}`);
    if (round % 5 === 0 && !pending.isUncertain) {
      // Slack does not answer as long as this process lives.
      say(`unanswered ${pending.delivery.key}`);
      continue;
    }
    await store.settle(pending, { kind: 'sent', ts: pending.delivery.key }, Date.now());
    say(`sent ${pending.delivery.key}`);
  }
}
