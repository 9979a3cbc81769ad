/** What every page of a candidate is given besides its own: its texts, and the choice of languages. */
import type { HostWords } from '../../cases/hostTexts.js'

export interface HostFrame {
  readonly words: HostWords
  /** Of the whole page. */
  readonly dir: string
  readonly speech: {
    /** Of what is said in Chinese or English. */
    readonly own: string
    readonly lang: string
    readonly dir: string
    /** Neither Chinese nor English. */
    readonly foreign: boolean
    readonly languages: readonly {
      readonly text: string
      readonly lang: string
      readonly dir: string
      readonly href: string
      readonly current: boolean
    }[]
  }
}
