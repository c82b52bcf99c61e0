// How tools render the page of rerendered.test.mjs, and re-render it. Each function runs in the page.

const byMarkup = () => {
  document.querySelector('main').innerHTML = window.markup;
};

/** By what is done: a function that renders the page, and one that re-renders it. */
export const RERENDERINGS = {
  'innerHTML, the same again': [byMarkup, byMarkup],
  'removed, and added some microtasks later': [
    byMarkup,
    async () => {
      const element = document.getElementById('live');
      element.remove();
      for (let i = 0; i < 30; i++) await null;
      document.querySelector('main').append(element);
    },
  ],
  'an equal element inserted before the old one is removed': [
    byMarkup,
    () => {
      const element = document.getElementById('live');
      element.before(element.cloneNode(true));
      element.remove();
    },
  ],
  'moved to another parent': [
    byMarkup,
    () => {
      document.querySelector('header').append(document.getElementById('live'));
    },
  ],
  'moveBefore()': [
    byMarkup,
    () => {
      const main = document.querySelector('main');
      if (!main.moveBefore) return 'not there';
      main.moveBefore(document.getElementById('live'), main.firstChild);
    },
  ],
  'a view transition': [
    byMarkup,
    async () => {
      if (!document.startViewTransition) return 'not there';
      const transition = document.startViewTransition(() => {
        document.querySelector('main').innerHTML = window.markup;
      });
      // a tab in the background is not animated
      transition.ready.catch(() => undefined);
      await transition.finished;
    },
  ],
  'idiomorph, the same again': [
    byMarkup,
    () => {
      window.tools.Idiomorph.morph(document.querySelector('main'), window.markup, {morphStyle: 'innerHTML'});
    },
  ],
  'morphdom, the same again': [
    byMarkup,
    () => {
      window.tools.morphdom(document.querySelector('main'), `<main>${window.markup}</main>`);
    },
  ],
  'idiomorph, with the elements in another order': [
    byMarkup,
    () => {
      window.tools.Idiomorph.morph(document.querySelector('main'), window.reordered, {morphStyle: 'innerHTML'});
    },
  ],
  'morphdom, with the elements in another order': [
    byMarkup,
    () => {
      window.tools.morphdom(document.querySelector('main'), `<main>${window.reordered}</main>`);
    },
  ],
  'htmx, the same again': [
    byMarkup,
    () => window.htmx.ajax('GET', window.fragment, {target: 'main', swap: 'innerHTML'}),
  ],
  'React, a keyed move': [
    () => {
      const {createElement, createRoot, flushSync} = window.tools;
      const [tag, attributes] = window.sessionParts;
      const items = {
        live: createElement(
          tag,
          {...attributes, key: 'live', id: 'live'},
          createElement(...window.countParts, 'unknown'),
        ),
        a: createElement('p', {key: 'a'}, 'a'),
        b: createElement('p', {key: 'b'}, 'b'),
      };
      const root = createRoot(document.querySelector('main'));
      window.render = (...keys) => flushSync(() => root.render(keys.map((key) => items[key])));
      window.render('a', 'live', 'b');
    },
    () => window.render('b', 'a', 'live'),
  ],
  'React, another key': [
    () => {
      const {createElement, createRoot, flushSync} = window.tools;
      const [tag, attributes] = window.sessionParts;
      const root = createRoot(document.querySelector('main'));
      window.render = (key) =>
        flushSync(() =>
          root.render(
            createElement(tag, {...attributes, key, id: 'live'}, createElement(...window.countParts, 'unknown')),
          ),
        );
      window.render('one');
    },
    () => window.render('two'),
  ],
  'Vue, a keyed move': [
    () => {
      const {createApp, h, reactive} = window.tools;
      const [tag, attributes] = window.sessionParts;
      window.state = reactive({keys: ['a', 'live', 'b']});
      const item = (key) =>
        key === 'live'
          ? h(tag, {...attributes, key, id: 'live'}, [h(...window.countParts, 'unknown')])
          : h('p', {key}, key);
      createApp({render: () => window.state.keys.map(item)}).mount('main');
    },
    () => {
      window.state.keys = ['b', 'a', 'live'];
      return window.tools.nextTick();
    },
  ],
  'Vue, another key': [
    () => {
      const {createApp, h, reactive} = window.tools;
      const [tag, attributes] = window.sessionParts;
      window.state = reactive({key: 1});
      createApp({
        render: () => h(tag, {...attributes, key: window.state.key, id: 'live'}, [h(...window.countParts, 'unknown')]),
      }).mount('main');
    },
    () => {
      window.state.key = 2;
      return window.tools.nextTick();
    },
  ],
  'Vue’s KeepAlive, away and back': [
    () => {
      const {createApp, h, KeepAlive, reactive} = window.tools;
      const [tag, attributes] = window.sessionParts;
      window.state = reactive({isThere: true});
      const Live = {
        render: () => h(tag, {...attributes, id: 'live'}, [h(...window.countParts, 'unknown')]),
      };
      const Other = {render: () => h('p', 'elsewhere')};
      createApp({render: () => h(KeepAlive, () => h(window.state.isThere ? Live : Other))}).mount('main');
    },
    async () => {
      window.state.isThere = false;
      await window.tools.nextTick();
      window.state.isThere = true;
      await window.tools.nextTick();
    },
  ],
};
