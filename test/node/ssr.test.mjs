import assert from 'node:assert/strict';
import {test} from 'node:test';
import {render} from '@lit-labs/ssr';
import {collectResult} from '@lit-labs/ssr/lib/render-result.js';
import {html} from 'lit';
import 'ot-elements/define';

test('on a server, the elements render with the fallback and touch no window (pitfall 17)', async () => {
  const page = html`<ot-session engine="local" session-id="lobby">
    <ot-connection-count text-one="{count} person" text-other="{count} people">Live now</ot-connection-count>
  </ot-session>`;
  const rendered = await collectResult(render(page));
  assert.match(rendered, /<ot-session\s[^>]*session-id="lobby"/);
  assert.match(rendered, /<ot-connection-count[^>]*>.*Live now<\/ot-connection-count>/s);
  assert.doesNotMatch(rendered, /NaN|undefined/);
});
