import { afterEach, beforeEach, describe } from 'vitest';
import type { Log } from '../../src/bot/log.ts';
import type { CountedStore } from '../../src/store/sql-store.ts';
import { inboxContract } from './contract-inbox.ts';
import { incidentContract } from './contract-incident.ts';
import { outboxContract } from './contract-outbox.ts';
import { settleContract } from './contract-settle.ts';
import { upkeepContract } from './contract-upkeep.ts';
import { START } from './samples.ts';

/** A kind of database: one empty place to keep a store in, for one test. */
export type Ground = {
  /** Opens the store as a process that starts: whoever had it before is gone. */
  open(around: { readonly clock: { now(): number }; readonly log: Log }): Promise<CountedStore>;
  /** Runs one statement besides the store, as another version of the program might have. */
  tamper(statement: string): Promise<void>;
  remove(): Promise<void>;
};

/** What the tests of the contract work with, made anew for each. */
export type Bench = {
  store: CountedStore;
  /** Milliseconds since 1970, for what the store writes by its own clock. */
  now: number;
  /** What was logged as an error. */
  readonly errors: string[];
  /** The process dies and another one starts. */
  restart(): Promise<void>;
  tamper(statement: string): Promise<void>;
};

/** What every store must do, whatever it keeps its rows in. */
export function storeContract(name: string, prepare: () => Promise<Ground>): void {
  describe(`${name} keeps the contract of the store`, () => {
    let bench: Bench;
    let ground: Ground;
    beforeEach(async () => {
      ground = await prepare();
      bench = await benchOn(ground);
    });
    afterEach(async () => {
      await bench.store.close();
      await ground.remove();
    });
    const get = (): Bench => bench;
    inboxContract(get);
    incidentContract(get);
    outboxContract(get);
    settleContract(get);
    upkeepContract(get);
  });
}

async function benchOn(ground: Ground): Promise<Bench> {
  const errors: string[] = [];
  const log: Log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_fields, message) => errors.push(message),
  };
  const clock = { now: () => bench.now };
  const bench: Bench = {
    store: await ground.open({ clock, log }),
    now: START,
    errors,
    async restart() {
      await bench.store.close();
      bench.store = await ground.open({ clock, log });
    },
    tamper: ground.tamper,
  };
  return bench;
}
