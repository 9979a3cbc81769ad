/** Accounts of programs: of a firm, by its administrator; of permit authorities, by two administrators. */
import { Module } from '@nestjs/common'
import { ServiceAccountsController } from './serviceAccounts.controller.js'

@Module({ controllers: [ServiceAccountsController] })
export class ServiceAccountsModule {}
