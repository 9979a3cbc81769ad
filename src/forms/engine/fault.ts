/** What zod finds wrong, as a problem of our own. */
import type { z } from 'zod'
import type { Bilingual } from '../../base/text.js'
import type { FormNode } from './node.js'
import type { Fault } from './words.js'

const figures = (bound: number | bigint): string => bound.toLocaleString('en-GB')

/** What a check of a schema says of itself: its sentence, or the code of one of ours. */
interface CheckParams {
  readonly code?: string
  readonly most?: number
  readonly says?: Bilingual
}

/** zod's issue as one of our own. Only what the makers of field.ts use can occur. */
export function faultOf(issue: z.core.$ZodIssue, { ui }: FormNode): Fault {
  switch (issue.code) {
    case 'too_big': {
      const code = issue.origin === 'string' ? 'tooLong' : issue.origin === 'array' ? 'tooMany' : 'tooBig'
      return { code, values: { most: figures(issue.maximum) } }
    }
    case 'too_small': {
      const number = issue.inclusive === false ? 'notAbove' : 'tooSmall'
      const code = issue.origin === 'string' ? 'tooShort' : issue.origin === 'array' ? 'noRows' : number
      return { code, values: { least: figures(issue.minimum) } }
    }
    case 'invalid_type':
      return { code: issue.expected === 'int' ? 'notWhole' : 'form' }
    case 'invalid_value':
      return { code: ui.control === 'checkbox' ? 'notConfirmed' : 'notChoice' }
    case 'custom': {
      if (ui.control === 'phone') return { code: 'notPhone' }
      const { code, most, says }: CheckParams = issue.params ?? {}
      return code === 'tooFine' ? { code, values: { most: Number(most) } } : { code: 'form', ...(says && { says }) }
    }
    default:
      break
  }
  const { control } = ui
  if (control === 'date') return { code: 'notDate' }
  if (control === 'month') return { code: 'notMonth' }
  if (control === 'email') return { code: 'notEmail' }
  return { code: control === 'phone' ? 'notPhone' : 'form' }
}

/** Whether the schema of a group or a list checks more than its questions do. */
export const hasChecks = ({ schema }: FormNode): boolean =>
  (schema.def.checks ?? []).some((check) => check._zod.def.check === 'custom')
