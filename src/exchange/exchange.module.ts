/** What goes out to other systems and comes in from them: events for machines, by a feed and by webhooks. */
import type { DynamicModule } from '@nestjs/common'
import { folderModule } from '../base/module.js'
import type { Config } from '../config.js'
import { EventFeed, ExchangeSettings } from './feed.service.js'
import { WebhookGuards, WebhookPost } from './post.js'
import { WebhookKeys } from './signing.js'
import { Webhooks } from './webhook.service.js'

class ExchangeModule {}

/** What web and worker share. */
export const exchangeModule = (config: Config): DynamicModule =>
  folderModule(ExchangeModule, [
    { provide: ExchangeSettings, useValue: new ExchangeSettings(config.publicUrl) },
    { provide: WebhookKeys, useValue: WebhookKeys.of(config) },
    { provide: WebhookGuards, useValue: new WebhookGuards(config) },
    { provide: WebhookPost, inject: [WebhookGuards], useFactory: (guards: WebhookGuards) => new WebhookPost(guards) },
    EventFeed,
    Webhooks,
  ])
