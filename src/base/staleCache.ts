/**
 * Stale-while-revalidate cache for small data that rarely change. Nobody waits for it, and a
 * database that is away takes no page down.
 */

const KEPT_FOR = 5_000 // ms

export class StaleCache<T> {
  private loaded: { readonly value: T; readonly at: number } | undefined
  private loading: Promise<void> | undefined

  /** `load` fetches it; what it is given is what it fetched before. */
  constructor(private readonly load: (before: T | undefined) => Promise<T>) {}

  /** As it is known now; undefined before the first refresh. */
  get(): T | undefined {
    // the next reader tries again
    if (this.loaded && performance.now() - this.loaded.at > KEPT_FOR) this.refresh().catch(() => {})
    return this.loaded?.value
  }

  /**
   * Fetches it anew, once for all who ask at the same time: at start, and after a change of one's
   * own. Throws what the database throws.
   */
  async refresh(): Promise<void> {
    this.loading ??= this.fetch().finally(() => {
      this.loading = undefined
    })
    await this.loading
  }

  private async fetch(): Promise<void> {
    const value = await this.load(this.loaded?.value)
    this.loaded = { value, at: performance.now() }
  }
}
