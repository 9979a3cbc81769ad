/** The worker: everything that happens without a person, on what it shares with the web server. */
import type { DynamicModule } from '@nestjs/common'
import type { Config } from './config.js'
import { AppModule, clockOf, coreOf, type Parts } from './core.module.js'
import type { LetterRenderer } from './worker/letterMaker.js'
import { openLetterRenderer } from './worker/letterRenderer.js'
import type { MailTransport } from './worker/mailTransport.js'
import { workingModule } from './worker/worker.module.js'

/** What sets and signs letters; throws in plain words when a key or certificate is not as it should be today. */
export const openRenderer = (config: Config): Promise<LetterRenderer> =>
  openLetterRenderer(config, clockOf({ config }).now())

export const workerModule = (
  parts: Parts,
  letterRenderer: LetterRenderer,
  mailTransport: MailTransport,
): DynamicModule => ({
  module: AppModule,
  imports: [...coreOf(parts, 'workerDatabaseUrl'), workingModule(parts.config, letterRenderer, mailTransport)],
})
