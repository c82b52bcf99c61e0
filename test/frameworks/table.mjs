// What the elements take and dispatch, read from custom-elements.json, so that the test covers whatever is added to them.
import {readFileSync} from 'node:fs';

const {modules} = JSON.parse(readFileSync(new URL('../../custom-elements.json', import.meta.url), 'utf8'));
const elements = modules.flatMap(({declarations}) => declarations).filter(({tagName}) => tagName);

/** Values that replace each other, as source code: two that differ from the default, then none. */
function samplesOf({name, type: {text}, default: byDefault}) {
  return [...differentFrom(name, text, byDefault), /^(Session|Element)\b/.test(text) ? 'null' : 'undefined'];
}

function differentFrom(name, text, byDefault) {
  const literals = text.match(/'[^']*'/g)?.filter((literal) => literal !== byDefault);
  if (literals) return [literals.at(-1), literals.length > 1 ? literals[0] : byDefault];
  // braces, as phrases have them, are syntax in some templates
  if (text === 'string') return ["'{count} here'", "'other'"];
  if (text === 'number') return ['42', '43'];
  if (text === 'boolean') return ['true', 'false'];
  if (text.startsWith('Element'))
    return ["document.createElement('ot-session')", "document.createElement('ot-session')"];
  if (text.startsWith('Session'))
    return ["initSession('', 'a', {engine: 'local'})", "initSession('', 'b', {engine: 'local'})"];
  if (text.startsWith('Readonly<Record')) return ['{a: 1}', '{b: 2}'];
  if (text.startsWith('GetCredentials')) return ['async () => ({})', "async () => ({token: 'b'})"];
  throw new Error(`No samples for ${name}, of type ${text}: add some to ${import.meta.url}.`);
}

/**
 * What a template sets or listens to.
 *
 * - `literal`: an attribute whose text is in the template
 * - `attribute`: an attribute whose value is an expression
 * - `property`: a property whose value is an expression
 * - `event`
 */
export const rows = elements.flatMap(({tagName, members, attributes, events}) => {
  const fields = members.filter(({kind, readonly, static: isStatic}) => kind === 'field' && !readonly && !isStatic);
  const row = (form, name, field) => ({
    tag: tagName,
    form,
    name,
    property: field.name,
    type: field.attribute ? field.type.text : 'object',
    byDefault: field.default,
    samples: samplesOf(field),
  });
  return [
    ...['literal', 'attribute'].flatMap((form) =>
      attributes.map(({name, fieldName}) =>
        row(
          form,
          name,
          fields.find((field) => field.name === fieldName),
        ),
      ),
    ),
    ...fields.map((field) => row('property', field.name, field)),
    ...events.map(({name}) => ({tag: tagName, form: 'event', name})),
  ];
});

const literal = ({name, type, samples: [sample]}) =>
  type === 'boolean' ? name : `${name}="${sample.replace(/^'|'$/g, '')}"`;

/**
 * A template in which each row of the table has an element for each way in which a framework writes it.
 *
 * @param forms by form, what gives those ways, of a row and of its index
 */
export function templateOf(forms) {
  return rows
    .flatMap((row, index) =>
      [{literal, ...forms}[row.form](row, index)].flat().map((written) => {
        // no session is to be joined here
        const manual = row.tag === 'ot-session' && row.property !== 'connectOn' ? 'connect-on="manual" ' : '';
        return `<${row.tag} data-row="${index}" ${manual}${written}></${row.tag}>`;
      }),
    )
    .join('\n');
}
