import { evidenceModal } from '../reply/slack/evidence-modal.ts';
import { pasteModal } from '../reply/slack/paste-modal.ts';
import type { Store, Windows } from './ports.ts';

/** The windows that clicks and commands open at once. */
export function createWindows(store: Pick<Store, 'incident'>): Windows {
  return {
    paste: (about) => pasteModal(about),
    async evidence(id) {
      const standing = await store.incident(id);
      return standing === undefined ? undefined : evidenceModal(standing.incident);
    },
  };
}
