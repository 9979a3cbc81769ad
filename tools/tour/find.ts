/**
 * Finds the pages of a running product as a person who follows every link: by HTTP alone, which is quick. Of pages that are made alike (the same headings, tabs,
 * buttons) the first one found stands for all.
 */
import type { APIRequestContext } from 'playwright-core'
import { kindOf, type Route, routeOf } from './routes.js'

export interface Traveller {
  /** Whom the pages are seen by: `visitor`, or an account. */
  readonly name: string
  readonly request: APIRequestContext
  /** Addresses to begin with besides those that need no parameter. */
  readonly from?: readonly string[]
  /** Addresses that are asked for although they are refused, with the status: their error pages are looked at, too. */
  readonly astray?: readonly (readonly [address: string, status: number])[]
}

export interface Stop {
  readonly who: string
  /** Path and query. */
  readonly address: string
  readonly route: string
  /** Of an error page. */
  readonly status?: number
}

export interface Found {
  readonly stops: Stop[]
  /** Routes that no link led to. */
  readonly missed: string[]
  /** Links that lead nowhere, and what was to be refused and is not. */
  readonly faults: { readonly screen: string; readonly what: string }[]
}

/** How many pages of one kind one person opens, to see whether they differ, unless fewer are asked for. */
const MOST_OPENED = 12
/** How many that differ are kept of one kind. A case looks different in each state and to each person. */
const MOST_KEPT = 2
const MORE_KEPT: Readonly<Record<string, number>> = { '/cases/:id': 24, '/queue': 6, '/letters/:id': 4, '/reports': 4 }

const words = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, inner = '']) => inner.replace(/<[^>]*>/g, '').trim())

/** What a page is made of, without what it tells. */
function likenessOf(html: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html
  return JSON.stringify([
    words(main, /<h2[^>]*>([\s\S]*?)<\/h2>/g),
    words(main, /<(?:button|legend)[^>]*>([\s\S]*?)<\/(?:button|legend)>/g),
    words(main, /aria-current="[^"]*"[^>]*>([^<]*)/g),
    words(main, /class="govuk-tag[^"]*"[^>]*>([^<]*)/g).slice(0, 1),
    new Set(words(main, /<th [^>]*scope="col"[^>]*>([\s\S]*?)<\/th>/g)).size,
  ])
}

const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a\b[^>]*?\shref="(\/[^"]*)"/g)]
    .map(([, href = '']) => href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&').replace(/#.*/, ''))
    .filter((href) => !/[?&]language=/.test(href))

class Search {
  private readonly seen = new Set<string>()
  private readonly alike = new Set<string>()
  private readonly kept = new Map<string, number>()
  private readonly reached = new Set<string>()
  readonly stops: Stop[] = []
  readonly faults: Found['faults'] = []

  constructor(
    private readonly origin: string,
    private readonly routes: readonly Route[],
    private readonly most: number,
  ) {}

  get missed(): string[] {
    return this.routes.map(({ path }) => path).filter((path) => !this.reached.has(path))
  }

  async go({ name, request, from = [] }: Traveller): Promise<void> {
    const opened = new Map<string, number>()
    const plain = this.routes.filter(({ path }) => !path.includes(':')).map(({ path }) => path)
    const waiting = [...from, ...plain].map((address) => ({ address, asked: false }))
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { address, asked } = next
      const { pathname } = new URL(address, this.origin)
      const route = routeOf(this.routes, pathname)
      // What anybody may see is seen once, by the visitor
      if (!route || this.seen.has(`${name} ${address}`) || (route.who === 'open' && name !== 'visitor')) continue
      this.seen.add(`${name} ${address}`)
      const kind = kindOf(route, pathname)
      const count = (opened.get(kind) ?? 0) + 1
      opened.set(kind, count)
      if (count > (kind in MORE_KEPT ? 2 * this.most : this.most)) continue
      const answer = await request.get(this.origin + address, { maxRedirects: 0, headers: { accept: 'text/html' } })
      const to = answer.headers().location
      if (to?.startsWith('/') && !to.startsWith('/sign-in')) waiting.unshift({ address: to, asked })
      if (asked && answer.status() >= 400) this.fault(name, address, `a link leads to ${answer.status()}`)
      if (answer.status() !== 200) continue
      this.reached.add(route.path)
      if (!answer.headers()['content-type']?.startsWith('text/html')) continue
      const html = await answer.text()
      waiting.push(...linksIn(html).map((link) => ({ address: link, asked: true })))
      const likeness = `${kind} ${likenessOf(html)}`
      const kept = this.kept.get(kind) ?? 0
      if (this.alike.has(likeness) || kept >= (MORE_KEPT[kind] ?? MOST_KEPT)) continue
      this.alike.add(likeness)
      this.kept.set(kind, kept + 1)
      this.stops.push({ who: name, address, route: kind })
    }
  }

  /** What somebody meets who goes where nothing is for them. */
  async stray({ name, request, astray = [] }: Traveller): Promise<void> {
    for (const [address, status] of astray) {
      const answer = await request.get(this.origin + address, { maxRedirects: 0, headers: { accept: 'text/html' } })
      const type = answer.headers()['content-type'] ?? 'nothing'
      if (answer.status() === status && type.startsWith('text/html'))
        this.stops.push({ who: name, address, route: `error ${status}`, status })
      else this.fault(name, address, `was to be refused with ${status}, and came as ${answer.status()}, ${type}`)
    }
  }

  private fault(who: string, address: string, what: string): void {
    this.faults.push({ screen: `${who} ${address}`, what })
  }
}

/** Follows every link that these people see, one after the other; the visitor, who has not signed in, sees what is open to all. */
export async function findPages(
  origin: string,
  routes: readonly Route[],
  travellers: readonly Traveller[],
  most = MOST_OPENED,
): Promise<Found> {
  const search = new Search(origin, routes, most)
  for (const traveller of travellers) {
    await search.go(traveller)
    await search.stray(traveller)
  }
  const { stops, missed, faults } = search
  return { stops, missed, faults }
}
