// Takes the place of cdn/ot-elements.js, so that the demo pages load it like any other page, but run from the sources.
export * from '../src/index.ts';
import '../src/auto.ts';
