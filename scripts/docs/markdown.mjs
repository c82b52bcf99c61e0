export const code = (text) => `\`${text}\``;

/** A doc comment as one line of Markdown. */
export const oneLine = (text = '') => text.replaceAll(/\s+/g, ' ').trim();

/** A table; cells are Markdown of one line each. */
export function table(headers, rows) {
  const line = (cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`.replaceAll('|  |', '| |');
  return [line(headers), line(headers.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `connect(token?)`; parameters have a `name`, and are `optional` or have a `default`. */
export const signature = (name, parameters = []) =>
  code(
    `${name}(${parameters.map((one) => one.name + (one.optional || one.default !== undefined ? '?' : '')).join(', ')})`,
  );

/** What a method does, takes, and returns. */
export function methodDescription({description, parameters = [], returns}) {
  const notes = parameters.filter((one) => one.description).map((one) => `${code(one.name)}: ${one.description}`);
  if (returns) notes.push(`The promise ${/^(settled|fulfilled|rejected)\b/.test(returns) ? 'is ' : ''}${returns}`);
  return [description, ...notes.map((note) => note.replace(/[^.…]$/, '$&.'))].map(oneLine).join(' ');
}
