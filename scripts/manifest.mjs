// npm run manifest: writes custom-elements.json. With --check, fails when the committed one is out of date.
import {cli} from '@custom-elements-manifest/analyzer/cli.js';
import {validateCem} from '@wc-toolkit/cem-validator';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {posix} from 'node:path';

const FILE = 'custom-elements.json';

const manifest = await cli({
  argv: ['analyze', '--litelement', '--quiet', '--globs', 'src/**/*.ts'],
  cwd: process.cwd(),
  noWrite: true,
});
manifest.schemaVersion = '2.1.0'; // the one it says is older than the custom states in it

const unions = stringUnions(manifest.modules.map(({path}) => readFileSync(path, 'utf8')));
const declared = new Set(manifest.modules.flatMap(({declarations}) => declarations.map(({name}) => name)));
for (const module of manifest.modules) {
  // it lists types among the exports, without declaring them; those that an element's module exports are for its users
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

/** The path in the published package of what a module calls `path`. */
function published(from, path) {
  const absolute = path.startsWith('.') ? posix.join(posix.dirname(from), path) : path;
  return absolute.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');
}

/** What can be imported: the modules that the package's exports name, and of others what those export again. */
function publicModules(modules) {
  const {exports} = JSON.parse(readFileSync('package.json', 'utf8'));
  const entries = new Set(Object.values(exports).map((target) => target.default?.slice('./'.length)));
  const isEntry = ({path}) => entries.has(path);
  const reached = modules.filter(isEntry).flatMap((module) => module.exports.map(({declaration}) => declaration));
  for (const module of modules) {
    if (isEntry(module)) continue;
    const isReached = ({name}) => reached.some((one) => one.module === module.path && one.name === name);
    module.exports = module.exports.filter(isReached);
    module.declarations = module.declarations.filter(isReached);
  }
  return modules.filter((module) => isEntry(module) || module.exports.length);
}

/** Types that are nothing but a few strings, by name: for an editor, which proposes an attribute's values. */
function stringUnions(sources) {
  const aliases = sources.flatMap((source) => [...source.matchAll(/^(?:export )?type (\w+) =([^;]+);/gm)]);
  const literals = aliases.map(([, name, type]) => [name, type.match(/'[^']*'/g) ?? [], type]);
  const isUnion = ([, values, type]) => values.length && !type.replace(/'[^']*'|[|\s]/g, '');
  return new Map(literals.filter(isUnion).map(([name, values]) => [name, values.join(' | ')]));
}

function tidyClass(declaration) {
  const {members = [], attributes = [], events = []} = declaration;
  const isHidden = ({name, kind, privacy, static: isStatic}) =>
    (privacy && privacy !== 'public') ||
    (isStatic && kind === 'field') || // Lit's affairs
    name === 'connectedMoveCallback'; // as the other callbacks, which it leaves out
  const hidden = new Set(members.filter(isHidden).map(({name}) => name));
  const isFirst = ({name}, index) => members.findIndex((member) => member.name === name) === index;
  const lists = {
    // of overloads the first one has the description
    members: members.filter((member, index) => !isHidden(member) && isFirst(member, index)),
    // what is only observed is HTML's
    attributes: attributes.filter(({fieldName, description}) => (fieldName || description) && !hidden.has(fieldName)),
    // without a description it is a guess, from a dispatchEvent() call
    events: events.filter(({description}) => description),
  };
  for (const [key, list] of Object.entries(lists)) {
    for (const entry of list) {
      delete entry.privacy;
      if (entry.type) entry.type.text = unions.get(entry.type.text) ?? entry.type.text;
      if (entry.inheritedFrom?.module) entry.inheritedFrom.module = published('', entry.inheritedFrom.module);
    }
    if (list.length) declaration[key] = list;
    else delete declaration[key];
  }
  const {superclass} = declaration;
  // it takes JavaScript's own classes for the module's
  if (superclass && superclass.name in globalThis) declaration.superclass = {name: superclass.name, package: 'global:'};
  else if (superclass?.module) superclass.module = published('', superclass.module);
}

/** It knows no element by ReactiveElement, nor which tag it gets, as that happens in a function. The files' names say so. */
function defineElement({path, exports}) {
  const tag = /([\w-]+)-element-define\.js$/.exec(path)?.[1];
  if (!tag) return;
  const module = manifest.modules.find((other) => other.path === path.replace('-define.js', '.js'));
  const declaration = module.declarations.find(({superclass}) => superclass?.name === 'ReactiveElement');
  declaration.customElement = true;
  declaration.tagName = tag;
  exports.push({
    kind: 'custom-element-definition',
    name: tag,
    declaration: {name: declaration.name, module: module.path},
  });
}

// throws at what would make it useless to editors, documentation and frameworks
await validateCem(structuredClone(manifest), {packageJsonPath: 'package.json', cemFileName: FILE});

const text = `${JSON.stringify(manifest, null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  console.error(`${FILE} is out of date: run "npm run manifest" and commit it.`);
  process.exitCode = 1;
}
