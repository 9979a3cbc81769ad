/** Subscriptions to events: of a firm, by its administrator; of authorities, by a system administrator. */
import { Module } from '@nestjs/common'
import { WebhooksController } from './webhooks.controller.js'

@Module({ controllers: [WebhooksController] })
export class WebhooksModule {}
