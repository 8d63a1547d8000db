// The phone: actions of the remote parties of the selected call.

import { send } from './api.js';
import { button, byId, element, show } from './dom.js';
import { nameOf, selectedCall } from './model.js';

const KEYS = ['1', '2', '3', 'A', '4', '5', '6', 'B', '7', '8', '9', 'C', '*', '0', '#', 'D'];

const NAMES = { '*': 'Star', '#': 'Hash' };

const ACTIONS = [
  ['Answer', 'answer'], ['Decline', 'decline'], ['Busy', 'busy'], ['No answer', 'noAnswer'], ['Hang up', 'hangUp'],
  ['Mute', 'mute'], ['Hold', 'hold'],
];

/** The actions that are switched on and off, each with the member of the party that has its state. */
const FLAGS = { mute: 'muted', hold: 'onHold' };

/** Prepares the buttons. */
export function startPhone() {
  byId('actions').append(...ACTIONS.map(([text, action]) =>
    button(text, () => act(action in FLAGS ? { action, value: !isOn(action) } : { action }), { 'data-action': action })));
  byId('pad').append(...KEYS.map((key) => button(key, () => act({ action: 'press', value: key }), {
    class: /[A-D]/.test(key) ? 'letter' : null, 'aria-label': `Key ${NAMES[key] ?? key}`,
  })));
  byId('say').addEventListener('submit', (event) => {
    event.preventDefault();
    act({ action: 'say', value: byId('say-text').value });
  });
  const join = (action) => act({ action }, byId('join-party').value.trim());
  byId('join').addEventListener('submit', (event) => {
    event.preventDefault();
    join('join');
  });
  byId('lobby').addEventListener('click', () => join('lobby'));
  byId('party').addEventListener('change', showPhone);
}

/** Updates the controls for the selected call. */
export function showPhone() {
  const call = selectedCall();
  byId('phone-controls').disabled = !call || call.ended;
  const parties = call?.parties ?? [];
  const chosen = byId('party').value;
  show(byId('party'), element('option', { value: '' }, 'First suitable party'),
    ...parties.map((party) => element('option', { value: party.id }, nameOf(party.id))));
  byId('party').value = parties.some((party) => party.id === chosen) ? chosen : '';
  for (const action of Object.keys(FLAGS)) {
    byId('actions').querySelector(`[data-action=${action}]`).setAttribute('aria-pressed', String(isOn(action)));
  }
}

/** Returns whether the selected party is muted or on hold. */
function isOn(action) {
  const parties = selectedCall()?.parties ?? [];
  const party = parties.find(({ id }) => id === byId('party').value) ?? parties[0];
  return party?.[FLAGS[action]] ?? false;
}

function act(action, party = byId('party').value) {
  const call = selectedCall();
  if (!call) return;
  send('POST', `/_sim/calls/${encodeURIComponent(call.id)}/act`, party === '' ? action : { ...action, party });
}
