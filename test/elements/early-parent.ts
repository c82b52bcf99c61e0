/** An element around others, whose own callback runs while theirs are still to come. */
export class EarlyParent extends HTMLElement {
  whenConnected: () => void = () => undefined;
  connectedCallback(): void {
    this.whenConnected();
  }
}
customElements.define('early-parent', EarlyParent);
