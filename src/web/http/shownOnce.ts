/**
 * What is shown to whoever has made it and to nobody else (an invitation's link, a key): the page's address carries it,
 * sealed for this person, this page and an hour, so that the page can be loaded again and a form is sent once.
 */
import { Injectable } from '@nestjs/common'
import { path, withQuery } from '../../base/path.js'
import { drawQr } from '../../letters/qr.js'
import { linkTo } from '../../people/secrets.js'
import type { Person } from '../../people/session.service.js'
import { Tickets } from '../../people/tickets.js'
import { WebSettings } from './access.js'
import { done } from './answers.js'
import { readText } from './input.js'

/** Minutes for which the page can be loaded again; after that a new one is made. */
const MINUTES = 60
const PURPOSE = 'shown once'
const LONGEST = 4000 // characters

@Injectable()
export class ShownOnce {
  constructor(private readonly tickets: Tickets) {}

  /** To the page that shows it; `place`: where on the page it stands. */
  show({ id }: Person, page: string, made: object, place?: string) {
    const once = this.tickets.issue(PURPOSE, { by: id, page, made })
    return done(`${withQuery(page, { once })}${place ? `#${place}` : ''}`)
  }

  /** What this person has just made, as the address of this page says. */
  find<Made extends object>({ id }: Person, page: string, query: unknown): Made | undefined {
    const carried = readText(query, 'once', LONGEST) ?? ''
    const found = this.tickets.read<{ by: number | null; page: string; made: Made }>(PURPOSE, carried, MINUTES)
    return found?.by === id && found.page === page ? found.made : undefined
  }
}

export interface NewInvitation {
  readonly name: string
  readonly account: string
  /** Null where it went by mail alone. */
  readonly token: string | null
  /** Whether it went by mail. */
  readonly mailed: boolean
}

@Injectable()
export class ShownLinks {
  constructor(
    private readonly once: ShownOnce,
    private readonly settings: WebSettings,
  ) {}

  /** To the page that shows it. */
  show(person: Person, page: string, { name, account, token, mailed }: NewInvitation) {
    return this.once.show(person, page, { name, account, token, mailed }, token === null ? undefined : 'link-once')
  }

  /** Whom this person has just invited, as the address of the page says. */
  find(person: Person, page: string, query: unknown) {
    const found = this.once.find<NewInvitation>(person, page, query)
    if (!found) return undefined
    const { name, account, mailed, token } = found
    return { name, account, mailed, link: token === null ? undefined : this.linkOf(token) }
  }

  private linkOf(token: string) {
    const href = `${this.settings.publicUrl}${linkTo(path.join, token)}`
    return { href, qr: `data:image/svg+xml;base64,${Buffer.from(drawQr(href)).toString('base64')}` }
  }
}
