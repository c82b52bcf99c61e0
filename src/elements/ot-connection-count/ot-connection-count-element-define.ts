import {OTConnectionCountElement} from './ot-connection-count-element.js';

// another copy of this package may have defined the element
if (!customElements.get('ot-connection-count')) OTConnectionCountElement.define();

declare global {
  interface HTMLElementTagNameMap {
    'ot-connection-count': OTConnectionCountElement;
  }
}
