import type { Incident } from '../../incident/incident.ts';
import type { Actions, Button, StaticSelect } from '../block-kit.ts';
import { plain } from './rich-text.ts';

/** Who sees the message: everybody in the channel, or only the person who asked. */
export type Sharing = 'channel' | 'ephemeral';

/** What the buttons of an answer are about. */
export type ButtonSubjects = {
  /** The first cause that is left. */
  readonly first: string | undefined;
  /** The cause set aside last. */
  readonly setAside: string | undefined;
  readonly hasEvidence: boolean;
};

/** The buttons of a live message, by who sees it and what can be done with it now. */
export function buttonsOf(incident: Incident, sharing: Sharing, subjects: ButtonSubjects): Actions {
  const { id } = incident;
  const all = subjects.hasEvidence ? [button('show-all', 'Show all evidence', id)] : [];
  const paste = button('paste-more', 'Paste more evidence', id);
  const causes = causeButtons(id, subjects);
  return {
    type: 'actions',
    elements:
      sharing === 'ephemeral'
        ? [primary('share', 'Share to channel', id), paste, ...all, ...causes]
        : [...acknowledgement(incident), ...causes, paste, ...all, snoozing(incident)],
  };
}

function acknowledgement({ id, work }: Incident): readonly Button[] {
  return work.kind === 'open' ? [primary('acknowledge', 'Acknowledge', id)] : [];
}

// What the value of an option may hold as well; the ids of rules are far shorter.
const CAUSE_ID = /^[a-z0-9-]{1,80}$/;

function causeButtons(id: string, { first, setAside }: ButtonSubjects): readonly Button[] {
  const isCause = (cause: string | undefined): cause is string =>
    cause !== undefined && CAUSE_ID.test(cause);
  return [
    ...(isCause(first) ? [button('not-the-cause', 'Not the cause', `${id}|${first}`)] : []),
    ...(isCause(setAside) ? [button('put-back', 'Put back', `${id}|${setAside}`)] : []),
  ];
}

const SNOOZES: readonly (readonly [string, number])[] = [
  ['1 hour', 60],
  ['4 hours', 240],
  ['8 hours', 480],
  ['24 hours', 1440],
];

/** How long to be quiet; once snoozed, only its end can be asked for. */
function snoozing({ id, snooze }: Incident): Button | StaticSelect {
  if (snooze !== undefined) return button('wake', 'End snooze', id);
  return {
    type: 'static_select',
    action_id: 'snooze',
    placeholder: plain('Snooze', 75),
    options: SNOOZES.map(([label, minutes]) => ({
      text: plain(label, 75),
      value: `${id}|${minutes}`,
    })),
  };
}

function button(action: string, label: string, value: string): Button {
  return { type: 'button', action_id: action, text: plain(label, 75), value };
}

function primary(action: string, label: string, value: string): Button {
  return { ...button(action, label, value), style: 'primary' };
}
