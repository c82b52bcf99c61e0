// Generates docs/reference/session-model.md from the types of the session model.
import {code, methodDescription, oneLine, signature, table} from './markdown.mjs';

const EVENTS = [
  'SessionEvent',
  'ConnectionEvent',
  'SessionConnectEvent',
  'SessionDisconnectEvent',
  'SessionErrorEvent',
];
/** The last sentence of the description of an element's event. */
const FLAGS = / ?(Cancelable, )?(bubbles, composed|does not bubble)\.$/i;

/** @returns for each file, its regions: a map of names to Markdown */
export function sessionModelRegions(types, manifest) {
  const properties = (name) => types.membersOf(name).filter(({kind}) => kind === 'property');
  return {
    'docs/reference/session-model.md': {
      options: table(['Option', 'Type', 'Description'], properties('SessionOptions').map(propertyRow)),
      properties: table(['Property', 'Type', 'Description'], properties('Session').map(propertyRow)),
      methods: table(
        ['Method', 'Description'],
        types
          .membersOf('Session')
          .filter(({kind}) => kind === 'method')
          .map((method) => [signature(method.name, method.parameters), methodDescription(method)]),
      ),
      events: table(['Event', 'Class', 'Description'], eventRows(types, manifest)),
      'event-classes': table(
        ['Class', 'Member', 'Type', 'Description'],
        EVENTS.flatMap((name) => types.membersOf(name).map((member) => [code(name), ...memberRow(member)])),
      ),
      connection: table(['Property', 'Type', 'Description'], properties('Connection').map(propertyRow)),
    },
  };
}

/** If a model event has no doc comment, the description of the corresponding element event is used. */
function eventRows(types, manifest) {
  const elements = manifest.modules
    .flatMap(({declarations}) => declarations)
    .filter(({tagName}) => tagName === 'ot-session');
  const [{events}] = elements;
  return types.membersOf('SessionEventMap').map(({name, type, description}) => {
    const counterpart = events.find((event) => event.name.toLowerCase() === name.toLowerCase());
    const text = description || counterpart?.description.replaceAll('`detail.', '`event.');
    if (!text) throw new Error(`SessionEventMap: ${name} has no doc comment.`);
    return [code(name), code(type), oneLine(text).replace(FLAGS, '')];
  });
}

function propertyRow({name, type, readonly, ...rest}) {
  return [code(name) + (readonly ? ', read-only' : ''), code(type), descriptionOf({name, ...rest})];
}

function memberRow(member) {
  const {name, kind, type, parameters} = member;
  return [kind === 'method' ? signature(name, parameters) : code(name), type ? code(type) : '', descriptionOf(member)];
}

function descriptionOf({description, deprecated}) {
  return [oneLine(description), deprecated === undefined ? '' : `Deprecated. ${oneLine(deprecated)}`].join(' ').trim();
}
