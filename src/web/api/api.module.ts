/** The same for machines, described by OpenAPI. */
import { Module } from '@nestjs/common'
import { CONTROLLERS } from './openapi.js'
import { ApiReader } from './reader.controller.js'

@Module({ controllers: [...CONTROLLERS, ApiReader] })
export class ApiModule {}
