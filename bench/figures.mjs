/** Returns a quantile of the values; 0.5 is the median. */
export function quantile(values, fraction) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))];
}

export const median = (values) => quantile(values, 0.5);

/** Prints a table. The first row contains the headers. */
export function printTable(title, rows) {
  const texts = rows.map((row) => row.map(String));
  const widths = texts[0].map((_, column) => Math.max(...texts.map((row) => row[column].length)));
  console.log(`\n${title}`);
  for (const row of texts) {
    console.log(
      `  ${row.map((text, column) => (column ? text.padStart(widths[column]) : text.padEnd(widths[0]))).join('  ')}`,
    );
  }
}
