import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../lab/until.ts';
import { type BotProcess, dataFolder, startBotProcess } from './bot-process.ts';
import { lineOf } from './lines.ts';

let bot: BotProcess;
let folder: ReturnType<typeof dataFolder>;
beforeEach(async () => {
  folder = dataFolder();
  bot = await startBotProcess({ DATA_DIR: folder.path });
});
afterEach(async () => {
  await bot.kill();
  folder.remove();
});

test('without a token, what is posted to the webhook is answered on the terminal', async () => {
  const response = await fetch(`${bot.url}/webhooks/generic`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: lineOf(1),
  });
  expect(response.status).toBe(202);
  await until('the answer is printed', () => bot.output().includes('10.0.3.1:8080'));
});

test('SIGTERM ends it with 0', async () => {
  expect(await bot.stop()).toBe(0);
});
