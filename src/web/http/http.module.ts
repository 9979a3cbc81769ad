/** How requests come in and answers go out: who may, the frame around pages, uploads, refusals. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { DynamicModule } from '@nestjs/common'
import { folderModule } from '../../base/module.js'
import type { Config } from '../../config.js'
import { projectFolder } from '../../settings.js'
import { Access, WebSettings } from './access.js'
import { Cookies } from './cookies.js'
import { Door } from './door.js'
import { Draining } from './draining.js'
import { Entrance } from './entrance.js'
import { FormKeeper } from './formKeeper.js'
import { Pages, Renderer } from './pages.js'
import { ProofPage } from './proofPage.js'
import { Answers } from './answersInterceptor.js'
import { Searches } from './searches.js'
import { ShownLinks, ShownOnce } from './shownOnce.js'
import { Throttle } from './throttle.js'
import { Uploads } from './uploads.js'
import type { Assets } from '../kit/assets.js'
import { createRenderer } from '../kit/render.js'

class HttpModule {}

/** @param csrfKeys what the tokens of forms are made with, the present key first */
export const httpModule = (config: Config, csrfKeys: readonly [string, ...string[]], assets: Assets): DynamicModule =>
  folderModule(HttpModule, [
    { provide: WebSettings, useValue: new WebSettings(config.publicUrl, csrfKeys, config.production) },
    { provide: Cookies, useValue: new Cookies(config.publicUrl.startsWith('https://')) },
    {
      provide: Renderer,
      useValue: new Renderer(
        createRenderer({
          templates: createRequire(import.meta.url)(join(projectFolder, 'build/templates.cjs')),
          production: config.production,
          assets,
        }),
      ),
    },
    { provide: Throttle, useValue: new Throttle(config.checksPerMinute) },
    Access,
    {
      provide: Door,
      inject: [Access],
      useFactory: (access: Access) =>
        new Door(access, {
          strangers: config.visitsPerMinute,
          known: config.requestsPerMinute,
          keys: config.keyCallsPerMinute,
        }),
    },
    Pages,
    Answers,
    Uploads,
    Draining,
    Entrance,
    ProofPage,
    FormKeeper,
    Searches,
    ShownOnce,
    ShownLinks,
  ])
