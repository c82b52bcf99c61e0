/**
 * A data: URL that is a module with all that it imports in it, for a page of an opaque origin, which may load nothing else.
 */
export async function inlineModule(url: string): Promise<string> {
  let code = await (await fetch(url)).text();
  const imports = [...code.matchAll(/^(?:import|export) [^'"]*from\s*["']([^"']+)["']/gm)].map(
    ([, specifier]) => specifier!,
  );
  for (const specifier of new Set(imports)) {
    const inlined = await inlineModule(new URL(specifier, url).href);
    code = code.replaceAll(`"${specifier}"`, `"${inlined}"`);
  }
  return `data:text/javascript;charset=utf-8,${encodeURIComponent(code)}`;
}
