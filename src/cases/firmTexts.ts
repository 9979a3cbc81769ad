/**
 * Texts that a firm says again (forms/firmTexts.ts): kept under a name from a draft, taken into another one. They are
 * the firm's, seen by its people alone, and hold nothing of a host's person.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, sqlState } from '../base/database.js'
import { Forbidden, Invalid, NotFound, type Problem } from '../base/errors.js'
import { fill } from '../base/text.js'
import { APPLICATION } from '../forms/application.js'
import { draftProblems } from '../forms/engine/body.js'
import { type Branch, textAt } from '../forms/engine/node.js'
import { personIn, TEXT_QUESTIONS, takeText, textOf } from '../forms/firmTexts.js'
import { mayFillIn } from '../people/actor.js'
import type { Person } from '../people/session.service.js'
import { settingsOf } from '../people/scope.js'
import { Drafts } from './drafts.js'

/** How many a firm may have. */
const MOST = 50

export interface FirmText {
  readonly id: number
  readonly name: string
  /** Answers of the application, at the questions that a text may hold. */
  readonly answers: Branch
  readonly keptAt: Date
  /** Who kept or renamed it last. */
  readonly by: string
}

const LIST = `
  select t.id, t.name, t.answers, t.kept_at as "keptAt", p.name as by
  from firm_texts t join people p on p.id = t.kept_by where t.firm_id = $1 order by t.name`
const KEEP = `
  insert into firm_texts (firm_id, name, answers, kept_by, kept_at)
  select $1, $2, $3, $4, $5 where (select count(*) from firm_texts where firm_id = $1) < ${MOST}
  returning id`
const RENAME = `
  update firm_texts set name = $3, kept_by = $4, kept_at = $5 where firm_id = $1 and id = $2 returning id`
const REMOVE = 'delete from firm_texts where firm_id = $1 and id = $2 returning id'

@Injectable()
export class FirmTexts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly drafts: Drafts,
  ) {}

  /** Those of the person's firm by name. Throws Forbidden to somebody of no firm. */
  list(person: Person): Promise<FirmText[]> {
    const firmId = firmOf(person)
    return this.db.transaction(settingsOf(person), (tx) => rows<FirmText>(tx, LIST, [firmId]))
  }

  /** Throws NotFound when the firm has none of this number. */
  async get(person: Person, id: number): Promise<FirmText> {
    const found = (await this.list(person)).find((text) => text.id === id)
    if (!found) throw new NotFound()
    return found
  }

  /**
   * Keeps the answers at some questions.
   *
   * @param answers all those of the application, by which it is known what is the host's
   * @throws Invalid when nothing is answered there, something of the host's person stands in it, the name is taken, or
   * the firm has 50
   */
  async keep(person: Person, name: string, answers: Branch, questions: readonly string[]): Promise<void> {
    const firmId = firmOf(person, true)
    const text = textOf(
      answers,
      questions.filter((question) => TEXT_QUESTIONS.includes(question)),
    )
    if (!text) throw new Invalid([NOTHING])
    const problems = draftProblems(APPLICATION, text)
    if (problems.length > 0) throw new Invalid(problems)
    const found = personIn(answers, [name, ...questions.map((question) => textAt(text, question))])
    if (found) throw new Invalid([{ ...ABOUT_HOST, message: fill(ABOUT_HOST.message, { found }) }])
    const values = [firmId, name, JSON.stringify(text), person.id, this.clock.now()]
    const kept = await unlessTaken(() => this.db.transaction(settingsOf(person), (tx) => row(tx, KEEP, values)))
    if (!kept) throw new Invalid([TOO_MANY_TEXTS])
  }

  /** Fills texts into a draft that was just begun, the later ones over the earlier. Throws NotFound. */
  async fill(person: Person, caseId: number, ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return
    const known = new Map((await this.list(person)).map((text) => [text.id, text.answers]))
    let tree: Branch = {}
    const paths = new Set<string>()
    for (const id of ids) {
      const answers = known.get(id)
      if (!answers) throw new NotFound()
      const taken = takeText(tree, answers, TEXT_QUESTIONS)
      tree = taken.tree
      for (const path of taken.paths) paths.add(path)
    }
    const section = { key: 'engagement', label: { zh: '', en: '' }, paths: [...paths] } as const
    await this.drafts.keepSection(person, caseId, { section, tree })
  }

  /** Throws NotFound, Invalid when the name is taken. */
  async rename(person: Person, id: number, name: string): Promise<void> {
    const values = [firmOf(person, true), id, name, person.id, this.clock.now()]
    const done = await unlessTaken(() => this.db.transaction(settingsOf(person), (tx) => row(tx, RENAME, values)))
    if (!done) throw new NotFound()
  }

  /** Throws NotFound. What was taken from it stays where it is. */
  async remove(person: Person, id: number): Promise<void> {
    const values = [firmOf(person, true), id]
    if (!(await this.db.transaction(settingsOf(person), (tx) => row(tx, REMOVE, values)))) throw new NotFound()
  }
}

function firmOf(person: Person, writes = false): number {
  if (person.firmId === null || (writes && !mayFillIn(person))) throw new Forbidden()
  return person.firmId
}

async function unlessTaken<Made>(work: () => Promise<Made>): Promise<Made> {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) === '23505') throw new Invalid([TAKEN])
    throw error
  }
}

const TAKEN: Problem = {
  code: 'nameTaken',
  path: 'name',
  message: {
    zh: '已有同名的常用文本，请换一个名称。',
    en: 'There is already a text with this name. Choose another name.',
  },
}
const TOO_MANY_TEXTS: Problem = {
  code: 'tooManyTexts',
  path: 'name',
  message: { zh: `常用文本最多${MOST}份，请先删除不用的。`, en: `A firm may keep ${MOST} texts. Delete one first.` },
}
const NOTHING: Problem = {
  code: 'nothingToKeep',
  path: 'name',
  message: { zh: '本节尚无可存为常用文本的内容。', en: 'There is nothing to save in this section yet.' },
}
const ABOUT_HOST: Problem = {
  code: 'aboutHost',
  path: 'name',
  message: {
    zh: '文本中有人选的信息（{found}），未保存。常用文本供各个申请使用，请改成不指明人选的写法。',
    en:
      'The text names the candidate ({found}) and was not saved. Saved texts are used in every ' +
      'application, so they must not name anybody.',
  },
}
