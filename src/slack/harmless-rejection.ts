// The place in socket-mode 3.1.0 that reads the type of an event that an app_rate_limited envelope does not have.
const IN_SOCKET_MODE = /@slack[\\/]socket-mode[\\/]dist[\\/]src[\\/]SocketModeClient\.js/;
const NO_EVENT = /^Cannot read properties of undefined \(reading 'type'\)$/;
const RATE_LIMITED = /onWebSocketMessage/;
// The place in bolt 5.1.0 that reads a field of a signed body which is null.
const IN_HTTP_RECEIVER = /@slack[\\/]bolt[\\/]dist[\\/]receivers[\\/]HTTPReceiver\.js/;
const NO_BODY = /^Cannot read properties of null \(reading 'ssl_check'\)$/;

/**
 * Whether an unhandled rejection is one of two that socket-mode 3.1.0 is known to leave behind and that change nothing: of
 * an app_rate_limited envelope, and of a connection that was closed while it was being made (fixed in 3.1.1).
 * So is what bolt leaves behind of a signed body without anything in it.
 */
export function isHarmlessRejection(reason: unknown): boolean {
  // The second has no value and no stack; whether we are connected is the watchdog's question.
  if (reason === undefined) return true;
  if (!(reason instanceof TypeError)) return false;
  const [, top = ''] = (reason.stack ?? '').split('\n');
  if (NO_BODY.test(reason.message)) return IN_HTTP_RECEIVER.test(top);
  return NO_EVENT.test(reason.message) && IN_SOCKET_MODE.test(top) && RATE_LIMITED.test(top);
}
