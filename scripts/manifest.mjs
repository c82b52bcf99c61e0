// npm run manifest: writes custom-elements.json. With --check, fails if the committed file is out of date.
//
// In addition to the schema, events have `bubbles`, `composed`, and `cancelable` (if an event is only sometimes
// cancelable, its description says when), integer attributes and properties have a `minimum`, and elements have
// `since`.
import {cli} from '@custom-elements-manifest/analyzer/cli.js';
import {validateCem} from '@wc-toolkit/cem-validator';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {posix} from 'node:path';
import {readSources} from './manifest/sources.mjs';

const FILE = 'custom-elements.json';
/** The public superclass of every element. */
const SUPERCLASS = {name: 'ReactiveElement', package: 'lit'};

const manifest = await cli({
  argv: ['analyze', '--litelement', '--quiet', '--globs', 'src/**/*.ts'],
  cwd: process.cwd(),
  noWrite: true,
});
manifest.schemaVersion = '2.1.0'; // the analyzer writes an older version, although it outputs custom states

const sources = readSources(manifest.modules.map(({path}) => path));
const declared = new Set(manifest.modules.flatMap(({declarations}) => declarations.map(({name}) => name)));
for (const module of manifest.modules) {
  // the analyzer lists exported types without declaring them; those that an element's module exports are public
  const isElement = module.path.endsWith('-element.ts');
  module.exports = module.exports.filter(
    ({kind, name, declaration}) =>
      kind !== 'js' || name === '*' || declared.has(name) || (isElement && declaration.module),
  );
  for (const {declaration} of module.exports) {
    if (declaration.module) declaration.module = published(module.path, declaration.module);
  }
  module.declarations = module.declarations.filter(({name}) =>
    module.exports.some((exported) => exported.name === name),
  );
  for (const declaration of module.declarations) if (declaration.kind === 'class') tidyClass(declaration);
  module.path = published(module.path, module.path);
}
manifest.modules = publicModules(manifest.modules).sort((a, b) => (a.path < b.path ? -1 : 1));
for (const module of manifest.modules) defineElement(module);
forgetPrivateModules();

/** Resolves `path`, as imported by the module `from`, to its path in the published package. */
function published(from, path) {
  const absolute = path.startsWith('.') ? posix.join(posix.dirname(from), path) : path;
  return absolute.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');
}

/** What can be imported: the entry points in the package's exports, and what they re-export from other modules. */
function publicModules(modules) {
  const {exports} = JSON.parse(readFileSync('package.json', 'utf8'));
  const entries = new Set(Object.values(exports).map((target) => target.default?.slice('./'.length)));
  const isEntry = ({path}) => entries.has(path);
  const reexported = modules.filter(isEntry).flatMap((module) => module.exports.map(({declaration}) => declaration));
  for (const module of modules) {
    if (isEntry(module)) continue;
    const isPublic = ({name}) => reexported.some((other) => other.module === module.path && other.name === name);
    module.exports = module.exports.filter(isPublic);
    module.declarations = module.declarations.filter(isPublic);
  }
  return modules.filter((module) => isEntry(module) || module.exports.length);
}

function tidyClass(declaration) {
  const {name: className, members = [], attributes = [], events = []} = declaration;
  const isHidden = ({name, kind, privacy, static: isStatic, inheritedFrom}) =>
    (privacy && privacy !== 'public') ||
    (isStatic && kind === 'field') || // for Lit
    /^(connectedMoveCallback|(add|remove)EventListener)$/.test(name) || // the analyzer omits other DOM methods itself
    sources.isHidden(inheritedFrom?.name ?? className, name);
  const hidden = new Set(members.filter(isHidden).map(({name}) => name));
  const isFirst = ({name}, index) => members.findIndex((member) => member.name === name) === index;
  const lists = {
    // the first overload has the description
    members: members.filter((member, index) => !isHidden(member) && isFirst(member, index)),
    // an attribute with neither is HTML's, and only observed
    attributes: attributes.filter(({fieldName, description}) => (fieldName || description) && !hidden.has(fieldName)),
    // without a description, it was inferred from a dispatchEvent() call
    events: events.filter(({description}) => description).map(withFlags),
  };
  for (const [key, list] of Object.entries(lists)) {
    for (const entry of list) {
      const owner = entry.inheritedFrom?.name ?? className;
      const property = entry.fieldName ?? entry.name;
      delete entry.privacy;
      if (entry.type) entry.type.text = sources.unions.get(entry.type.text) ?? entry.type.text;
      if (entry.inheritedFrom?.module) entry.inheritedFrom.module = published('', entry.inheritedFrom.module);
      if (key === 'events') continue;
      const minimum = sources.minimumOf(owner, property);
      // the analyzer infers types from literals, and Infinity is not one
      if (minimum !== undefined) entry.type ??= {text: 'number'};
      add(entry, {minimum, since: sources.since(owner, property)});
      if (entry.kind === 'method') add(entry.return, {description: sources.returns(owner, property)});
    }
    if (list.length) declaration[key] = list;
    else delete declaration[key];
  }
  add(declaration, {since: sources.since(className)});
  const {superclass} = declaration;
  // the analyzer attributes built-in classes to the module
  if (superclass && superclass.name in globalThis) declaration.superclass = {name: superclass.name, package: 'global:'};
  else if (superclass?.module) superclass.module = published('', superclass.module);
}

function add(entry, properties) {
  for (const [name, value] of Object.entries(properties)) if (value !== undefined) entry[name] = value;
}

/** Returns the event with the flags that end its description: `Cancelable, bubbles, composed.` */
function withFlags(event) {
  const {name, description} = event;
  const doesNotBubble = /\bdoes not bubble\b/i.test(description);
  if (!doesNotBubble && !/\bbubbles\b/i.test(description))
    throw new Error(`@fires ${name} must say whether it bubbles.`);
  return {
    ...event,
    bubbles: !doesNotBubble,
    composed: /\bcomposed\b/i.test(description),
    cancelable: /\bcancelable\b/i.test(description),
  };
}

/** The analyzer cannot find the tag, because define() registers it. The file name contains it. */
function defineElement({path, exports}) {
  const tag = /([\w-]+)-element-define\.js$/.exec(path)?.[1];
  if (!tag) return;
  const module = manifest.modules.find((other) => other.path === path.replace('-define.js', '.js'));
  const declaration = module.declarations.find(({kind}) => kind === 'class');
  declaration.customElement = true;
  declaration.tagName = tag;
  exports.push({
    kind: 'custom-element-definition',
    name: tag,
    declaration: {name: declaration.name, module: module.path},
  });
}

/** Removes references to superclasses that cannot be imported: what an element inherits from them is its own. */
function forgetPrivateModules() {
  const modules = new Set(manifest.modules.map(({path}) => path));
  const isPrivate = (reference) => reference?.module !== undefined && !modules.has(reference.module);
  for (const declaration of manifest.modules.flatMap(({declarations}) => declarations)) {
    if (declaration.customElement && isPrivate(declaration.superclass)) declaration.superclass = SUPERCLASS;
    for (const key of ['members', 'attributes', 'events']) {
      for (const entry of declaration[key] ?? []) if (isPrivate(entry.inheritedFrom)) delete entry.inheritedFrom;
    }
  }
}

await validateCem(structuredClone(manifest), {packageJsonPath: 'package.json', cemFileName: FILE});

const text = `${JSON.stringify(manifest, null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  console.error(`${FILE} is out of date: run "npm run manifest", and commit the file.`);
  process.exitCode = 1;
}
