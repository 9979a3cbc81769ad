/** The auditors’ pages: history, its proof, and readings of contents. */
import { Module } from '@nestjs/common'
import { AuditController } from './audit.controller.js'
import { AuditCaseController } from './case.controller.js'
import { ReadingsController } from './readings.controller.js'
import { SealingController } from './sealing.controller.js'

@Module({ controllers: [AuditController, SealingController, ReadingsController, AuditCaseController] })
export class AuditModule {}
