/** The routes that pages have, and which of them an address is; so that a tour knows what it has not seen. */

export interface Route {
  /** `/cases/:id/actions/:action` */
  readonly path: string
  /** `open`, `signedIn`, or the roles that may come. */
  readonly who: string
  readonly pattern: RegExp
}

/** A parameter that only says which one: any two pages of the route are of the same kind. The others (a section, an action) say what kind of page. */
const IDENTITY = new Set([':id', ':kind', ':other', ':paper', ':file', ':code', ':token', ':document', ':letter'])

/** Every route that answers GET with a page, from the table of all routes: `GET /cases/:id` → `signedIn`. */
export function pageRoutes(table: Readonly<Record<string, string>>): Route[] {
  return Object.entries(table)
    .filter(([route]) => /^GET \/(?!api\/|live)/.test(route) && !route.endsWith('/pages/:page')) // streams and pictures are no pages
    .map(([route, who]) => ({ path: route.slice(4), who }))
    .map(({ path, who }) => ({ path, who, pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`) }))
    .sort((a, b) => a.path.split(':').length - b.path.split(':').length)
}

/** The route of an address: the one with the fewest parameters, as the router has it. */
export const routeOf = (routes: readonly Route[], pathname: string): Route | undefined =>
  routes.find(({ pattern }) => pattern.test(pathname))

/** The route with what says the kind of page filled in: /cases/:id/actions/refuse. */
export function kindOf({ path }: Route, pathname: string): string {
  const given = pathname.split('/')
  return path
    .split('/')
    .map((part, at) => (part.startsWith(':') && !IDENTITY.has(part) ? (given[at] ?? part) : part))
    .join('/')
}
