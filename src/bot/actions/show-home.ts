import { homeView } from '../../reply/slack/home.ts';
import type { Desk, Plan } from '../desk.ts';
import { liveKey } from '../live-message.ts';

const SHOWN = 10;
/** Among them are answers that only one person sees. */
const LOOKED_AT = 200;

/** The app's home: how to ask, and what is open in channels. */
export async function showHome(user: string, { store, chat }: Desk): Promise<Plan> {
  const open = [];
  for (const incident of await store.openIncidents(LOOKED_AT)) {
    const ts = await store.sentTs(liveKey(incident.id));
    if (ts !== undefined) open.push({ incident, link: chat.linkTo(incident.live.channel, ts) });
  }
  return {
    deliveries: [
      { kind: 'home', key: `home:${user}`, user, view: homeView({ open: open.slice(0, SHOWN) }) },
    ],
  };
}
