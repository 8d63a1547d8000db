// The page with the behaviors and their sources.

import { send } from './api.js';
import { byId, element } from './dom.js';
import { startTheme } from './theme.js';

startTheme();

const services = (await send('GET', '/_sim/fidelity')) ?? [];
const filters = [...document.querySelectorAll('.filter input')];

function show() {
  const marks = filters.filter((filter) => filter.checked).map((filter) => filter.value);
  let count = 0;
  byId('tables').replaceChildren(...services.flatMap(({ title, behaviors }) => {
    const rows = behaviors.filter(({ mark }) => marks.includes(mark));
    count += rows.length;
    return rows.length > 0 ? [table(title, rows)] : [];
  }));
  byId('count').textContent = `${count} behaviors`;
}

function table(title, rows) {
  const columns = ['Topic', 'Behavior', 'Source'].map((name) => element('th', { scope: 'col' }, name));
  const lines = rows.map(({ topic, behavior, mark }, index) => element('tr', {},
    element('th', { scope: 'row' }, rows[index - 1]?.topic === topic ? element('span', { class: 'hidden' }, topic) : topic),
    element('td', {}, behavior),
    element('td', {}, element('span', { class: 'mark-tag', 'data-mark': mark }, mark))));
  return element('section', {}, element('h2', {}, title),
    element('table', { class: 'behaviors' }, element('thead', {}, element('tr', {}, ...columns)), element('tbody', {}, ...lines)));
}

for (const filter of filters) filter.addEventListener('change', show);
show();
