import { expect, test } from 'vitest';
import { clickIn, clickSubmission } from '../../src/slack/click-submission.ts';

const ID = 'i0123456789ab';

function body(action: object, more: object = {}): object {
  return {
    type: 'block_actions',
    trigger_id: '12.34.ab',
    user: { id: 'U0HUMAN001' },
    channel: { id: 'C0ALERTS01' },
    response_url: 'https://hooks.slack.com/actions/1',
    actions: [{ action_ts: '1.1', ...action }],
    ...more,
  };
}

test.each([
  ['acknowledge', ID, ''],
  ['wake', ID, ''],
  ['share', ID, ''],
  ['not-the-cause', `${ID}|keepalive-mismatch`, 'keepalive-mismatch'],
  ['put-back', `${ID}|keepalive-mismatch`, 'keepalive-mismatch'],
  ['snooze', `${ID}|5`, '5'],
  ['snooze', `${ID}|10080`, '10080'],
])('%s with %s is taken in', (action, value, argument) => {
  expect(clickSubmission(body({ action_id: action, value }), 7)).toEqual({
    key: 'click:12.34.ab',
    receivedAt: 7,
    body: {
      kind: 'click',
      action,
      incident: ID,
      value: argument,
      user: 'U0HUMAN001',
      channel: 'C0ALERTS01',
      responseUrl: 'https://hooks.slack.com/actions/1',
    },
  });
});

test('what was chosen in a menu is its value', () => {
  const chosen = { action_id: 'snooze', selected_option: { value: `${ID}|60` } };

  expect(clickSubmission(body(chosen), 0)?.body).toMatchObject({ action: 'snooze', value: '60' });
});

test.each([
  ['acknowledge', ''],
  ['acknowledge', 'i0123'],
  ['acknowledge', `${ID}\n`],
  ['acknowledge', `${ID}|x`],
  ['not-the-cause', ID],
  ['not-the-cause', `${ID}|<!channel>`],
  ['not-the-cause', `${ID}|Keepalive`],
  ['not-the-cause', `${ID}|a-b|c`],
  ['snooze', `${ID}|4`],
  ['snooze', `${ID}|10081`],
  ['snooze', `${ID}|1e3`],
  ['snooze', `${ID}|-60`],
  ['snooze', ID],
  ['paste-more', ID],
  ['show-all', ID],
  ['of-another-version', ID],
])('%s with %j is none', (action, value) => {
  expect(clickSubmission(body({ action_id: action, value }), 0)).toBeUndefined();
});

test.each([{}, undefined, null, 'x', body({}), { type: 'block_actions', actions: [] }])(
  '%j is no click',
  (other) => {
    expect(clickIn(other)).toBeUndefined();
  },
);

test('a click in the home has no channel, and without a trigger its time and person tell it apart', () => {
  const action = { action_id: 'wake', value: ID };
  const home = body(action, { channel: undefined, trigger_id: undefined, response_url: undefined });

  expect(clickSubmission(home, 0)).toMatchObject({
    key: 'click:1.1:U0HUMAN001',
    body: { channel: '', responseUrl: undefined },
  });
});
