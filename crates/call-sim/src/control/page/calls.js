// The list of calls, and the facts of the selected one.

import { byId, element, show } from './dom.js';
import { model, selectedCall, SERVICES, timeOf, titleOf, tone, words } from './model.js';

/** Shows the list. */
export function showCalls(select) {
  const item = (id, name, ...parts) => element('button', {
    type: 'button', class: name, click: () => select(id), 'data-key': id ?? 'everything',
    'aria-current': model.selected === id ? 'true' : null,
  }, ...parts);
  const all = element('li', {}, item(null, 'call-item', element('span', { class: 'way' }, '≡'), element('span', { class: 'who' }, 'Everything')));
  const groups = Object.entries(SERVICES).map(([service, title]) => {
    const calls = [...model.calls.values()].filter((call) => call.service === service).reverse();
    const items = calls.map((call) => element('li', {}, item(call.id, `call-item${call.ended ? ' ended' : ''}`,
      element('span', { class: 'way', title: call.outgoing ? 'from the application' : 'to the application' }, call.outgoing ? '↗' : '↙'),
      element('span', { class: 'who' }, titleOf(call)),
      state(call),
      element('span', { class: 'id' }, call.id))));
    const list = items.length > 0 ? element('ul', {}, ...items) : element('p', { class: 'none' }, 'No calls');
    return element('li', {}, element('h2', {}, title), list);
  });
  show(byId('calls'), all, ...groups);
}

/** Returns the state of a call. */
function state(call) {
  const text = call.ended ? 'ended' : words(call.state);
  return element('span', { class: 'state', 'data-tone': tone(call) }, text);
}

/** Shows the head of the selected call. */
export function showHead() {
  const call = selectedCall();
  byId('call-title').textContent = call ? titleOf(call) : 'Everything';
  if (!call) {
    show(byId('call-facts'), 'The entries of all calls, and requests that belong to none');
    show(byId('parties'));
    return;
  }
  show(byId('call-facts'), state(call), element('span', {}, SERVICES[call.service]),
    element('span', {}, call.outgoing ? 'placed by the application' : 'to the application'),
    element('span', {}, `since ${timeOf(call.started)}`), element('code', {}, call.id));
  show(byId('parties'), ...call.parties.map((party) => {
    const flags = [words(party.state), party.muted ? 'muted' : '', party.onHold ? 'on hold' : ''];
    return element('li', {}, element('strong', {}, party.id),
      ...flags.filter((flag) => flag !== '').map((flag) => element('span', { class: 'tag' }, flag)));
  }));
}
