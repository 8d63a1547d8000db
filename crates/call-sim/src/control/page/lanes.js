// The lane diagram: one row per entry of the journal. It is a list, for screen readers.

import { byId, element } from './dom.js';
import { toggleDetails } from './details.js';
import { model, timeOf } from './model.js';

/** The number of rows that are shown at first, and added by each request for earlier ones. */
const PAGE = 400;

/** The lanes: application, service, callbacks, phone. */
const ARROWS = {
  request: { between: '0-1', way: 'right', title: 'request of the application' },
  response: { between: '0-1', way: 'left', reply: true, title: 'response of the service' },
  callback: { between: '1-2', way: 'right', title: 'callback of the service' },
  callbackResponse: { between: '1-2', way: 'left', reply: true, title: 'response to the callback' },
  frameSent: { between: '1-2', way: 'right', title: 'frame of the service' },
  frameReceived: { between: '1-2', way: 'left', title: 'frame of the application' },
  phone: { between: '1-3', way: 'left', title: 'action of a remote party' },
};

const MARKS = {
  state: { on: 1, shape: 'round', title: 'state' },
  fault: { on: 1, shape: 'diamond', title: 'injected fault' },
  warning: { on: 0, shape: 'triangle', title: 'warning' },
};

let shown = { selected: undefined, generation: 0, last: 0, from: 0 };

const belongs = (entry) => model.selected === null || entry.call === model.selected;

/** Shows the entries of the selected call. Existing rows remain. */
export function showLanes() {
  const rows = byId('lanes');
  const { selected, generation } = model;
  if (shown.selected !== selected || shown.generation !== generation) {
    rows.replaceChildren();
    shown = { selected, generation, last: 0, from: model.entries.filter(belongs).at(-PAGE)?.number ?? 0 };
  }
  let start = model.entries.length;
  while (start > 0 && model.entries[start - 1].number > shown.last) start -= 1;
  const added = model.entries.slice(start).filter((entry) => belongs(entry) && entry.number >= shown.from);
  rows.append(...added.map(row));
  shown.last = model.entries.at(-1)?.number ?? shown.last;
  byId('earlier').hidden = !model.entries.some((entry) => entry.number < shown.from && belongs(entry));
  const empty = byId('empty');
  empty.hidden = rows.childElementCount > 0;
  empty.textContent = model.selected === null
    ? 'There are no entries yet. Ring the application, or let it place a call.'
    : 'The journal has no entries of this call.';
}

/** Shows one more page of earlier entries. */
export function showEarlier() {
  const earlier = model.entries.filter((entry) => belongs(entry) && entry.number < shown.from).slice(-PAGE);
  shown.from = earlier[0]?.number ?? 0;
  byId('lanes').prepend(...earlier.map(row));
  showLanes();
}

function row(entry) {
  const isError = entry.status >= 400 || (entry.kind === 'callbackResponse' && !entry.status);
  const lane = ARROWS[entry.kind] ? arrow(ARROWS[entry.kind]) : mark(MARKS[entry.kind] ?? MARKS.state);
  const title = (ARROWS[entry.kind] ?? MARKS[entry.kind] ?? MARKS.state).title;
  // The detail of a response is its status. The query of a request is one of the details.
  const status = entry.status ? entry.detail || String(entry.status) : null;
  const detail = status ? null : entry.detail.replace(/^([A-Z]+ [^?]*)\?.*$/, '$1');
  const item = element('li', {});
  const control = element('button', {
    type: 'button',
    class: `row kind-${entry.kind}${isError ? ' is-error' : ''}`,
    'aria-expanded': 'false',
    'data-number': entry.number,
    click: () => toggleDetails(item, control, entry),
  },
  element('span', { class: 'at' }, timeOf(entry.time)),
  element('span', { class: 'lanes', 'aria-hidden': 'true' }, lane),
  element('span', { class: 'what' },
    element('span', { class: 'hidden' }, ` ${title}: `),
    element('span', { class: 'name' }, entry.name), ' ',
    status && element('span', { class: 'status' }, status), ' ',
    detail && element('span', { class: 'detail' }, detail)));
  item.append(control);
  return item;
}

const arrow = ({ between, way, reply }) =>
  element('span', { class: `arrow between-${between} ${way}${reply ? ' reply' : ''}` });

const mark = ({ on, shape }) => element('span', { class: `mark on-${on} ${shape}` });
