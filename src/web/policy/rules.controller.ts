/**
 * By what a case is judged: the versions in force on its filing day, for whoever may see the case,
 * the firm among them.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import { ReadingService } from '../../cases/reading.service.js'
import type { Person } from '../../people/session.service.js'
import { PolicyDrafts } from '../../reference/draft.service.js'
import { type Kind, Kinds, nameOf } from '../../reference/registry.js'
import type { Version, VersionLine } from '../../reference/versions.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Id, Me } from '../http/params.js'
import { day } from '../kit/page.js'
import type { Table } from '../kit/parts.js'
import { link, quiet } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { fromText } from '../kit/versions.view.js'

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
    const { case: found } = await this.reading.get(me, id)
    const today = this.clock.today()
    const judgedOn = found.filedOn ?? today
    const inForce = await this.drafts.inForce(judgedOn)
    const later = (await this.drafts.list(me)).filter(
      ({ approvedAt, effectiveFrom }) => approvedAt !== null && effectiveFrom > judgedOn && effectiveFrom <= today,
    )
    const view = {
      title: { zh: '本案适用的规定', en: 'Rules that apply' },
      back: link(found.number, path.case(found.id)),
      judgedOn: day(judgedOn),
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

/** `later`: what has come into force since. */
const rulesTable = (kind: Kind, versions: readonly Version[], later: readonly VersionLine[]): Table =>
  tableOf(kind.label, versions, [
    column('条目', 'Entry', (version) => nameOf(kind, version), 'heads'),
    column('版本', 'Version', ({ effectiveFrom, id }) => link(fromText(effectiveFrom), path.entry(id))),
    column('此后', 'Since then', (version) => {
      const next = later.findLast((one) => one.kind === version.kind && one.key === version.key)
      if (!next) return quiet({ zh: '未变更', en: 'unchanged' })
      const replaced = fill({ zh: '{on}起已被替代', en: 'replaced from {on}' }, { on: day(next.effectiveFrom) })
      return { ...link(replaced, path.entry(next.id)), look: 'near' }
    }),
  ])
