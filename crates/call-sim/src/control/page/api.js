// The control API.

import { byId, button } from './dom.js';

/** Sends a request, and returns the value of the response. A failure is shown, and returns undefined. */
export async function send(method, path, body) {
  try {
    const response = await fetch(path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
    const text = await response.text();
    const value = text === '' ? null : JSON.parse(text);
    if (response.ok) {
      notify('');
      return value;
    }
    notify(value?.error?.message ?? `${method} ${path}: status ${response.status}`);
  } catch (error) {
    notify(`${method} ${path} failed: ${error.message} (is the simulator running?)`);
  }
  return undefined;
}

/** Shows a message that stays until it is closed or the next request succeeds. */
export function notify(message) {
  const notice = byId('notice');
  notice.hidden = message === '';
  notice.replaceChildren(...(message === '' ? [] : [message, button('Close', () => notify(''))]));
}

/** Receives the live stream, and connects again when the connection is lost. */
export function listen({ entry, state, connection }) {
  let source;
  let last = 0;
  const open = (after) => {
    source?.close();
    last = after;
    source = new EventSource(`/_sim/events?after=${after}`);
    source.addEventListener('open', () => connection('connected'));
    source.addEventListener('error', () => {
      connection('disconnected');
      // The browser connects again by itself, unless the response was an error.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => open(last), 2000);
    });
    source.addEventListener('entry', (event) => {
      last = Number(event.lastEventId);
      entry(JSON.parse(event.data));
    });
    source.addEventListener('state', (event) => {
      const value = JSON.parse(event.data);
      state(value);
      // Another simulator has started on the same port, and its numbers begin at 1.
      if (value.lastEntry < last) open(0);
    });
  };
  open(0);
}
