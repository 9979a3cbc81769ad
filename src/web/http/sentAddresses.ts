/**
 * Addresses to which forms are only sent, opened by themselves: where the language is changed on the answer to a form,
 * or an address was kept. They lead to the nearest page above.
 */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { path, withQuery } from '../../base/path.js'

/** Watches over every route that is made from now on. Programs are told that there is no such page. */
export function watchSentAddresses(server: FastifyInstance): void {
  const routes: ReturnType<typeof routeOf>[] = [] // the most exact first, and a page before a form
  const findAt = (place: string) => routes.find(({ parts }) => isOf(parts, place.split('/')))
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

/** A page that stands at an address of its own, without anything in its place, is always the most exact. */
const mayBeSent = ({ method, is404, routeOptions: { url } }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && (is404 || url?.includes(':') === true)

/** `loose`: how many parts of its address may be anything; `/letters/find` is more exact than `/letters/:id`. */
const routeOf = ({ method, url }: RouteOptions) => ({
  isPage: [method].flat().includes('GET'),
  parts: url === path.home ? [''] : url.split('/'),
  loose: url.split(':').length,
})

const isOf = (parts: readonly string[], place: readonly string[]): boolean =>
  parts.length === place.length && parts.every((part, at) => part.startsWith(':') || part === place[at])
