/**
 * What is issued: letters and papers, their checking; and, since effects are written where their
 * tables are, the one map of effects that act() is given.
 */
import { join } from 'node:path'
import type { DynamicModule } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { folderModule } from '../base/module.js'
import { path } from '../base/path.js'
import { type CauseFunction, EFFECT_MAP, ENTRY_MAP, type EntryMap } from '../cases/causes.js'
import { CaseEffects } from '../cases/effects.js'
import { TimedEntries } from '../cases/entries.js'
import { Box } from '../cases/files/box.js'
import { PageDrawer } from '../cases/files/pages.js'
import type { Config } from '../config.js'
import { ActionPreview } from './actionPreview.js'
import { LetterEffects } from './effects.js'
import { Endings } from './endings.js'
import { FileCheck } from './fileCheck.js'
import { Letters } from './letter.service.js'
import { LetterSettings, Matters } from './matters.js'
import { Outcomes } from './outcomes.service.js'
import { Packages } from './package.service.js'
import { PackageFiller } from './packageFiller.js'
import { OwnLetters } from './ownLetter.service.js'
import { Papers } from './paper.service.js'
import { PersonCases } from './personCases.service.js'
import { Previewer } from './previewer.js'
import { LetterProposals } from './proposals.js'
import { sealsIn } from './seals.js'
import { Statuses } from './status.service.js'
import { TemplatePreview } from './templatePreview.js'
import { Trust, openTrust } from './trust.js'
import { Typefaces } from './typefaces.js'
import { projectFolder } from '../settings.js'

class LettersModule {}
class CheckingModule {}

/** What stands across every page of a letter that is none. */
export const SPECIMEN_WORDS = '演示专用 · SPECIMEN'

/** The entries; an intended refusal or revocation is put on paper too, and what is given up is void. */
function entryMap({ functions }: TimedEntries, { orderPaper, voidNotice }: LetterEffects): EntryMap {
  const followedBy =
    (entry: CauseFunction, effect: CauseFunction): CauseFunction =>
    async (tx, cause) => {
      await entry(tx, cause)
      await effect(tx, cause)
    }
  const { announceRefusal, proposeRevocation, acknowledge } = functions
  return {
    ...functions,
    announceRefusal: followedBy(announceRefusal, orderPaper),
    proposeRevocation: followedBy(proposeRevocation, orderPaper),
    acknowledge: followedBy(acknowledge, voidNotice),
  }
}

export const lettersModule = (config: Config): DynamicModule =>
  folderModule(LettersModule, [
    {
      provide: LetterSettings,
      useValue: new LetterSettings(
        `${config.publicUrl}${path.verify}`,
        config.production ? null : SPECIMEN_WORDS,
        config.production ? sealsIn(config.sealsDir) : () => null,
      ),
    },
    { provide: Trust, inject: [Clock], useFactory: (clock: Clock) => openTrust(config, clock.now()) },
    Endings,
    { provide: Typefaces, useValue: new Typefaces(join(projectFolder, 'build/fonts'), config.fontsDir) },
    Matters,
    LetterEffects,
    {
      provide: EFFECT_MAP,
      inject: [CaseEffects, LetterEffects],
      useFactory: (cases: CaseEffects, letters: LetterEffects) => ({ ...cases.functions, ...letters.functions }),
    },
    {
      provide: ENTRY_MAP,
      inject: [TimedEntries, LetterEffects],
      useFactory: (entries: TimedEntries, letters: LetterEffects) => entryMap(entries, letters),
    },
    Letters,
    OwnLetters,
    Outcomes,
    LetterProposals,
    Papers,
    PersonCases,
    Statuses,
  ])

/** What only pages need: checking a letter, seeing one before it is made, and packages. */
export const checkingModule = (): DynamicModule =>
  folderModule(CheckingModule, [
    FileCheck,
    Previewer,
    TemplatePreview,
    { provide: PageDrawer, inject: [Box], useFactory: (box: Box) => new PageDrawer(box) },
    ActionPreview,
    PackageFiller,
    Packages,
  ])
