import {OTSessionElement} from './ot-session-element.js';

// another copy of this package may have been here first: then its elements stay
if (!customElements.get('ot-session')) OTSessionElement.define();

declare global {
  interface HTMLElementTagNameMap {
    'ot-session': OTSessionElement;
  }
}
