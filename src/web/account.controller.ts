/** Signing in and out, and going on with what was typed when a session had ended. */
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid } from '../base/errors.js'
import { has, type Role } from '../people/actor.js'
import type { Person } from '../people/session.service.js'
import { Access, For, ownPath } from './access.js'
import { readText } from './input.js'
import { hasQueue, Pages } from './pages.js'
import { seeOther } from './send.js'
import type { SignInView } from './views.js'

/** The demonstration's accounts, shown on the sign-in page outside production; tools/seed.ts makes them. */
export class Demonstration {
  constructor(
    readonly accounts: readonly {
      readonly account: string
      readonly who: { readonly zh: string; readonly en: string }
    }[],
    readonly password: string,
  ) {}
}

@Controller()
export class AccountController {
  constructor(
    private readonly pages: Pages,
    private readonly access: Access,
    private readonly demonstration: Demonstration,
  ) {}

  @Get('sign-in')
  @For('open')
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const to = ownPath(readText(query, 'to', 500))
    return reply.send(this.page(request, reply, { account: '', backTo: to }, 200))
  }

  @Post('sign-in')
  @For('open')
  async signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const kept = readKept(body)
    const to = ownPath(kept?.to ?? readText(body, 'to', 500))
    const account = readText(body, 'account') ?? ''
    try {
      const person = await this.access.signIn(request, reply, body)
      if (!kept) return seeOther(reply, to === '/' ? homeOf(person) : to)
      return reply.send(this.pages.render(request, reply, 'go-on', { ...kept, title: goOn }))
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const problem = error.problems[0]?.message
      const view = {
        account,
        backTo: to,
        ...(problem && { problem }),
        ...(kept && {
          kept: JSON.stringify({ to: kept.to, fields: kept.fields.map(({ name, value }) => [name, value]) }),
        }),
      }
      return reply.send(this.page(request, reply, view, 422))
    }
  }

  @Post('sign-out')
  @For('signedIn')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.access.signOut(request, reply)
    return seeOther(reply, '/').header('clear-site-data', '"cache", "storage"')
  }

  private page(
    request: FastifyRequest,
    reply: FastifyReply,
    given: SignInView & { kept?: string },
    status: number,
  ): string {
    const { accounts, password } = this.demonstration
    const view = {
      ...given,
      registerHref: '/register',
      ...(accounts.length > 0 && { accounts, accountsPassword: password }),
    }
    return this.pages.render(
      request,
      reply,
      'sign-in',
      { ...view, title: { zh: '登录', en: 'Sign in' } },
      { status, audience: 'public' },
    )
  }
}

const goOn = { zh: '接着提交', en: 'Go on where you were' }

/** Where somebody's work is who has no queue. */
const PLACES: readonly { readonly for: Role; readonly href: string }[] = [
  { for: 'policyEditor', href: '/policy' },
  { for: 'systemAdmin', href: '/admin/outages' },
  { for: 'securityAdmin', href: '/signing' },
  { for: 'auditor', href: '/reports' },
]

function homeOf(person: Person): string {
  if (person.firmId !== null) return '/cases'
  if (hasQueue(person)) return '/queue'
  return PLACES.find((place) => has(person, place.for))?.href ?? '/'
}

interface Kept {
  readonly to: string
  readonly fields: readonly { readonly name: string; readonly value: string }[]
}

/** What problems.ts has kept of a form; a repeated name stands once for each value. Anything strange is as if nothing had been kept. */
function readKept(body: unknown): Kept | undefined {
  if (typeof body !== 'object' || body === null || !('kept' in body) || typeof body.kept !== 'string') return undefined
  try {
    const { to, fields } = JSON.parse(body.kept) as { to?: unknown; fields?: unknown } // read member by member below
    if (typeof to !== 'string' || ownPath(to) !== to || !Array.isArray(fields)) return undefined
    const pairs = fields.flatMap((pair: unknown) => {
      if (!Array.isArray(pair) || typeof pair[0] !== 'string') return []
      const name = pair[0]
      const values: unknown[] = Array.isArray(pair[1]) ? pair[1] : [pair[1]]
      return values.filter((value): value is string => typeof value === 'string').map((value) => ({ name, value }))
    })
    return { to, fields: pairs }
  } catch {
    return undefined
  }
}
