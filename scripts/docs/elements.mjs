// Generates docs/reference/<tag>.md for each element from custom-elements.json.
import {code, methodDescription, oneLine, signature, table} from './markdown.mjs';

/** The last sentence of an event's description, which the table shows in columns. */
const FLAGS = / ?(Cancelable, )?(bubbles, composed|does not bubble)\.$/i;

/** @returns for each file, its regions: a map of names to Markdown */
export function elementRegions(manifest) {
  const elements = manifest.modules
    .flatMap(({declarations}) => declarations)
    .filter(({customElement}) => customElement);
  return Object.fromEntries(elements.map((element) => [`docs/reference/${element.tagName}.md`, regionsOf(element)]));
}

function regionsOf({name, members, attributes, events, slots, cssParts, cssProperties, cssStates}) {
  const properties = members.filter(({kind, attribute}) => kind === 'field' && attribute === undefined);
  const methods = members.filter(({kind}) => kind === 'method');
  const fieldOf = ({fieldName}) => members.find((member) => member.name === fieldName);
  const regions = {
    attributes: rows(attributes, ['Attribute', 'Property', 'Values', 'Default', 'Description'], (attribute) => [
      code(attribute.name),
      code(attribute.fieldName) + (fieldOf(attribute)?.reflects ? ', reflected' : ''),
      values(attribute),
      defaultValue(attribute),
      oneLine(attribute.description),
    ]),
    properties: rows(properties, ['Property', 'Type', 'Description'], (property) => [
      code(property.name) + (property.readonly ? ', read-only' : ''),
      typeOf(property),
      oneLine(property.description),
    ]),
    methods: rows(methods, ['Method', 'Description'], (method) => [
      signature(method.static ? `${name}.${method.name}` : method.name, method.parameters),
      methodDescription({...method, returns: method.return?.description}),
    ]),
    events: rows(events, ['Event', 'Type', 'Cancelable', 'Bubbles', 'Description'], (event) => [
      code(event.name),
      code(event.type.text),
      cancelable(event),
      event.bubbles ? 'yes' : 'no',
      oneLine(event.description).replace(FLAGS, ''),
    ]),
    states: rows(cssStates, ['State', 'When'], (state) => [code(`:state(${state.name})`), oneLine(state.description)]),
    parts: rows(cssParts, ['Part', 'What it is'], (part) => [code(part.name), oneLine(part.description)]),
    'css-properties': rows(cssProperties, ['Custom property', 'Default', 'Description'], (property) => [
      code(property.name),
      property.default === undefined ? '' : code(property.default),
      oneLine(property.description),
    ]),
    slots: rows(slots, ['Slot', 'Content'], (slot) => [
      slot.name ? code(slot.name) : '(default)',
      oneLine(slot.description),
    ]),
  };
  return Object.fromEntries(Object.entries(regions).filter(([, text]) => text));
}

function rows(list = [], headers, row) {
  return list.length ? table(headers, list.map(row)) : undefined;
}

/** Formats `'a' | 'b' | (string & {})` as "`a`, `b`, or another string". */
function values({type, minimum}) {
  if (minimum !== undefined) return minimum ? `integer, at least ${minimum}` : 'integer';
  const literals = [...type.text.matchAll(/'([^']*)'/g)].map(([, value]) => code(value));
  if (!literals.length) return type.text;
  return literals.join(', ') + (type.text.includes('string') ? ', or another string' : '');
}

function typeOf({type}) {
  return type.text.startsWith("'") ? values({type}) : code(type.text);
}

function defaultValue({type, default: value = ''}) {
  if (value === '' || value === "''" || type.text === 'boolean') return '';
  return code(value.replace(/^'(.*)'$/, '$1'));
}

/** The event's description states the condition. */
function cancelable(event) {
  if (!event.cancelable) return 'no';
  return FLAGS.exec(event.description)?.[1] ? 'yes' : 'conditionally';
}
