/** What goes out to other systems and comes in from them: events for machines. */
import type { DynamicModule } from '@nestjs/common'
import { folderModule } from '../base/module.js'
import type { Config } from '../config.js'
import { EventFeed, ExchangeSettings } from './feed.service.js'

class ExchangeModule {}

/** What web and worker share. */
export const exchangeModule = (config: Config): DynamicModule =>
  folderModule(ExchangeModule, [
    { provide: ExchangeSettings, useValue: new ExchangeSettings(config.publicUrl) },
    EventFeed,
  ])
