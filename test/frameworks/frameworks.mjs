// How each framework's templates set attributes and properties of custom elements, and listen to their events.
// docs/guides/frameworks.md says the same in words.
import {templateOf} from './table.mjs';

const JSX = {
  attribute: ({name}, i) => `${name}={v[${i}]}`,
  property: ({name}, i) => `${name}={v[${i}]}`,
  event: ({name}, i) => `on${name}={v[${i}]}`,
};

/**
 * By framework:
 *
 * - `extension` of a component's file
 * - `component`: the source of one that sets the values in its property `v`
 * - `mount`: the source of a module that has the component as `App`, and exports `start(target, values)`, which resolves
 *   with `update(values)`
 */
export const frameworks = {
  react: {
    extension: 'tsx',
    component: `export default ({v}) => <>${templateOf(JSX)}</>;`,
    mount: `
      import {createElement} from 'react';
      import {createRoot} from 'react-dom/client';
      import {flushSync} from 'react-dom';
      export function start(target, values) {
        const root = createRoot(target);
        const update = (v) => flushSync(() => root.render(createElement(App, {v})));
        update(values);
        return update;
      }`,
  },

  preact: {
    extension: 'tsx',
    component: `export default ({v}) => <>${templateOf({
      ...JSX,
      property: ({name, type}, i) =>
        // it sets '' for null
        type === 'object' ? `ref={(element) => { if (element) element.${name} = v[${i}]; }}` : `${name}={v[${i}]}`,
    })}</>;`,
    mount: `
      import {h, render} from 'preact';
      export function start(target, values) {
        const update = (v) => render(h(App, {v}), target);
        update(values);
        return update;
      }`,
  },

  vue: {
    extension: 'vue',
    component: `
      <script setup>
        defineProps(['v']);
      </script>
      <template>${templateOf({
        attribute: ({name, type}, i) => [
          `:${name}.attr="v[${i}]${type === 'boolean' ? ' || null' : ''}"`,
          ...(['boolean', 'number'].includes(type) ? [] : [`:${name}="v[${i}]"`]),
        ],
        property: ({name, type, byDefault}, i) => {
          // it takes no number for 0
          const value = type === 'number' ? `v[${i}] ?? ${byDefault}` : `v[${i}]`;
          return [`:${name}="${value}"`, `.${name}="${value}"`];
        },
        event: ({name}, i) => `@${name}="v[${i}]"`,
      })}</template>`,
    mount: `
      import {createApp, h, nextTick, shallowRef} from 'vue';
      export function start(target, values) {
        const v = shallowRef(values);
        createApp(() => h(App, {v: v.value})).mount(target);
        return (next) => {
          v.value = next;
          return nextTick();
        };
      }`,
  },

  svelte: {
    extension: 'svelte',
    component: `
      <script>
        let {v} = $props();
      </script>
      ${templateOf({
        literal: ({name, type, samples: [sample]}) => (type === 'boolean' ? name : `${name}={${sample}}`),
        attribute: ({name, type}, i) => `${name}={v[${i}]${type === 'boolean' ? ' || null' : ''}}`,
        // its compiler warns of \`htmlFor\`, which is a mistake in HTML
        property: ({name}, i) => `${name === 'htmlFor' ? 'for' : name}={v[${i}]}`,
        event: ({name}, i) => `on${name}={v[${i}]}`,
      })}`,
    mount: `
      import {flushSync, mount} from 'svelte';
      export function start(target, values) {
        let v = $state.raw(values);
        mount(App, {target, props: {get v() { return v; }}});
        flushSync();
        return (next) => flushSync(() => { v = next; });
      }`,
  },

  solid: {
    extension: 'tsx',
    component: `export default (props) => <>${templateOf({
      attribute: ({name, type}, i) => [
        `${type === 'boolean' ? 'bool' : 'attr'}:${name}={props.v[${i}]}`,
        // sets the property of that name in camel case, and none is called \`for\`
        ...(name === 'for' ? [] : [`${name}={props.v[${i}]}`]),
      ],
      property: ({name}, i) => `prop:${name}={props.v[${i}]}`,
      event: ({name}, i) => `on:${name}={(event) => props.v[${i}](event)}`,
    })}</>;`,
    mount: `
      import {createComponent, createSignal} from 'solid-js';
      import {render} from 'solid-js/web';
      export function start(target, values) {
        const [v, update] = createSignal(values);
        render(() => createComponent(App, {get v() { return v(); }}), target);
        return update;
      }`,
  },

  angular: {
    extension: 'ts',
    component: `
      import {Component, CUSTOM_ELEMENTS_SCHEMA} from '@angular/core';
      @Component({
        selector: 'app-root',
        inputs: ['v'],
        schemas: [CUSTOM_ELEMENTS_SCHEMA],
        template: ${JSON.stringify(
          templateOf({
            attribute: ({name, type}, i) => `[attr.${name}]="v[${i}]${type === 'boolean' ? " ? '' : null" : ''}"`,
            property: ({name}, i) => `[${name}]="v[${i}]"`,
            event: ({name}, i) => `(${name})="v[${i}]($event)"`,
          }),
        )},
      })
      export class App {}`,
    mount: `
      import '@angular/compiler';
      import {createComponent, inputBinding, provideZonelessChangeDetection, signal} from '@angular/core';
      import {createApplication} from '@angular/platform-browser';
      export async function start(target, values) {
        const v = signal(values);
        const app = await createApplication({providers: [provideZonelessChangeDetection()]});
        const {hostView} = createComponent(App, {
          hostElement: target,
          environmentInjector: app.injector,
          bindings: values && [inputBinding('v', v)],
        });
        app.attachView(hostView);
        app.tick();
        return (next) => {
          v.set(next);
          app.tick();
        };
      }`,
  },

  lit: {
    extension: 'ts',
    component: `
      import {html, nothing} from 'lit';
      export const app = ({v}) => html\`${templateOf({
        attribute: ({name, type}, i) =>
          type === 'boolean' ? `?${name}=\${v[${i}]}` : `${name}=\${v[${i}] ?? nothing}`,
        property: ({name}, i) => `.${name}=\${v[${i}]}`,
        event: ({name}, i) => `@${name}=\${v[${i}]}`,
      })}\`;`,
    mount: `
      import {render} from 'lit';
      export function start(target, values) {
        const update = (v) => render(App({v}), target);
        update(values);
        return update;
      }`,
  },
};
