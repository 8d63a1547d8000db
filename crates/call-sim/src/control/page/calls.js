// The list of calls, and the facts of the selected one.

import { byId, element, show } from './dom.js';
import { model, nameOf, selectedCall, SERVICES, timeOf, titleOf, tone, words } from './model.js';

/** The number of calls of a service that are listed. Ended calls are listed last. */
const MOST = 100;

/** Prepares the list. */
export function startCalls(select) {
  byId('calls').addEventListener('click', (event) => {
    const item = event.target.closest('.call-item');
    if (item) select(item.dataset.call ?? null);
  });
}

/** Shows the list. */
export function showCalls() {
  const groups = Object.entries(SERVICES).map(([service, title]) => {
    const own = [...model.calls.values()].filter((call) => call.service === service).reverse();
    const calls = [...own.filter((call) => !call.ended), ...own.filter((call) => call.ended)];
    const more = calls.length - MOST;
    return element('li', {}, element('h2', {}, title),
      calls.length > 0 ? element('ul', {}, ...calls.slice(0, MOST).map(callItem)) : null,
      calls.length === 0 ? element('p', { class: 'none' }, 'No calls') : null,
      more > 0 ? element('p', { class: 'none' }, `and ${more} more`) : null);
  });
  show(byId('calls'), element('li', {}, item(null, element('span', { class: 'way' }, '≡'),
    element('span', { class: 'who' }, 'Everything'))), ...groups);
}

const callItem = (call) => element('li', { 'data-key': call.id }, item(call,
  element('span', { class: 'way' }, call.outgoing ? '↗' : '↙'),
  element('span', { class: 'hidden' }, call.outgoing ? 'from the application to' : 'to the application from'),
  element('span', { class: 'who' }, titleOf(call)),
  state(call),
  element('span', { class: 'id' }, call.id)));

const item = (call, ...parts) => element('button', {
  type: 'button',
  class: `call-item${call?.ended ? ' ended' : ''}`,
  'data-call': call?.id,
  'aria-current': model.selected === (call?.id ?? null) ? 'true' : null,
}, ...parts);

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
    show(byId('call-facts'), 'All entries, including requests without a call');
    show(byId('parties'));
    return;
  }
  show(byId('call-facts'), state(call), element('span', {}, SERVICES[call.service]),
    element('span', {}, call.outgoing ? 'placed by the application' : 'to the application'),
    element('span', {}, `since ${timeOf(call.started)}`), element('code', {}, call.id));
  show(byId('parties'), ...call.parties.map((party) => {
    const flags = [words(party.state), party.muted ? 'muted' : '', party.onHold ? 'on hold' : ''];
    return element('li', {}, element('strong', {}, nameOf(party.id)),
      ...flags.filter((flag) => flag !== '').map((flag) => element('span', { class: 'tag' }, flag)));
  }));
}
