/** What open pages hear of while they are open. */
import { Module } from '@nestjs/common'
import { LiveController } from './live.controller.js'
import { Live } from './live.service.js'

@Module({
  controllers: [LiveController],
  providers: [Live],
})
export class LiveModule {}
