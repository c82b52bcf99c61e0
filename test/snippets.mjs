import {readFileSync, readdirSync} from 'node:fs';

const FENCE = /^( *)```(\w+)(.*)\n((?:.*\n)*?)\1```$/gm;

const documents = readdirSync('docs', {recursive: true})
  .map((name) => `docs/${name.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.md'))
  .sort();

/**
 * The fenced blocks of README.md and docs/: their file, line, language, code, and whether they are to be run. One that is
 * not says so after its language: ```html no-run
 */
export const snippets = ['README.md', ...documents].flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(FENCE)].map(({index, 1: indent, 2: language, 3: info, 4: code}) => ({
    file,
    line: text.slice(0, index).split('\n').length,
    language,
    runs: !info.trim().split(' ').includes('no-run'),
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
});

/** Whether a block is for a server. */
export const isInNode = ({language, code}) => language === 'js' && /'node:|\bprocess\./.test(code);
