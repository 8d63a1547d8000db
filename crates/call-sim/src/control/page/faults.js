// The fault rules.

import { send } from './api.js';
import { byId, element, show } from './dom.js';
import { model, SERVICES } from './model.js';

const STATUSES = { 'status-429': 429, 'status-503': 503, 'status-500': 500 };

const REQUESTS = {
  'status-429': 'status 429', 'status-503': 'status 503', 'status-500': 'status 500',
  resetBefore: 'connection reset before the effect', resetAfter: 'connection reset after the effect',
  cutBody: 'response cut in the middle', slowBytes: 'slow bytes', htmlPage: 'HTML page', contentType: 'wrong Content-Type',
};

const CALLBACKS = {
  lost: 'lost', doubled: 'sent twice', late: 'late', outOfOrder: 'out of order', unknownType: 'unknown type',
  unknownMembers: 'unknown members', unknownValues: 'unknown enum values', emptyBody: 'empty body',
  expiredToken: 'expired token', unknownKid: 'unknown kid in the token', wrongSignature: 'wrong signature of the token',
  wrongAudience: 'wrong audience of the token', keyRotation: 'key rotation',
};

const TIMED = ['slowBytes', 'late'];

const options = (label, kinds) => element('optgroup', { label },
  ...Object.entries(kinds).map(([value, text]) => element('option', { value }, text[0].toUpperCase() + text.slice(1))));

/** Prepares the form. */
export function startFaults() {
  byId('fault-kind').append(options('Responses to requests', REQUESTS), options('Callbacks', CALLBACKS));
  byId('fault-kind').addEventListener('change', showFields);
  showFields();
  byId('fault').addEventListener('submit', async (event) => {
    event.preventDefault();
    await send('POST', '/_sim/faults', rule());
  });
  byId('faults').addEventListener('click', (event) => {
    const rule = event.target.closest('button')?.dataset.rule;
    if (rule) send('DELETE', `/_sim/faults/${rule}`);
  });
}

function showFields() {
  const kind = byId('fault-kind').value;
  byId('fault-retry').hidden = !(kind in STATUSES);
  byId('fault-wait').hidden = !TIMED.includes(kind);
}

/** Returns the rule of the form. */
function rule() {
  const text = (id) => byId(id).value.trim() || undefined;
  const number = (id) => (byId(id).value === '' ? undefined : Number(byId(id).value));
  return { service: text('fault-service'), name: text('fault-name'), nth: number('fault-nth'), times: number('fault-times'), fault: fault() };
}

function fault() {
  const kind = byId('fault-kind').value;
  const form = byId('fault-retry-form').value;
  const milliseconds = Number(byId('fault-milliseconds').value);
  if (kind in STATUSES) {
    const seconds = Number(byId('fault-retry-seconds').value);
    const retryAfter = form === '' ? null : { [form]: form === 'fraction' ? seconds : Math.round(seconds) };
    return { request: { status: { status: STATUSES[kind], retryAfter } } };
  }
  return { [kind in REQUESTS ? 'request' : 'callback']: TIMED.includes(kind) ? { [kind]: milliseconds } : kind };
}

/** Shows the rules, and suggests the names in the journal. */
export function showFaults() {
  show(byId('faults'), ...model.faults.map((active) => element('li', { 'data-key': active.id },
    element('span', {}, describe(active.fault)),
    element('small', {}, `${scope(active)}; injected ${active.injected}${active.times ? ` of ${active.times}` : ''}`),
    element('button', { type: 'button', 'data-rule': active.id, 'aria-label': `Remove: ${describe(active.fault)}` }, 'Remove'))));
  const names = new Set(model.entries.filter(({ kind }) => kind === 'request' || kind === 'callback').map(({ name }) => name));
  show(byId('names'), ...[...names].sort().map((name) => element('option', { value: name })));
}

function describe({ request, callback }) {
  const one = request ?? callback;
  if (typeof one === 'string') return { ...REQUESTS, ...CALLBACKS }[one] ?? one;
  const [kind, value] = Object.entries(one)[0];
  if (kind !== 'status') return `${{ ...REQUESTS, ...CALLBACKS }[kind]}, ${value} ms`;
  const [form, wait] = Object.entries(value.retryAfter ?? {})[0] ?? [];
  return `status ${value.status}${form ? `, Retry-After ${wait} s${form === 'date' ? ' as a date' : ''}` : ''}`;
}

function scope({ service, name, nth, probability }) {
  const parts = [service && SERVICES[service], name, nth && `match ${nth}`,
    probability != null && `probability ${probability}`];
  return parts.filter(Boolean).join(', ') || 'everything';
}
