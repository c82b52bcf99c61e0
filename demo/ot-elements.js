// Stands in for the file of this name in cdn/, so that the pages can load it as any other page would. The demo runs from
// the sources.
export * from '../src/index.ts';
import '../src/auto.ts';
