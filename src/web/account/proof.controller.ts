/** Showing once more who one is: for a page that was to be opened, and for programs. */
import { Body, Controller, HttpCode, Post } from '@nestjs/common'
import { path } from '../../base/path.js'
import { PasskeyService } from '../../people/passkey.service.js'
import type { Person } from '../../people/session.service.js'
import { For, ownPath } from '../http/access.js'
import { done } from '../http/answers.js'
import { readText } from '../http/input.js'
import { Me } from '../http/params.js'
import { ProofPage } from '../http/proofPage.js'

@Controller('account/proof')
@For('signedIn')
export class ProofController {
  constructor(
    private readonly page: ProofPage,
    private readonly passkeys: PasskeyService,
  ) {}

  /** The proof itself is taken by the guard, with that of every other form (access.ts). */
  @Post()
  prove(@Me() me: Person, @Body() body: unknown) {
    const to = ownPath(readText(body, 'to', 500))
    return me.proved ? done(to) : this.page.ask(me, { action: path.proof, to })
  }

  /** What the browser is asked for a passkey of this person. */
  @Post('passkey')
  @HttpCode(200)
  ask(@Me() me: Person) {
    return this.passkeys.ask(me.id)
  }
}
