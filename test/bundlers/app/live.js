'use client';
import 'ot-elements/auto';
import 'ot-elements/define';
import {createElement as h} from 'react';

export function Live() {
  return h(
    'ot-session',
    {engine: 'local', 'session-id': 'next'},
    h('ot-connection-count', {lang: 'en', 'text-one': '{count} person', 'text-other': '{count} people'}, 'Live now'),
  );
}
