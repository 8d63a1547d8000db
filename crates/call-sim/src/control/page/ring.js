// Calls to the application, and the URL that they are sent to.

import { send } from './api.js';
import { byId } from './dom.js';

const OUTCOMES = {
  active: 'Registered.',
  awaitingManualAction: 'The application must confirm the subscription by a GET request to validationUrl.',
};

/** Prepares the forms. */
export function startRing(select) {
  byId('ring').addEventListener('submit', async (event) => {
    event.preventDefault();
    const name = byId('ring-name').value.trim();
    const ring = { service: byId('ring-service').value, from: byId('ring-from').value.trim(), displayName: name || undefined };
    const created = await send('POST', '/_sim/calls', ring);
    if (created) select(created.id);
  });
  const service = byId('register-service');
  service.addEventListener('change', () => {
    byId('register-events').hidden = service.value !== 'acs';
  });
  byId('register').addEventListener('submit', async (event) => {
    event.preventDefault();
    const schema = service.value === 'acs' ? byId('register-schema').value : undefined;
    byId('registered').textContent = '';
    const outcome = await send('POST', '/_sim/subscriptions', { service: service.value, url: byId('register-url').value, schema });
    byId('registered').textContent = OUTCOMES[outcome?.status] ?? '';
  });
}
