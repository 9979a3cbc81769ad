/**
 * The link of an invitation, shown to whoever has made it: the page's address carries it, sealed for
 * this person and for an hour, so that the page can be loaded again and a form is sent once.
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

/** Minutes for which the page can be loaded again; after that a new link is made. */
const MINUTES = 60
const PURPOSE = 'invitation shown'

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
    private readonly tickets: Tickets,
    private readonly settings: WebSettings,
  ) {}

  /** To the page that shows it. */
  show({ id }: Person, page: string, { name, account, token, mailed }: NewInvitation) {
    const invited = this.tickets.issue(PURPOSE, { by: id, name, account, token, mailed })
    return done(`${withQuery(page, { invited })}${token === null ? '' : '#link-once'}`)
  }

  /** What this person has just made, as the address of the page says. */
  find({ id }: Person, query: unknown) {
    const carried = readText(query, 'invited', 2000) ?? ''
    const found = this.tickets.read<NewInvitation & { by: number | null }>(PURPOSE, carried, MINUTES)
    if (found?.by !== id) return undefined
    const { name, account, token, mailed } = found
    return { name, account, mailed, link: token === null ? undefined : this.linkOf(token) }
  }

  private linkOf(token: string) {
    const href = `${this.settings.publicUrl}${linkTo(path.join, token)}`
    return { href, qr: `data:image/svg+xml;base64,${Buffer.from(drawQr(href)).toString('base64')}` }
  }
}
