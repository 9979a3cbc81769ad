/** Showing once more who one is: for a page that was to be opened, and for programs. */
import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { PasskeyService } from '../../people/passkey.service.js'
import { For, ownPath, personOf } from '../http/access.js'
import { readText } from '../http/input.js'
import { seeOther } from '../http/send.js'
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
  async prove(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const to = ownPath(readText(body, 'to', 500))
    if (personOf(request).proved) return seeOther(reply, to)
    return reply.send(await this.page.page(request, reply, { action: '/account/proof', to }))
  }

  /** What the browser is asked for a passkey of this person. */
  @Post('passkey')
  @HttpCode(200)
  ask(@Req() request: FastifyRequest) {
    return this.passkeys.ask(personOf(request).id)
  }
}
