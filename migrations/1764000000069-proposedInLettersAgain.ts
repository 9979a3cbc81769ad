/** …-furtherFacts.ts has renewed the first entries in a new installation, in which …-proposedInLetters.ts had run before: they get the bodies that say what is proposed once more. */
import { ProposedInLetters1764000000061 } from './1764000000061-proposedInLetters.js'

export class ProposedInLettersAgain1764000000069 extends ProposedInLetters1764000000061 {}
