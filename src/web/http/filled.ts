/** A form with what was typed into it, as handlers hand it on. */
import type { z } from 'zod'
import type { Problem } from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import type { Branch } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'

interface Rest {
  /** What the page adds to the form that was declared. */
  readonly fill?: (form: FormView, language: Language) => FormView
  /** Where what is typed is kept, and the page of the form when that is another. */
  readonly keptAt?: { readonly place: string; readonly page: string | null }
  /** It was just sent, and not done: the page shows that and not what was kept. */
  readonly sent?: boolean
}

/** Of a form that is kept: its controls say what was (KeepView). */
export interface Kept {
  readonly rest: { readonly keptAt: NonNullable<Rest['keptAt']> }
}

/**
 * A form as somebody has filled it in. Put into a page's view, it becomes the form's controls, and
 * its problems the page's summary (answers.ts).
 */
export class Filled {
  constructor(
    readonly form: z.ZodObject,
    readonly tree: Branch = {},
    readonly problems: readonly Problem[] = [],
    /** The row or list that has just changed. */
    readonly at?: string,
    readonly rest: Rest = {},
  ) {}

  with(fill: NonNullable<Rest['fill']>): Filled {
    return new Filled(this.form, this.tree, this.problems, this.at, { ...this.rest, fill })
  }

  /** The same form with other problems. */
  but(problems: readonly Problem[]): Filled {
    return new Filled(this.form, this.tree, problems, this.at, this.rest)
  }

  /**
   * The same form, with what its author has typed before (formKeeper.ts); `page` where it stands,
   * when that is not its own address.
   */
  keptAt(place: string, page: string | null = null): Filled & Kept {
    return Object.assign(this.but(this.problems), { rest: { ...this.rest, keptAt: { place, page } } })
  }
}
