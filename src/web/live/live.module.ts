/** What open pages hear of while they are open. */
import { Global, Module } from '@nestjs/common'
import { LiveController } from './live.controller.js'
import { Live } from './live.service.js'

const providers = [Live]

@Global()
@Module({
  controllers: [LiveController],
  providers,
  exports: providers,
})
export class LiveModule {}
