import assert from 'node:assert/strict';
import {readFile, readdir} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {describe, test} from 'node:test';
import {OTConnectionCountElement, OTSessionElement} from 'ot-elements';

const {modules} = JSON.parse(await readFile('custom-elements.json', 'utf8'));
const names = (list = []) => list.map(({name}) => name).sort();

for (const elementClass of [OTSessionElement, OTConnectionCountElement]) {
  describe(`custom-elements.json: ${elementClass.name}`, () => {
    const {path} = modules.find(({declarations}) => declarations.some(({name}) => name === elementClass.name));
    const {declarations} = modules.find((module) => module.path === path);
    const {attributes, cssParts, cssStates, events, members, slots, tagName} = declarations.find(
      ({name}) => name === elementClass.name,
    );

    test('has every attribute that is read', () => {
      // `id` is HTML's
      const observed = elementClass.observedAttributes.filter((name) => name !== 'id');
      assert.deepEqual(names(attributes), observed.sort());
    });

    test('has every event, with its type', async () => {
      const folder = dirname(path);
      const files = (await readdir(folder)).filter((name) => name.endsWith('.d.ts'));
      const types = (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
      const [, body] = /interface \w+EventMap extends HTMLElementEventMap \{(.*?)\n\}/s.exec(types);
      assert.deepEqual(names(events), [...body.matchAll(/^ {4}(\w+):/gm)].map(([, name]) => name).sort());
      for (const {name, type} of events) assert.ok(type?.text, name);
    });

    test('has every public property and method', () => {
      const isOwn = (name) => name !== 'constructor' && !name.startsWith('_');
      const lifecycle =
        /^(connected|disconnected|connectedMove|attributeChanged)Callback$|^(update|updated|performUpdate|scheduleUpdate|createRenderRoot)$/;
      const own = Object.getOwnPropertyNames(elementClass.prototype).filter(
        (name) => isOwn(name) && !lifecycle.test(name),
      );
      const listed = new Set(names(members));
      assert.deepEqual(
        own.filter((name) => !listed.has(name)),
        [],
      );
    });

    test('has no name that frameworks treat as a listener, or reserve', () => {
      // Vue, React, Preact, Solid, Svelte, Angular, and what HTML and the DOM have on every element
      const reserved =
        /^(on.*|v-.*|key|ref|slot|is|style|class|className|classList|children|innerHTML|outerHTML|innerText|textContent|dangerouslySetInnerHTML|use|bind|let|part|id|title|lang|dir|hidden)$/i;
      // as on any element, and in the DOM's own spelling: https://html.spec.whatwg.org/multipage/form-elements.html#dom-output-htmlfor
      assert.ok(!reserved.test('for') && !reserved.test('htmlFor'));
      const properties = members.filter(({kind, static: isStatic}) => kind === 'field' && !isStatic);
      assert.ok(properties.length > 5, 'properties to look at');
      assert.deepEqual(
        names([...attributes, ...properties]).filter((name) => reserved.test(name)),
        [],
      );
      assert.ok(reserved.test('one') && reserved.test('key'), 'the names that were');
    });

    test('describes everything, and so does the reference', async () => {
      const files = [`docs/reference/${tagName}.md`, 'docs/guides/events.md'];
      const reference = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
      for (const entry of [attributes, cssParts, cssStates, events, members, slots].flatMap((list) => list ?? [])) {
        assert.ok(entry.description || entry.inheritedFrom || entry.kind === 'method', entry.name);
      }
      for (const {name} of [attributes, cssParts, events].flatMap((list) => list ?? [])) {
        assert.ok(reference.includes(`\`${name}\``), `${name} in the reference`);
      }
      for (const {name} of cssStates) assert.ok(reference.includes(`:state(${name})`), `${name} in the reference`);
    });
  });
}
