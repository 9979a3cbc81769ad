/**
 * The round of a form: read, parsed, done; or shown again with what was typed and what is wrong.
 */
import type { z } from 'zod'
import { Invalid, NotNow, type Problem } from '../../base/errors.js'
import { readForm } from '../../forms/engine/body.js'
import { parseForm } from '../../forms/engine/parse.js'
import { changeRows } from '../../forms/engine/rows.js'
import { TOO_MANY } from '../../people/attempts.js'
import type { Answer } from './answers.js'
import { Filled } from './filled.js'

interface Round<Value, Made, Given, Refusal> {
  /** What the form is for. What it throws as Invalid stands beside the fields. */
  readonly work: (value: Value) => Made | Promise<Made>
  /** Where to go when it is done. */
  readonly then: Answer | ((made: Made) => Answer | Promise<Answer>)
  /** The page once more. `refused`: why it could not be done, though no field is wrong. */
  readonly again: (given: Given, refused?: Refusal) => Answer | Promise<Answer>
  /** Which other errors the page shows itself (NotNow, Stale). */
  readonly refuses?: ((error: unknown) => error is Refusal) | undefined
}

/**
 * Does what a form asks for.
 *
 * @param body as it was posted; a button that adds or removes a row shows the form again
 * @throws what `work` throws, but for Invalid and what the page shows itself; too many tries have a page of their own
 */
export async function submit<Form extends z.ZodObject, Made, Refusal = never>(
  form: Form,
  body: unknown,
  { work, then, again, refuses }: Round<z.output<Form>, Made, Filled, Refusal>,
): Promise<Answer> {
  const { tree, wish } = readForm(body)
  if (wish) {
    const changed = changeRows(form, tree, wish)
    return again(new Filled(form, changed.tree, [], changed.at, { sent: true }))
  }
  const sent = (problems: readonly Problem[]) => new Filled(form, tree, problems, undefined, { sent: true })
  const { value, problems } = parseForm(form, tree)
  if (!value) return again(sent(problems))
  return attempt({
    work: () => work(value),
    then,
    again: (problems, refused) => again(sent(problems), refused),
    refuses,
  })
}

/**
 * The same where nothing is typed, or the handler reads it by itself: `again` is given what was
 * wrong.
 */
export async function attempt<Made, Refusal = never>({
  work,
  then,
  again,
  refuses,
}: Round<void, Made, readonly Problem[], Refusal>): Promise<Answer> {
  let made: Made
  try {
    made = await work()
  } catch (error) {
    if (error instanceof Invalid && !isTooMany(error)) return again(error.problems)
    if (refuses?.(error)) return again([], error)
    throw error
  }
  return typeof then === 'function' ? then(made) : then
}

/** For `refuses`: it may be done, but not now. */
export const isNotNow = (error: unknown): error is NotNow => error instanceof NotNow

const isTooMany = ({ problems }: Invalid): boolean => problems.some(({ code }) => code === TOO_MANY)
