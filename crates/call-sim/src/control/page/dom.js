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

/**
 * Shows children in an element. Nodes that remain are changed in place, so that the focus and a click in progress are not
 * lost. Children with the attribute data-key are recognized by it. Event handlers belong to the parent.
 */
export function show(parent, ...children) {
  const keys = new Set(children.map(keyOf));
  let current = parent.firstChild;
  const removeCurrent = () => {
    const gone = current;
    current = current.nextSibling;
    gone.remove();
  };
  for (const child of children.filter((one) => one != null)) {
    const next = typeof child === 'string' ? document.createTextNode(child) : child;
    while (current && keyOf(current) && !keys.has(keyOf(current))) removeCurrent();
    if (current && current.nodeName === next.nodeName && keyOf(current) === keyOf(next)) {
      update(current, next);
      current = current.nextSibling;
    } else {
      parent.insertBefore(next, current);
    }
  }
  while (current) removeCurrent();
}

const keyOf = (node) => node?.dataset?.key;

/** Makes a node equal to another one of the same kind. */
function update(node, next) {
  if (node.isEqualNode(next)) return;
  if (node.nodeType === Node.TEXT_NODE) {
    node.data = next.data;
    return;
  }
  for (const { name } of [...node.attributes]) {
    if (!next.hasAttribute(name)) node.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) node.setAttribute(name, value);
  show(node, ...next.childNodes);
}
