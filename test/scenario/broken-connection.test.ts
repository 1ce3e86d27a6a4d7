import { describe, expect, test } from 'vitest';
import { newBotStage } from './bot-stage.ts';

// Side by side, each with a bot of its own: most of the time is waiting for Slack.
describe.concurrent('a connection that ends in the middle of a burst', () => {
  test.each(['warning', 'refresh_requested', 'link_disabled', 'dropped'] as const)(
    '(%s) costs no alert and doubles no answer',
    async (reason) => {
      await using stage = await newBotStage({ redeliverAfterMs: 500, tierFactor: 10 });
      await stage.start();
      const said: string[] = [];
      for (let host = 1; host <= 6; host += 1) {
        said.push(await stage.alert(host));
        if (host === 3) stage.slack.disconnect(reason);
      }
      await stage.answered(said, 30_000);
      await stage.slack.until(() => stage.slack.sockets() > 0, 20_000);
      await stage.answered([await stage.alert(7)]);
      expect(stage.posted()).toHaveLength(7);
    },
  );
});
