/**
 * What anybody may open: the first pages, criteria, self-check, checking a letter, and pages behind
 * a link.
 */
import { Module } from '@nestjs/common'
import { CheckController } from './check.controller.js'
import { HealthController } from './health.controller.js'
import { HostLanguages } from './hostLanguages.js'
import { JoinController } from './join.controller.js'
import { PublicController } from './public.controller.js'
import { Published } from './published.js'
import { SelfCheckController } from './selfCheck.controller.js'
import { SigningController } from './signing.controller.js'
import { StatusController } from './status.controller.js'
import { TalentController } from './talent.controller.js'
import { TalentDoorController } from './talentDoor.controller.js'
import { TalentSessions, TalentTokens } from './talentSession.js'
import { TalentSignController } from './talentSign.controller.js'

@Module({
  controllers: [
    HealthController,
    PublicController,
    CheckController,
    SelfCheckController,
    JoinController,
    SigningController,
    StatusController,
    TalentController,
    TalentDoorController,
    TalentSignController,
  ],
  providers: [Published, HostLanguages, TalentSessions, TalentTokens],
})
export class PublicModule {}
