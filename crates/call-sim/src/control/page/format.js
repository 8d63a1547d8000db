// Bodies, indented. JSON keeps the spelling of every number and string.

import { element } from './dom.js';

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([{}[\],:])|([^\s{}[\],:"]+))/y;

/** Returns a body as a document fragment. The members at the JSON pointers are marked. */
export function formatted(text, unknown = []) {
  const fragment = document.createDocumentFragment();
  try {
    JSON.parse(text);
    fragment.append(...json(text, new Set(unknown)));
  } catch {
    fragment.append(text.trimStart().startsWith('<') ? xml(text) : text);
  }
  return fragment;
}

/** Returns the tokens of a JSON text with line breaks between them. */
function* json(text, unknown) {
  const open = [];
  TOKEN.lastIndex = 0;
  const next = () => TOKEN.exec(text);
  const line = () => `\n${'  '.repeat(open.length)}`;
  let isEmpty = false;
  for (let found = next(); found; found = next()) {
    const [, string, mark, other] = found;
    const inner = open.at(-1);
    if (mark === '{' || mark === '[') {
      if (isEmpty && inner) yield line();
      open.push({ isObject: mark === '{', index: 0, name: null });
      isEmpty = true;
      yield mark;
    } else if (mark === '}' || mark === ']') {
      open.pop();
      if (!isEmpty) yield line();
      isEmpty = false;
      yield mark;
    } else if (mark === ',') {
      inner.index += 1;
      inner.name = null;
      yield `,${line()}`;
    } else if (mark === ':') {
      yield ': ';
    } else {
      if (isEmpty) yield line();
      isEmpty = false;
      if (inner?.isObject && inner.name === null) {
        inner.name = JSON.parse(string);
        const isUnknown = unknown.has(pointer(open));
        yield element(isUnknown ? 'mark' : 'span', { class: 'json-name', title: isUnknown ? 'not in the schema' : null }, string);
      } else {
        yield element('span', { class: string ? 'json-string' : 'json-other' }, string ?? other);
      }
    }
  }
}

/** Returns the JSON pointer of the current value. */
const pointer = (open) => open
  .map(({ isObject, index, name }) => `/${isObject ? name.replaceAll('~', '~0').replaceAll('/', '~1') : index}`)
  .join('');

/** Returns an XML text with one element per line. */
function xml(text) {
  let depth = 0;
  const pieces = text.replace(/>\s*</g, '>\n<').split('\n');
  return pieces.map((piece) => {
    if (/^<\//.test(piece)) depth -= 1;
    const line = '  '.repeat(Math.max(depth, 0)) + piece;
    if (/^<[^/?!]/.test(piece) && !/(\/>|<\/[^>]+>)$/.test(piece)) depth += 1;
    return line;
  }).join('\n');
}
