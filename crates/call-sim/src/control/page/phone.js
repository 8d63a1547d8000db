// The phone: actions of the remote parties of the selected call.

import { send } from './api.js';
import { button, byId, element, show } from './dom.js';
import { selectedCall } from './model.js';

const KEYS = ['1', '2', '3', 'A', '4', '5', '6', 'B', '7', '8', '9', 'C', '*', '0', '#', 'D'];

const NAMES = { '*': 'Star', '#': 'Hash' };

const ACTIONS = [
  ['Answer', 'answer'], ['Decline', 'decline'], ['Busy', 'busy'], ['No answer', 'noAnswer'], ['Hang up', 'hangUp'],
  ['Mute', 'mute'], ['Hold', 'hold'], ['Join', 'join'], ['Lobby', 'lobby'],
];

/** Prepares the buttons. */
export function startPhone() {
  byId('pad').append(...KEYS.map((key) => button(key, () => act({ action: 'press', value: key }), {
    class: /[A-D]/.test(key) ? 'letter' : null, 'aria-label': `Key ${NAMES[key] ?? key}`,
  })));
  byId('say').addEventListener('submit', (event) => {
    event.preventDefault();
    act({ action: 'say', value: byId('say-text').value });
  });
  byId('party').addEventListener('change', showPhone);
}

/** Shows what is possible for the selected call. */
export function showPhone() {
  const call = selectedCall();
  byId('phone-controls').disabled = !call || call.ended;
  const parties = call?.parties ?? [];
  const chosen = byId('party').value;
  show(byId('party'), element('option', { value: '' }, 'First that can act'),
    ...parties.map((party) => element('option', { value: party.id }, party.id)));
  byId('party').value = parties.some((party) => party.id === chosen) ? chosen : '';
  const party = parties.find((one) => one.id === byId('party').value) ?? parties[0];
  const pressed = { mute: party?.muted ?? false, hold: party?.onHold ?? false };
  show(byId('actions'), ...ACTIONS.map(([text, action]) => element('button', {
    type: 'button', 'data-key': action, 'aria-pressed': action in pressed ? String(pressed[action]) : null,
  }, text)));
  for (const control of byId('actions').children) {
    const action = control.dataset.key;
    control.onclick = () => act(action in pressed ? { action, value: !pressed[action] } : { action });
  }
}

function act(action) {
  const call = selectedCall();
  if (!call) return;
  const party = byId('party').value;
  send('POST', `/_sim/calls/${encodeURIComponent(call.id)}/act`, party === '' ? action : { ...action, party });
}
