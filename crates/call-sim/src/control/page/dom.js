// Elements. Data becomes text and attributes, never markup.

/** Returns the element with an id. */
export const byId = (id) => document.getElementById(id);

/** Creates an element. Attributes that are null are left out; functions are event handlers. */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value == null) continue;
    if (typeof value === 'function') created.addEventListener(key, value);
    else created.setAttribute(key, value);
  }
  created.append(...children.filter((child) => child != null));
  return created;
}

/** Creates a button. */
export const button = (text, act, attributes = {}) =>
  element('button', { type: 'button', click: act, ...attributes }, text);

/** Replaces the children of an element, unless they are equal. The focus stays on the element with the same key. */
export function show(parent, ...children) {
  const next = element(parent.tagName, {}, ...children).childNodes;
  const current = parent.childNodes;
  if (next.length === current.length && [...next].every((node, index) => node.isEqualNode(current[index]))) return;
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...next);
  if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
