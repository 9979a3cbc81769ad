/** Where a test file runs while mutants are tried: notes which marks it came by, and skips what is left once something has failed. */
import { TestEnvironment } from 'jest-environment-node'

/** The marks that the last test file came by (reach.ts). */
export const reached = new Set()
/** Whether anything of it has failed: where a hook of the file fails, all its tests are skipped, and Jest calls that a success. */
export const outcome = { failed: false }

export default class extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    reached.clear()
    this.global.__reached = reached
    outcome.failed = false
  }

  handleTestEvent({ name, describeBlock, test }) {
    if (['test_fn_failure', 'hook_failure', 'error'].includes(name)) outcome.failed = true
    if (!outcome.failed) return
    if (name === 'run_describe_start') describeBlock.mode = 'skip'
    if (name === 'test_start') test.mode = 'skip'
  }
}
