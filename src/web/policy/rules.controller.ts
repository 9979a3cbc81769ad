/**
 * By what a case is judged: the versions in force on its filing day, for whoever may see the case,
 * the firm among them.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { ReadingService } from '../../cases/reading.service.js'
import type { Person } from '../../people/session.service.js'
import { PolicyDrafts } from '../../reference/draft.service.js'
import { type Kind, Kinds } from '../../reference/registry.js'
import type { Version, VersionLine } from '../../reference/versions.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Id, Me } from '../http/params.js'
import { both, dateText } from '../kit/page.js'
import type { Table } from '../kit/parts.js'
import { fromText, nameOf } from '../kit/versions.view.js'

@Controller('cases/:id/rules')
@For('signedIn')
export class RulesController {
  constructor(
    private readonly reading: ReadingService,
    private readonly drafts: PolicyDrafts,
    private readonly kinds: Kinds,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Me() me: Person, @Id() id: number) {
    const { case: found } = await this.reading.peek(me, id)
    const today = this.clock.today()
    const judgedOn = found.filedOn ?? today
    const inForce = await this.drafts.inForce(judgedOn)
    const later = (await this.drafts.list(me)).filter(
      ({ approvedAt, effectiveFrom }) => approvedAt !== null && effectiveFrom > judgedOn && effectiveFrom <= today,
    )
    const view = {
      title: { zh: '本案按哪些规定评判', en: 'What this case is judged by' },
      back: { text: found.number, href: path.case(found.id) },
      judgedOn: both((language) => dateText(judgedOn, language)),
      filed: found.filedOn !== null,
      replaced: later.length > 0,
      kinds: this.kinds.list
        .filter(({ applies }) => applies === 'filing')
        .flatMap((kind) => {
          const own = inForce.filter((version) => version.kind === kind.name)
          return own.length === 0 ? [] : [{ label: kind.label, what: kind.what, table: rulesTable(kind, own, later) }]
        }),
    }
    return page('policy/rules', view)
  }
}

const HEADS = {
  entry: { zh: '条目', en: 'Entry' },
  version: { zh: '版本', en: 'Version' },
  since: { zh: '此后', en: 'Since then' },
} as const

function rulesTable(kind: Kind, versions: readonly Version[], later: readonly VersionLine[]): Table {
  return {
    caption: kind.label,
    captionHidden: true,
    cards: true,
    head: [{ text: HEADS.entry }, { text: HEADS.version }, { text: HEADS.since }],
    rows: versions.map((version) => {
      const next = later.filter((one) => one.kind === version.kind && one.key === version.key).at(-1)
      return {
        cells: [
          { heads: true, line: [nameOf(kind, version)] },
          {
            label: HEADS.version,
            line: [{ text: fromText(version.effectiveFrom), href: path.entry(version.id) }],
          },
          {
            label: HEADS.since,
            line: next
              ? [{ text: replacedText(next.effectiveFrom), href: path.entry(next.id), look: 'near' }]
              : [{ text: { zh: '没有变', en: 'unchanged' }, look: 'quiet' }],
          },
        ],
      }
    }),
  }
}

const replacedText = (on: string): Bilingual =>
  both((language) =>
    language === 'zh' ? `${dateText(on, language)}起已被替代` : `replaced from ${dateText(on, language)}`,
  )
