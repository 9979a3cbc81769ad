/** Reports, public figures and what-if. */
import { Global, Module } from '@nestjs/common'
import { FiguresController } from './figures.controller.js'
import { ReportNames } from './names.js'
import { ReportsController } from './reports.controller.js'
import { WhatIfController } from './whatIf.controller.js'

const providers = [ReportNames]

@Global()
@Module({
  controllers: [ReportsController, WhatIfController, FiguresController],
  providers,
  exports: providers,
})
export class ReportsModule {}
