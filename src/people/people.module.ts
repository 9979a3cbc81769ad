/** Who: accounts, sessions, factors, firms, staff. Only the web server needs them. */
import type { DynamicModule } from '@nestjs/common'
import { folderModule } from '../base/module.js'
import type { Config } from '../config.js'
import { Absences } from './absence.service.js'
import { AccessLog } from './accessLog.js'
import { AccessSearch } from './accessSearch.js'
import { Announcements } from './announcement.service.js'
import { Attempts, SessionRules } from './attempts.js'
import { Colleagues } from './colleague.service.js'
import { Emails } from './email.service.js'
import { Reaches, ReachRoutes } from './reach.service.js'
import { FactorRules, FactorService } from './factor.service.js'
import { Firms } from './firm.service.js'
import { FirmChanges } from './firmChange.service.js'
import { FirmIntake } from './firmIntake.service.js'
import { FirmSuspensions } from './firmSuspension.service.js'
import { Keys } from './key.service.js'
import { Mailbox } from './mailbox.js'
import { MailRoute } from './mailRoute.js'
import { PasskeyService, PasskeySettings } from './passkey.service.js'
import { Mandates } from './mandate.service.js'
import { Passwords } from './password.service.js'
import { PeopleHistory } from './peopleHistory.js'
import { PeopleKeys } from './peopleKeys.js'
import { Proofs } from './proof.service.js'
import { IdentityProvider } from './provider.service.js'
import { ProviderSettings } from './providerSettings.js'
import { Registrations } from './registration.service.js'
import { SecondPersons } from './secondPerson.service.js'
import { ServiceAccounts, ServiceRules } from './serviceAccount.service.js'
import { ServiceTokens } from './serviceToken.service.js'
import { Sessions } from './session.service.js'
import { SignIns } from './signIn.service.js'
import { Staff } from './staff.service.js'
import { Tickets } from './tickets.js'
import { Upkeep } from './upkeep.service.js'

class PeopleModule {}

export const peopleModule = (config: Config): DynamicModule =>
  folderModule(PeopleModule, [
    { provide: SessionRules, useFactory: () => rulesOf(config) },
    { provide: PeopleKeys, useValue: PeopleKeys.of(config) },
    { provide: PasskeySettings, useValue: new PasskeySettings(config.publicUrl) },
    { provide: FactorRules, useValue: new FactorRules(config.codeSeconds, config.firmFactorFrom) },
    { provide: ProviderSettings, useValue: ProviderSettings.of(config) },
    { provide: Mailbox, useValue: Mailbox.of(config) },
    { provide: ReachRoutes, useValue: ReachRoutes.of(config) },
    { provide: MailRoute, useValue: new MailRoute(config.smtpUrl, config.production) },
    Tickets,
    AccessLog,
    AccessSearch,
    Attempts,
    Sessions,
    FactorService,
    PasskeyService,
    Proofs,
    Passwords,
    PeopleHistory,
    Staff,
    SignIns,
    IdentityProvider,
    Keys,
    Firms,
    FirmIntake,
    FirmSuspensions,
    FirmChanges,
    Registrations,
    SecondPersons,
    { provide: ServiceRules, useValue: new ServiceRules(config.serviceKeyDays) },
    ServiceAccounts,
    ServiceTokens,
    Mandates,
    Emails,
    Reaches,
    Upkeep,
    Announcements,
    Absences,
    Colleagues,
  ])

const rulesOf = (config: Config): SessionRules =>
  new SessionRules(
    config.signInTries,
    config.signInMinutes,
    config.sessionMinutes,
    config.sessionHours,
    config.proofMinutes,
  )
