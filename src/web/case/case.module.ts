/** What firm and officers share of a case: its address, the pages of its actions, papers, the candidate’s link. */
import { Global, Module } from '@nestjs/common'
import { ActionPage } from './action.page.js'
import { ActionRound } from './action.round.js'
import { CaseController } from './case.controller.js'
import { Conflicts } from './conflicts.js'
import { MailNotices } from './mailNotice.js'
import { OwnCases } from './own.js'
import { PageContexts } from './pageContext.js'
import { PaperPreview } from './paperPreview.js'
import { PapersController } from './papers.controller.js'
import { PersonController } from './person.controller.js'
import { Promises } from './promise.js'
import { TalentLinkController } from './talentLink.controller.js'
import { UndeliveredMails } from './undelivered.js'

const providers = [
  ...[PageContexts, Conflicts, PaperPreview, ActionPage, ActionRound, OwnCases],
  ...[MailNotices, Promises, UndeliveredMails],
]

@Global()
@Module({
  controllers: [CaseController, PapersController, PersonController, TalentLinkController],
  providers,
  exports: providers,
})
export class CaseModule {}
