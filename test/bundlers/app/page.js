import {createElement as h} from 'react';
import {Live} from './live.js';

export default function Page() {
  return h('main', {}, h(Live));
}
