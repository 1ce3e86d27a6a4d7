import { expect, test } from 'vitest';
import { isOfSlack } from '../../src/slack/slack-hosts.ts';

const SLACK = 'https://slack.com/api/';
const STAND_IN = 'http://127.0.0.1:4321/api/';

test.each([
  ['https://hooks.slack.com/commands/T1/2/abc', SLACK],
  ['https://files.slack.com/files-pri/T1-F1/download/error.log', SLACK],
  ['https://slack.com/x', SLACK],
  ['https://hooks.slack-gov.com/actions/T1/2/abc', SLACK],
  ['http://127.0.0.1:4321/response/1', STAND_IN],
])('%s is of Slack', (address, apiUrl) => {
  expect(isOfSlack(address, apiUrl)).toBe(true);
});

test.each([
  ['http://hooks.slack.com/commands/T1', SLACK],
  ['https://hooks.slack.com.evil.example/', SLACK],
  ['https://notslack.com/', SLACK],
  ['https://evil.example/?slack.com', SLACK],
  ['https://hooks.slack.com@evil.example/', SLACK],
  ['https://user:pass@hooks.slack.com/', SLACK],
  ['https://hooks.slack.com:8443/', SLACK],
  ['http://127.0.0.1:4321/response/1', SLACK],
  ['http://127.0.0.1:4322/response/1', STAND_IN],
  ['http://169.254.169.254/latest', STAND_IN],
  ['http://10.0.0.1:80/x', 'http://10.0.0.1:80/api/'],
  ['file:///etc/passwd', SLACK],
  ['', SLACK],
  ['not an address', SLACK],
])('%s is not', (address, apiUrl) => {
  expect(isOfSlack(address, apiUrl)).toBe(false);
});
