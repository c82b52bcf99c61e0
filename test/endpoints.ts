/** The URL of an endpoint that responds with this body: see scripts/servers/endpoints-middleware.mjs. */
export function endpoint(
  body: unknown,
  {name = 'credentials', ...how}: {name?: string; [how: string]: string | number} = {},
): string {
  const query = new URLSearchParams(Object.entries(how).map(([key, value]) => [key, String(value)]));
  query.set('body', typeof body === 'string' ? body : JSON.stringify(body));
  return `/endpoints/${name}?${query.toString()}`;
}
