/** To whom a case may be given: colleagues; for a supervisor with what they have already. */
import { Injectable } from '@nestjs/common'
import { COMMA, fill, joined, type Language, say } from '../../base/text.js'
import { Loads } from '../../cases/load.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import type { Act } from '../../workflow/machine.js'

@Injectable()
export class Assignees {
  constructor(
    private readonly firms: Firms,
    private readonly loads: Loads,
  ) {}

  async list(person: Person, action: Act, language: Language) {
    if (action !== 'assign') return this.firms.listColleagues(person)
    const [people, { lines, today }] = await Promise.all([this.firms.listCaseWorkers(person), this.loads.get(person)])
    return people.map(({ id, name }) => {
      const own = lines.filter(({ claimedBy }) => claimedBy === id)
      const late = own.filter(({ dueOn }) => dueOn !== null && dueOn < today).length
      const has = { zh: `在手${own.length}件`, en: `has ${own.length}` }
      const said = joined([has, late > 0 && { zh: `超期${late}件`, en: `${late} overdue` }], COMMA)
      return { id, name: say(fill({ zh: '{name}（{said}）', en: '{name} ({said})' }, { name, said }), language) }
    })
  }
}
