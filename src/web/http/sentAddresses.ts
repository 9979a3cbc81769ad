/**
 * Addresses to which forms are only sent, opened by themselves: where the language is changed on the answer to a form,
 * or an address was kept. They lead to the nearest page above.
 */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { path, withQuery } from '../../base/path.js'

interface Route {
  readonly isPage: boolean
  readonly pattern: RegExp
  /** How many parts of its address may be anything: `/letters/find` is more exact than `/letters/:id`. */
  readonly loose: number
}

/** Watches over every route that is made from now on. Programs are told that there is no such page. */
export function watchSentAddresses(server: FastifyInstance): void {
  const routes: Route[] = []
  const listAt = (place: string) => routes.filter(({ pattern }) => pattern.test(place)).sort(byExactness)
  server
    .addHook('onRoute', (route) => void (route.url.startsWith('/api') || routes.push(routeOf(route))))
    .addHook('onRequest', async (request, reply) => {
      if (!mayBeSent(request)) return
      const [pathname = '', query] = request.url.split('?')
      let place = pathname.replace(/[/]$/, '')
      const [exact] = listAt(place)
      if (!exact || exact.isPage) return
      do place = place.slice(0, place.lastIndexOf('/')) || path.home
      while (!listAt(place)[0]?.isPage)
      return reply.redirect(
        withQuery(place, { language: new URLSearchParams(query).get('language') ?? undefined }),
        303,
      )
    })
}

/** A page that stands at an address of its own, without anything in its place, is always the most exact. */
const mayBeSent = ({ method, is404, routeOptions: { url } }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && (is404 || url?.includes(':') === true)

const routeOf = ({ method, url }: RouteOptions): Route => ({
  isPage: [method].flat().includes('GET'),
  pattern: new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`),
  loose: url.split(':').length,
})

/** The most exact first, and a page before a form. */
const byExactness = (a: Route, b: Route): number => a.loose - b.loose || Number(b.isPage) - Number(a.isPage)
