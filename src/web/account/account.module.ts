/** A person’s own pages: signing in, proof, factors, keys, messages. */
import { type DynamicModule, Module } from '@nestjs/common'
import { AccountController } from './account.controller.js'
import { ChoicesController } from './choices.controller.js'
import { Demonstration } from './demonstration.js'
import { DemonstrationController } from './demonstration.controller.js'
import { KeysController } from './keys.controller.js'
import { MailboxController } from './mailbox.controller.js'
import { MessagesController } from './messages.controller.js'
import { OwnController } from './own.controller.js'
import { ProofController } from './proof.controller.js'
import { ProviderController } from './provider.controller.js'
import { ResetController } from './reset.controller.js'
import { SignInPages } from './signInPages.js'

@Module({
  controllers: [
    AccountController,
    ProofController,
    OwnController,
    ResetController,
    ProviderController,
    KeysController,
    ChoicesController,
    MessagesController,
    MailboxController,
  ],
  providers: [SignInPages],
})
export class AccountModule {}

class DemonstrationModule {}

/**
 * The accounts that the sign-in page names, and their authenticators; without accounts there is no
 * such page.
 */
export const demonstrationModule = (demonstration: Demonstration): DynamicModule => ({
  module: DemonstrationModule,
  global: true,
  controllers: demonstration.accounts.length > 0 ? [DemonstrationController] : [],
  providers: [{ provide: Demonstration, useValue: demonstration }],
  exports: [Demonstration],
})
