/** The same for machines, described by OpenAPI. */
import { Module } from '@nestjs/common'
import { CaseApi } from './case.api.js'
import { LetterApi } from './letter.api.js'
import { DescriptionApi } from './openapi.js'
import { PackageApi } from './package.api.js'
import { ApiReader } from './reader.controller.js'
import { ReferenceApi } from './reference.api.js'
import { SelfCheckApi } from './selfCheck.api.js'
import { SessionApi } from './session.api.js'

@Module({
  controllers: [CaseApi, LetterApi, PackageApi, SelfCheckApi, SessionApi, ReferenceApi, DescriptionApi, ApiReader],
})
export class ApiModule {}
