/** Every kind of reference data, in the order of the screen; reference/ is given the list. */
import { EXCHANGE_KINDS } from '../../cases/exchange.js'
import { HOST_KINDS } from '../../cases/hostTexts.js'
import { PHRASE_KINDS } from '../../cases/phrases.js'
import { CLUSTER_KINDS } from '../../cases/reports/clusters.js'
import { CRITERIA_KINDS } from '../../criteria/kinds.js'
import { PAPER_KINDS } from '../../letters/kinds.js'
import { AUTHORITY_KINDS, OPEN_KINDS, PROCEDURE_KINDS } from '../../reference/kinds.js'
import { Kinds } from '../../reference/registry.js'

export const REGISTRY = new Kinds([
  ...CRITERIA_KINDS,
  ...PROCEDURE_KINDS,
  ...EXCHANGE_KINDS,
  ...PAPER_KINDS,
  ...PHRASE_KINDS,
  ...HOST_KINDS,
  ...AUTHORITY_KINDS,
  ...CLUSTER_KINDS,
  ...OPEN_KINDS,
])
