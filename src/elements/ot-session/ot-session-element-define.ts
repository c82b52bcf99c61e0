import {OTSessionElement} from './ot-session-element.js';

// another copy of this package may have defined the element
if (!customElements.get('ot-session')) OTSessionElement.define();

declare global {
  interface HTMLElementTagNameMap {
    'ot-session': OTSessionElement;
  }
}
