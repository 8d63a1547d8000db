// The data of the page: calls, entries of the journal, and the selection.

/** The number of entries that are kept. */
const MOST = 20000;

export const SERVICES = { acs: 'Communication Services', graph: 'Microsoft Graph', exchange: 'Exchange' };

export const model = {
  /** The calls by id, also those that have ended. */
  calls: new Map(),
  /** The entries in order, each with the call that it belongs to. */
  entries: [],
  byNumber: new Map(),
  faults: [],
  clock: null,
  /** Incremented when entries are removed or moved to another call. */
  generation: 0,
  /** The id of the selected call. Null: everything. */
  selected: null,
};

/** Adds an entry of the journal. */
export function addEntry(entry) {
  if (model.byNumber.has(entry.number)) return;
  entry.call ??= model.byNumber.get(entry.inReplyTo)?.call ?? callOfTarget(entry);
  model.entries.push(entry);
  model.byNumber.set(entry.number, entry);
  if (entry.call && !model.calls.has(entry.call)) model.calls.set(entry.call, unknownCall(entry));
  const call = model.calls.get(entry.call);
  if (entry.kind === 'state' && call) call.state = entry.name;
  if (model.entries.length > MOST) {
    for (const old of model.entries.splice(0, MOST / 10)) model.byNumber.delete(old.number);
  }
}

/** Returns the call that the target of a request names. A request that was not processed has no other call. */
function callOfTarget(entry) {
  if (entry.kind !== 'request') return undefined;
  const target = decode(entry.detail);
  return [...model.calls.keys()].find((id) => target.includes(id));
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns a call that occurs only in the journal, because it ended before the page was opened. */
function unknownCall(entry) {
  return { id: entry.call, service: entry.service, state: '', started: entry.time, parties: [], ended: true, isGuess: true };
}

/** Updates the data to the state of the simulator. */
export function setState(state) {
  model.faults = state.faults;
  model.clock = { ...state.clock, at: performance.now() };
  const [first, last] = [model.entries[0]?.number, model.entries.at(-1)?.number];
  // The journal was cleared, or another simulator has started.
  if (first < state.firstEntry || last > state.lastEntry) keepEntries(state);
  const current = new Set(state.calls.map((call) => call.id));
  const gone = [...model.calls.values()].filter((call) => !call.ended && !current.has(call.id));
  for (const call of gone) call.ended = true;
  for (const call of state.calls) {
    const isNew = model.calls.get(call.id)?.isGuess ?? true;
    const before = isNew ? gone.find((old) => isAnsweredAs(old, call)) : undefined;
    model.calls.set(call.id, { ...call, ended: false });
    if (before) follow(before.id, call.id);
  }
}

/** Returns whether a call is an incoming one that was answered. In Communication Services, it then has another id. */
const isAnsweredAs = (old, call) =>
  !old.outgoing && !call.outgoing && old.service === call.service && titleOf(old) === titleOf(call);

/** Moves the entries of the old id of a call to its new id. */
function follow(before, id) {
  for (const entry of model.entries) {
    if (entry.call === before) entry.call = id;
  }
  model.calls.delete(before);
  if (model.selected === before) model.selected = id;
  model.generation += 1;
}

/** Removes everything except the entries that the journal still has. */
function keepEntries({ firstEntry, lastEntry }) {
  const kept = model.entries.filter(({ number }) => number >= firstEntry && number <= lastEntry);
  model.entries = [];
  model.byNumber.clear();
  model.calls.clear();
  model.selected = null;
  model.generation += 1;
  kept.forEach(addEntry);
}

/** Returns the selected call, or undefined if everything is selected. */
export const selectedCall = () => model.calls.get(model.selected);

/** Returns a short title of a call: its first remote party. */
export const titleOf = (call) => nameOf(call.parties[0]?.id ?? call.id);

/** Returns an identifier without the prefix of phone numbers. */
export const nameOf = (id) => id.replace(/^4:(?=\+)/, '');

/** Returns the text of a state in sentence case: `callDisconnected` is `call disconnected`. */
export const words = (name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** Returns the kind of a state, for its color. */
export function tone(call) {
  if (call.ended || /(disconnect|terminat|end|reject|fail)/i.test(call.state)) return 'ended';
  return /^(connected|established)$/i.test(call.state) ? 'live' : 'waiting';
}

/** Returns the time of day of a timestamp, with milliseconds. */
export const timeOf = (timestamp) => (/T(\d\d:\d\d:\d\d(?:\.\d{1,3})?)/.exec(timestamp)?.[1] ?? timestamp)
  .replace(/^(\d\d:\d\d:\d\d)$/, '$1.000').replace(/\.(\d{1,2})$/, (_, digits) => `.${digits.padEnd(3, '0')}`);
