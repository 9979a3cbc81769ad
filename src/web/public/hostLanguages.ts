/**
 * The language of a candidate's own page besides Chinese and English: as it was chosen on the page, or as the browser
 * asks for it. Only what two editors have approved and holds today is offered.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { type HostTexts, hostTextsSchema, hostWords } from '../../cases/hostTexts.js'
import { Reference } from '../../reference/reference.service.js'
import type { State } from '../../workflow/machine.js'
import { Cookies } from '../http/cookies.js'
import { readText } from '../http/input.js'
import type { HostFrame } from './hostFrame.js'

const COOKIE = 'hostLanguage'

@Injectable()
export class HostLanguages {
  constructor(
    private readonly reference: Reference,
    private readonly clock: Clock,
    private readonly cookies: Cookies,
  ) {}

  /**
   * The texts of a page and the choice of languages.
   *
   * @param base the page's own address, which the choice leads to
   * @param reply where a choice that the address makes is remembered
   */
  async frame(
    request: FastifyRequest,
    base: string,
    { state, reply }: { state?: State | undefined; reply?: FastifyReply | undefined } = {},
  ): Promise<HostFrame> {
    const known = await this.reference.all('hostTexts', this.clock.today(), hostTextsSchema)
    const tag = this.chosen(request, known, reply)
    const entry = tag === undefined ? undefined : known.get(tag)
    const own = request.language === 'zh' ? 'zh-CN' : 'en-GB'
    const main = [
      { text: '中文', lang: 'zh-CN', dir: 'ltr', href: `${base}?language=zh`, current: !entry && own === 'zh-CN' },
      { text: 'English', lang: 'en-GB', dir: 'ltr', href: `${base}?language=en`, current: !entry && own === 'en-GB' },
    ]
    const further = [...known].map(([name, { native, rightToLeft }]) => ({
      ...{ text: native, lang: name, dir: rightToLeft ? 'rtl' : 'ltr', href: `${base}?in=${name}` },
      current: name === tag,
    }))
    const dir = entry?.rightToLeft ? 'rtl' : 'ltr'
    return {
      ...{ words: hostWords(entry, state), dir },
      speech: {
        ...{ own, lang: tag ?? own, dir, foreign: entry !== undefined },
        languages: further.length > 0 ? [...main, ...further] : [],
      },
    }
  }

  private chosen(
    request: FastifyRequest,
    known: ReadonlyMap<string, HostTexts>,
    reply: FastifyReply | undefined,
  ): string | undefined {
    const [asked, main] = [readText(request.query, 'in', 20), readText(request.query, 'language', 2)]
    if (main !== undefined) {
      if (reply) this.cookies.clear(reply, COOKIE)
      return undefined
    }
    if (asked !== undefined && known.has(asked)) {
      if (reply) this.cookies.set(reply, COOKIE, asked)
      return asked
    }
    const kept = this.cookies.read(request, COOKIE)
    if (kept !== undefined && known.has(kept)) return kept
    return this.cookies.read(request, 'language') === undefined ? asksFor(request, known) : undefined
  }
}

/** The first language of the browser's that the page speaks, unless that is Chinese or English. */
function asksFor({ headers }: FastifyRequest, known: ReadonlyMap<string, unknown>): string | undefined {
  const wanted = (headers['accept-language'] ?? '')
    .slice(0, 200)
    .split(',')
    .map((one) => one.split(';')[0]?.trim() ?? '')
  const spoken = wanted.map((one) => {
    const [short = ''] = one.split('-')
    return /^(zh|en)$/i.test(short)
      ? 'main'
      : [...known.keys()].find((tag) => tag === one || tag === short.toLowerCase())
  })
  const first = spoken.find((one) => one !== undefined)
  return first === 'main' ? undefined : first
}
