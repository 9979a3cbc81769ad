/** Reports, public figures and what-if. */
import { Module } from '@nestjs/common'
import { FiguresController } from './figures.controller.js'
import { ReportsController } from './reports.controller.js'
import { WhatIfController } from './whatIf.controller.js'

@Module({ controllers: [ReportsController, WhatIfController, FiguresController] })
export class ReportsModule {}
