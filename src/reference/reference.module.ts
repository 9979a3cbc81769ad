/** Everything that has a date, and the authorities. */
import type { DynamicModule } from '@nestjs/common'
import { folderModule } from '../base/module.js'
import { Authorities, Specimen } from './authorities.js'
import { PolicyDrafts } from './draft.service.js'
import { Reference } from './reference.service.js'
import { Kinds } from './registry.js'
import { Since } from './since.js'

class ReferenceModule {}
class PolicyModule {}

/** @param specimen whether authorities are called those of a demonstration */
export const referenceModule = (specimen: boolean, kinds: Kinds): DynamicModule =>
  folderModule(ReferenceModule, [
    Reference,
    Authorities,
    { provide: Specimen, useValue: new Specimen(specimen) },
    { provide: Kinds, useValue: kinds },
  ])

/** What only people change: drafts of reference data. */
export const draftsModule = (): DynamicModule => folderModule(PolicyModule, [PolicyDrafts, Since])
