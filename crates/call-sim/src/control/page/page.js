// The page with the calls: connects its parts.

import { listen, send } from './api.js';
import { showCalls, showHead, startCalls } from './calls.js';
import { showClock, startClock } from './clock.js';
import { byId, element } from './dom.js';
import { showFaults, startFaults } from './faults.js';
import { showEarlier, showLanes } from './lanes.js';
import { addEntry, model, selectedCall, setState, titleOf, words } from './model.js';
import { showPhone, startPhone } from './phone.js';
import { startRing } from './ring.js';
import { startTheme } from './theme.js';

let isScheduled = false;

/** Shows everything with the next frame. */
function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    showCalls();
    showHead();
    showLanes();
    showPhone();
    showFaults();
    showClock();
    announce();
  });
}

function select(id) {
  model.selected = id;
  schedule();
}

let announced = '';

/** Announces the state of the selected call when it changes. */
function announce() {
  const call = selectedCall();
  const text = call ? `${titleOf(call)}: ${call.ended ? 'ended' : words(call.state)}` : '';
  if (text !== announced) byId('announcer').textContent = text;
  announced = text;
}

async function showAddresses() {
  const state = await send('GET', '/_sim/state');
  if (!state) return;
  const pairs = (entries) => entries.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
  byId('environment').replaceChildren(...pairs(Object.entries(state.environment)));
  byId('magic').replaceChildren(...pairs(state.magic.map(({ digits, behavior }) => [digits, behavior])));
  const text = Object.entries(state.environment).map(([name, value]) => `export ${name}='${value}'\n`).join('');
  byId('copy').onclick = async () => {
    await navigator.clipboard.writeText(text);
    byId('copy').textContent = 'Copied';
  };
}

startTheme();
startCalls(select);
startPhone();
startFaults();
startClock();
startRing(select);
byId('earlier').addEventListener('click', showEarlier);
listen({
  entry: (entry) => {
    addEntry(entry);
    schedule();
  },
  state: (state) => {
    setState(state);
    schedule();
  },
  connection: (state) => {
    byId('connection').textContent = state;
    byId('connection').dataset.state = state;
  },
});
showAddresses();
schedule();
