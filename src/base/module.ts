/**
 * How a folder of services becomes a Nest module. Every one is global: who may use what is said by
 * the order of the folders, which a test holds.
 */
import type { DynamicModule, Provider, Type } from '@nestjs/common'

/**
 * The module of a folder whose services depend on settings.
 *
 * @param module the class that names it
 * @param providers all of them can be asked for in every folder above
 */
export const folderModule = (module: Type, providers: readonly Provider[]): DynamicModule => ({
  module,
  global: true,
  providers: [...providers],
  exports: providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide)),
})
