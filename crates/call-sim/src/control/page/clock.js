// The clock: the simulator's time, skips, and the reset.

import { send } from './api.js';
import { button, byId } from './dom.js';
import { model } from './model.js';

const STEPS = [['+1 s', 1], ['+5 s', 5], ['+30 s', 30], ['+1 min', 60], ['+15 min', 900], ['+45 min', 2700]];

const skip = (seconds) => send('POST', '/_sim/clock', { advance: seconds });

/** Prepares the controls. */
export function startClock() {
  byId('advances').append(...STEPS.map(([text, seconds]) => button(text, () => skip(seconds))));
  byId('advance').addEventListener('submit', (event) => {
    event.preventDefault();
    skip(Number(byId('advance-seconds').value));
  });
  const dialog = byId('reset-dialog');
  byId('reset').addEventListener('click', () => dialog.showModal());
  byId('reset-cancel').addEventListener('click', () => dialog.close());
  byId('reset-confirm').addEventListener('click', async () => {
    await send('POST', '/_sim/reset');
    dialog.close();
  });
  setInterval(showClock, 500);
}

/** Shows the time. Between two updates from the simulator, the page advances it. */
export function showClock() {
  if (!model.clock) return;
  const passed = model.clock.time === 'real' ? performance.now() - model.clock.at : 0;
  const now = new Date(Date.parse(model.clock.now) + passed).toISOString();
  const time = byId('time');
  time.dateTime = now;
  time.textContent = now.slice(0, 19).replace('T', ' ');
  byId('time-kind').textContent = model.clock.time === 'virtual' ? 'virtual' : '';
}
