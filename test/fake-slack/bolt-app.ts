import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { FakeSlack } from './fake-slack.ts';

export type Running = { readonly app: App; stop(): Promise<void> };

// What goes wrong here goes wrong on purpose.
const nothing = (): void => undefined;
export const quiet: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};

/** An ordinary Bolt app in Socket Mode; `listen` sets it up before it starts. */
export async function startSocketApp(slack: FakeSlack, listen: (app: App) => void) {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: quiet,
    // Also how long Bolt waits before it connects again.
    clientPingTimeout: 300,
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: quiet });
  listen(app);
  await app.start();
  return { app, stop: () => receiver.client.disconnect() } satisfies Running;
}

/** The same over signed HTTP, on a free port. */
export async function startHttpApp(slack: FakeSlack, listen: (app: App) => void) {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet });
  const app = new App({
    token: slack.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logger: quiet,
  });
  listen(app);
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  slack.target(`http://127.0.0.1:${address.port}/slack/events`);
  return { app, stop: () => receiver.stop() } satisfies Running;
}
