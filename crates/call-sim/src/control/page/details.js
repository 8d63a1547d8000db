// The headers and the body of an entry, below its row.

import { send } from './api.js';
import { element } from './dom.js';
import { formatted } from './format.js';

/** Shows or hides the details of an entry. */
export async function toggleDetails(item, control, entry) {
  const isOpen = control.getAttribute('aria-expanded') === 'true';
  control.setAttribute('aria-expanded', String(!isOpen));
  if (isOpen) {
    item.querySelector('.entry-details')?.remove();
    return;
  }
  const full = await send('GET', `/_sim/journal/${entry.number}`);
  if (full && control.getAttribute('aria-expanded') === 'true') item.append(details(full));
}

function details(entry) {
  const parts = [element('p', {}, element('code', {}, entry.detail || entry.name))];
  if (entry.headers) {
    const rows = entry.headers.map(([name, value]) =>
      element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value)));
    parts.push(section('Headers', element('table', {}, element('tbody', {}, ...rows))));
  }
  if (entry.body) {
    const unknown = entry.unknown ?? [];
    const title = unknown.length > 0 ? `Body, with ${unknown.length} unknown ${unknown.length > 1 ? 'members' : 'member'}` : 'Body';
    parts.push(section(title, element('pre', { tabindex: '0', 'aria-label': 'Body' }, formatted(entry.body, unknown))));
  } else if (entry.kind !== 'state') {
    parts.push(element('p', { class: 'muted' }, 'No body'));
  }
  return element('div', { class: 'entry-details' }, ...parts);
}

const section = (title, content) => element('section', {}, element('h4', {}, title), content);
