/** The pages of reference data: what is in force, drafts and approvals, letters’ texts. */
import { Module } from '@nestjs/common'
import { DraftController } from './draft.controller.js'
import { DraftDifferences } from './draft.kept.js'
import { DraftPaper } from './draft.paper.js'
import { PolicyController } from './policy.controller.js'
import { RulesController } from './rules.controller.js'
import { TemplatesController } from './templates.controller.js'

@Module({
  controllers: [RulesController, DraftController, TemplatesController, PolicyController],
  providers: [DraftDifferences, DraftPaper],
})
export class PolicyModule {}
