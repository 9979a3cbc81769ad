/** What the clock does each minute is several things of their own: trouble with one must not stop the others. */

/** Does each after the other, also when one before has failed; then throws the first failure. */
export async function inTurn(parts: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const part of parts) await part().catch((failure: unknown) => failures.push(failure))
  if (failures.length > 0) throw failures[0]
}
