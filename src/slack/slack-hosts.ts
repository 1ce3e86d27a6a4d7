const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const SLACK = /(?:^|\.)slack(?:-gov)?\.com$/;

/** Whether we may send to this address what is meant for Slack: https at Slack, or the very stand-in that `apiUrl` names. */
export function isOfSlack(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:' && url.port === '' && SLACK.test(url.hostname)) return true;
  const api = new URL(apiUrl);
  return LOOPBACK.has(api.hostname) && url.origin === api.origin;
}
