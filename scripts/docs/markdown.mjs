export const code = (text) => `\`${text}\``;

/** Joins the lines of a doc comment. */
export const oneLine = (text = '') => text.replaceAll(/\s+/g, ' ').trim();

/** A table. Each cell is one line of Markdown. */
export function table(headers, rows) {
  const line = (cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`.replaceAll('|  |', '| |');
  return [line(headers), line(headers.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A signature such as `connect(token?)`. A parameter is optional if it is `optional` or has a `default`. */
export const signature = (name, parameters = []) =>
  code(
    `${name}(${parameters.map((one) => one.name + (one.optional || one.default !== undefined ? '?' : '')).join(', ')})`,
  );

/** Describes a method, its parameters, and what it returns. */
export function methodDescription({description, parameters = [], returns}) {
  const notes = parameters.filter((one) => one.description).map((one) => `${code(one.name)}: ${one.description}`);
  if (returns) notes.push(`The promise ${/^(settled|fulfilled|rejected)\b/.test(returns) ? 'is ' : ''}${returns}`);
  return [description, ...notes.map((note) => note.replace(/[^.…]$/, '$&.'))].map(oneLine).join(' ');
}
