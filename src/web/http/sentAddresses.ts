/**
 * Addresses to which forms are only sent, opened by themselves: where the language is changed on the answer to a form,
 * or an address was kept. They lead to the nearest page above.
 */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { path, withQuery } from '../../base/path.js'

/** Watches over every route that is made from now on. Programs are told that there is no such page. */
export function watchSentAddresses(server: FastifyInstance): void {
  const routes: Route[] = [] // the most exact first, and a page before a form
  const findAt = (place: string) => {
    const asked = place.split('/')
    return routes.find(({ parts }) => isOf(parts, asked))
  }
  /** Of each page, the forms whose addresses it would take for its own; hardly any has one, and each request asks. */
  const known = new Map<string, Route[]>()
  const formsIn = (url: string): Route[] => {
    const found = known.get(url)
    if (found) return found
    const page = routeOf({ method: 'GET', url })
    const forms = routes.filter((route) => !route.isPage && isWithin(route, page))
    known.set(url, forms)
    return forms
  }
  /** Whether a page that answers to anything in its place, or nobody, would answer to a form's address. */
  const mayBeSent = ({ method, is404, routeOptions: { url = '' } }: FastifyRequest): boolean =>
    (method === 'GET' || method === 'HEAD') && (is404 || (url.includes(':') && formsIn(url).length > 0))
  server
    .addHook('onRoute', (route) => {
      if (!route.url.startsWith('/api')) routes.push(routeOf(route))
      routes.sort((a, b) => a.loose - b.loose || Number(b.isPage) - Number(a.isPage))
    })
    .addHook('onRequest', async (request, reply) => {
      if (!mayBeSent(request)) return
      const [pathname = '', query] = request.url.split('?')
      let place = pathname.replace(/[/]$/, '')
      if (findAt(place)?.isPage !== false) return
      do place = place.slice(0, place.lastIndexOf('/'))
      while (!findAt(place)?.isPage)
      const language = new URLSearchParams(query).get('language') ?? undefined
      return reply.redirect(withQuery(place || path.home, { language }), 303)
    })
}

/** `loose`: how many parts of its address may be anything; `/letters/find` is more exact than `/letters/:id`. */
const routeOf = ({ method, url }: Pick<RouteOptions, 'method' | 'url'>) => ({
  isPage: [method].flat().includes('GET'),
  parts: url === path.home ? [''] : url.split('/'),
  loose: url.split(':').length,
})

type Route = ReturnType<typeof routeOf>

const isAny = (part: string | undefined): boolean => part?.startsWith(':') === true

const isOf = (parts: readonly string[], place: readonly string[]): boolean =>
  parts.length === place.length && parts.every((part, at) => isAny(part) || part === place[at])

/** Whether a route is more exact than another that has addresses in common with it. */
const isWithin = (one: Route, other: Route): boolean =>
  one.loose < other.loose &&
  one.parts.length === other.parts.length &&
  one.parts.every((part, at) => isAny(part) || isAny(other.parts[at]) || part === other.parts[at])
