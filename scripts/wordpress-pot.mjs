// npm run wordpress:pot: writes the plugin's strings to a .pot file for translators. With --check, fails if the
// committed file is out of date. (WordPress's own tool, `wp i18n make-pot`, is available neither from Debian nor from
// npm.)
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const PLUGIN = 'integrations/wordpress/ot-elements';
const FILE = join(PLUGIN, 'languages/ot-elements.pot');
const CALL = /\b(?:esc_html_)?_[_e]\(\s*'((?:[^'\\]|\\.)*)',\s*'ot-elements',?\s*\)/g;
const NOTE = /translators: (.*?)(?:\s*\*\/)?$/;
const HEADERS = ['Plugin Name', 'Description', 'Author'];
const BLOCK_TEXTS = {title: 'block title', description: 'block description', keywords: 'block keyword'};

/** Maps each string and its context, as JSON, to its entry. */
const entries = new Map();

function add(file, text, {context, note} = {}) {
  const key = JSON.stringify([text, context]);
  const entry = entries.get(key) ?? {text, context, note, files: new Set()};
  entry.note ??= note;
  entry.files.add(file);
  entries.set(key, entry);
}

function addCalls(file, source) {
  const calls = [...source.matchAll(CALL)];
  if (calls.length !== source.split(/\b(?:esc_html_)?_[_e]\(/).length - 1)
    throw new Error(`${file}: a string could not be extracted.`);
  for (const {1: quoted, index} of calls) {
    const [, note] = NOTE.exec(source.slice(0, index).split('\n').at(-2).trim()) ?? [];
    add(file, quoted.replace(/\\(.)/g, '$1'), {note});
  }
}

function addBlock(file, block) {
  for (const [name, context] of Object.entries(BLOCK_TEXTS)) {
    for (const text of [block[name]].flat()) add(file, text, {context});
  }
}

const names = readdirSync(PLUGIN, {recursive: true}).map((name) => name.replaceAll('\\', '/'));
for (const name of names.filter((path) => !path.startsWith('assets')).sort()) {
  if (!/\.(php|js)$|block\.json$/.test(name)) continue;
  const source = readFileSync(join(PLUGIN, name), 'utf8');
  if (name.endsWith('.json')) addBlock(name, JSON.parse(source));
  else addCalls(name, source);
  if (name !== 'ot-elements.php') continue;
  for (const header of HEADERS) {
    add(name, new RegExp(`^ \\* ${header}: +(.*)$`, 'm').exec(source)[1], {note: `${header} of the plugin`});
  }
}

const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
const blocks = [...entries.values()].map(({text, context, note, files}) =>
  [
    note && `#. translators: ${note}`,
    `#: ${[...files].join(' ')}`,
    context && `msgctxt ${JSON.stringify(context)}`,
    `msgid ${JSON.stringify(text)}`,
    'msgstr ""',
  ]
    .filter(Boolean)
    .join('\n'),
);
const pot = `# This file is distributed under the MIT license.
msgid ""
msgstr ""
"Project-Id-Version: OT Elements ${version}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Domain: ot-elements\\n"

${blocks.join('\n\n')}
`;

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== pot) {
    console.error(`${FILE} is out of date: run "npm run wordpress:pot", and commit the file.`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, pot);
}
