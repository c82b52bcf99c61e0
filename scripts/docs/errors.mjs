// Generates docs/reference/errors.md from the doc comments of SessionErrorCode and the reconnect policy.
import {build} from 'esbuild';
import {code, oneLine, table} from './markdown.mjs';

/** @returns for each file, its regions: a map of names to Markdown */
export async function errorRegions(types) {
  const {isRetryable} = await load('src/session/reconnect-policy.ts');
  const codes = types.literalsOf('SessionErrorCode').map(({value, description}) => {
    const [meaning, remedy, ...rest] = description.split(/\n\s*\n/);
    if (!remedy || rest.length)
      throw new Error(`SessionErrorCode: ${value} needs a doc comment of two paragraphs: meaning and remedy.`);
    return [code(value), isRetryable(value) ? 'yes' : 'no', oneLine(meaning), oneLine(remedy)];
  });
  const properties = types
    .membersOf('SessionError')
    .map(({name, type, description}) => [code(name), code(type), oneLine(description)]);
  return {
    'docs/reference/errors.md': {
      codes: table(['Code', 'Retried', 'What it means', 'What to do'], codes),
      properties: table(['Property', 'Type', 'Description'], properties),
    },
  };
}

/** Imports a TypeScript module. */
async function load(path) {
  const {outputFiles} = await build({entryPoints: [path], bundle: true, write: false, format: 'esm'});
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
