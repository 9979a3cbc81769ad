/** The web server: pages and API, a module an audience, on what it shares with the worker. */
import type { DynamicModule } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core'
import { EntryDatabase } from './base/database.js'
import { folderModule } from './base/module.js'
import { casePagesModule } from './cases/cases.module.js'
import { type Config, deriveSecret } from './config.js'
import { AppModule, coreOf, type Parts } from './core.module.js'
import { openDatabase } from './installation.js'
import { batchModule } from './exchange/batch.module.js'
import { checkingModule } from './letters/letters.module.js'
import { peopleModule } from './people/people.module.js'
import { draftsModule } from './reference/reference.module.js'
import { AccountModule, demonstrationModule } from './web/account/account.module.js'
import { Demonstration } from './web/account/demonstration.js'
import { AdminModule } from './web/admin/admin.module.js'
import { ApiModule } from './web/api/api.module.js'
import { AuditModule } from './web/audit/audit.module.js'
import { CaseModule } from './web/case/case.module.js'
import { DeskModule } from './web/desk/desk.module.js'
import { FirmModule } from './web/firm/firm.module.js'
import { Access } from './web/http/access.js'
import { Answers } from './web/http/answersInterceptor.js'
import { httpModule } from './web/http/http.module.js'
import { Problems } from './web/http/problems.js'
import type { Assets } from './web/kit/assets.js'
import { LiveModule } from './web/live/live.module.js'
import { PolicyModule } from './web/policy/policy.module.js'
import { PublicModule } from './web/public/public.module.js'
import { ReportsModule } from './web/reports/reports.module.js'
import { ServiceAccountsModule } from './web/serviceAccounts/serviceAccounts.module.js'
import { WebhooksModule } from './web/webhooks/webhooks.module.js'

/** What the tokens of forms are made with: of SECRET first, then of those that it took the place of. */
function csrfKeysOf({ secret, secretEarlier }: Config): readonly [string, ...string[]] {
  const csrfKey = (one: string) => deriveSecret(one, 'csrf')
  return [csrfKey(secret), ...(secretEarlier ?? []).map(csrfKey)]
}

/** The folders of pages, one an audience, after what they share. */
export const PAGE_MODULES = [
  CaseModule,
  PublicModule,
  FirmModule,
  DeskModule,
  PolicyModule,
  ReportsModule,
  AuditModule,
  AdminModule,
  AccountModule,
  WebhooksModule,
  ServiceAccountsModule,
  ApiModule,
  LiveModule,
]

/** Connections for signing in: a hash takes longer than what is asked of the database around it. */
const ENTRY_POOL = 4

class EntryModule {}

const entryModule = (config: Config): DynamicModule =>
  folderModule(EntryModule, [
    {
      provide: EntryDatabase,
      useFactory: () =>
        openDatabase(config.entryDatabaseUrl ?? '', 'entryDatabaseUrl', (url) =>
          EntryDatabase.open({ url, poolSize: ENTRY_POOL, entities: [] }),
        ),
    },
  ])

export function webModule(parts: Parts, assets: Assets, demonstration = new Demonstration([], '')): DynamicModule {
  const { config } = parts
  return {
    module: AppModule,
    imports: [
      ...coreOf(parts, 'appDatabaseUrl'),
      entryModule(config),
      draftsModule(),
      peopleModule(config),
      casePagesModule(config),
      checkingModule(),
      batchModule(),
      httpModule(config, csrfKeysOf(config), assets),
      ...PAGE_MODULES,
      demonstrationModule(demonstration),
    ],
    providers: [
      { provide: APP_GUARD, useExisting: Access },
      { provide: APP_FILTER, useClass: Problems },
      { provide: APP_INTERCEPTOR, useExisting: Answers },
    ],
  }
}
