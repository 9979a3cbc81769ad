/** How requests come in and answers go out: who may, the frame around pages, uploads, refusals. */
import { join } from 'node:path'
import type { DynamicModule } from '@nestjs/common'
import { folderModule } from '../../base/module.js'
import type { Config } from '../../config.js'
import { projectFolder } from '../../settings.js'
import { Access, WebSettings } from './access.js'
import { Draining } from './draining.js'
import { Entrance } from './entrance.js'
import { FormKeeper } from './formKeeper.js'
import { MailRoute, mailRoute } from './mailRoute.js'
import { Mailbox } from './mailbox.js'
import { Pages, Renderer } from './pages.js'
import { ProofPage } from './proofPage.js'
import { Answers } from './answersInterceptor.js'
import { CheckLimit, Throttle } from './throttle.js'
import { Uploads } from './uploads.js'
import type { Assets } from '../kit/assets.js'
import { createRenderer } from '../kit/render.js'

class HttpModule {}

/** @param csrfKey what the tokens of forms are made with */
export const httpModule = (config: Config, csrfKey: string, assets: Assets): DynamicModule =>
  folderModule(HttpModule, [
    { provide: WebSettings, useValue: new WebSettings(config.publicUrl, config.production, csrfKey) },
    {
      provide: Renderer,
      useValue: new Renderer(
        createRenderer({ root: join(projectFolder, 'templates'), production: config.production, assets }),
      ),
    },
    {
      provide: Mailbox,
      useValue: new Mailbox(config.production || config.smtpUrl !== null ? null : join(config.dataDir, 'mailbox')),
    },
    {
      provide: MailRoute,
      useValue: new MailRoute(mailRoute(config.smtpUrl, config.production), config.smtpUrl !== null),
    },
    { provide: CheckLimit, useValue: new CheckLimit(config.checksPerMinute) },
    Access,
    Pages,
    Answers,
    Uploads,
    Draining,
    Entrance,
    ProofPage,
    FormKeeper,
    Throttle,
  ])
