/** A form with what was typed into it, as handlers hand it on. */
import type { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import type { Branch } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'

/** A form as somebody has filled it in. Put into a page's view, it becomes the form's controls, and its problems the page's summary (answers.ts). */
export class Filled {
  constructor(
    readonly form: z.ZodObject,
    readonly tree: Branch = {},
    readonly problems: readonly Problem[] = [],
    /** The row or list that has just changed. */
    readonly at?: string,
    /** What the page adds to the form that was declared. */
    readonly fill: (form: FormView, language: Language) => FormView = (same) => same,
  ) {}

  with(fill: Filled['fill']): Filled {
    return new Filled(this.form, this.tree, this.problems, this.at, fill)
  }

  /** The same form with other problems. */
  but(problems: readonly Problem[]): Filled {
    return new Filled(this.form, this.tree, problems, this.at, this.fill)
  }
}
