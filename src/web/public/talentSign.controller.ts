/** What a candidate signs by drawing on the own page: shown whole, signed, and its file. */
import { Body, Controller, Get, Param, Post, Req, UseFilters } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { NotFound, type Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { SignedPapers } from '../../cases/signedPapers.service.js'
import type { Opened } from '../../cases/talentDoor.js'
import { SIGNED_PAPERS, type SignedPaper } from '../../forms/choices.js'
import { FIELD, MOST_CHARACTERS, MOST_POINTS } from '../../forms/strokes.js'
import { For, SendsFile } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { Id, InLanguage, Reply } from '../http/params.js'
import { attempt, isNotNow } from '../http/submit.js'
import { time } from '../kit/page.js'
import { factOf, facts } from '../kit/table.js'
import { HostLanguages } from './hostLanguages.js'
import { TalentSessions, TalentTokens } from './talentSession.js'

@Controller('talent')
@For('open')
@UseFilters(TalentTokens)
export class TalentSignController {
  constructor(
    private readonly sessions: TalentSessions,
    private readonly signed: SignedPapers,
    private readonly languages: HostLanguages,
  ) {}

  @Get('sign/:paper')
  show(@Param('paper') name: string, @Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    return this.sessions.opened(request, (visitor) => this.page(visitor, request, readPaper(name), { reply }))
  }

  /** What was drawn comes back unless it is what is wrong. */
  @Post('sign/:paper')
  sign(@Param('paper') name: string, @Req() request: FastifyRequest, @Body() body: unknown) {
    const paper = readPaper(name)
    const [digest = '', strokes = ''] = [readText(body, 'digest'), readText(body, 'strokes', 2 * MOST_CHARACTERS)]
    const drawn = { paper, digest, strokes, confirmed: readText(body, 'confirmed') === 'true' }
    return this.sessions.opened(request, (visitor) =>
      attempt({
        work: () => this.signed.sign(visitor, drawn),
        then: done(path.talent, 'signed'),
        again: (problems, refused) =>
          this.page(visitor, request, paper, { drawn, problems, because: refused?.because ?? [] }),
        refuses: isNotNow,
      }),
    )
  }

  @SendsFile()
  @Get('signatures/:id')
  file(@Req() request: FastifyRequest, @InLanguage() language: Language, @Id() id: number) {
    return this.sessions.opened(request, async (visitor) => {
      const { name, pdf } = await this.signed.fetchOwn(visitor, id, language)
      return file({ mime: 'application/pdf', name }, pdf)
    })
  }

  private async page(visitor: Opened, request: FastifyRequest, paper: SignedPaper, shown: Shown) {
    const { drawn, problems = [], because = [], reply } = shown
    const [{ shown: text, digest, replaces, closed }, frame] = await Promise.all([
      this.signed.toSign(visitor, paper),
      this.languages.frame(request, path.talentSign(paper), { reply }),
    ])
    const wrong = new Set(problems.map(({ path: at }) => at))
    const errorAt = (at: string) => problems.find((one) => one.path === at)?.message
    const view = {
      ...{ ...frame, dir: 'ltr', errors: { strokes: errorAt('strokes'), confirmed: errorAt('confirmed') } },
      ...{ title: text.title, lead: text.lead, declares: text.declares, name: text.name, digest, replaces },
      back: { href: path.talent, text: { zh: '返回本人页面', en: 'Back to your page' } },
      sections: text.sections.map(({ heading, rows }, at) => ({
        ...{ key: at, heading },
        summary: facts(...rows.map(({ label, value }) => factOf(label, value ?? ''))),
      })),
      closed: closed && CLOSED[closed],
      action: path.talentSign(paper),
      page: visitor.page,
      until: time(visitor.until, 'clock'),
      field: { ...FIELD, most: MOST_POINTS },
      strokes: drawn && !wrong.has('strokes') && !wrong.has('digest') ? drawn.strokes : '',
      confirmed: drawn?.confirmed === true && !wrong.has('digest'),
      notices: because.map(({ zh, en }) => ({ kind: 'near' as const, title: { zh, en } })),
    }
    const status = because.length > 0 ? 409 : undefined
    return page('talent-sign', view, { audience: 'public', status, problems })
  }
}

interface Shown {
  readonly drawn?: { readonly strokes: string; readonly confirmed: boolean }
  readonly problems?: readonly Problem[]
  readonly because?: readonly { readonly zh: string; readonly en: string }[]
  readonly reply?: FastifyReply | undefined
}

const CLOSED = {
  signed: { zh: '您已手写签名。', en: 'You have signed this by hand.' },
  decided: {
    zh: '申请已有决定，不再需要签名。',
    en: 'The application has been decided. No signature is needed any more.',
  },
}

/** Throws NotFound for what nobody signs. */
function readPaper(name: string): SignedPaper {
  const found = SIGNED_PAPERS.find(({ value }) => value === name)?.value
  if (found === undefined) throw new NotFound()
  return found
}
