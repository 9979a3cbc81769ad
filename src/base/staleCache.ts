/**
 * Stale-while-revalidate cache for small data that rarely change. Nobody waits for it, and a
 * database that is away takes no page down.
 */

const KEPT_FOR = 5_000 // ms

export class StaleCache<T> {
  private loaded: { readonly value: T; readonly at: number } | undefined
  private loading: Promise<void> | undefined
  private next: Promise<void> | undefined

  /** `load` fetches it; what it is given is what it fetched before. */
  constructor(private readonly load: (before: T | undefined) => Promise<T>) {}

  /** As it is known now; undefined before the first refresh. */
  get(): T | undefined {
    const old = this.loaded && performance.now() - this.loaded.at > KEPT_FOR
    // the next reader tries again
    if (old && !this.loading) this.refresh().catch(() => {})
    return this.loaded?.value
  }

  /**
   * Fetches it anew, once for all who ask at the same time: at start, and after a change of one's
   * own. What is being fetched already may have been read before that change: it is waited for,
   * and followed by another. Throws what the database throws.
   */
  refresh(): Promise<void> {
    this.next ??= (this.loading ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        this.next = undefined
        this.loading = this.fetch().finally(() => {
          this.loading = undefined
        })
        return this.loading
      })
    return this.next
  }

  private async fetch(): Promise<void> {
    const value = await this.load(this.loaded?.value)
    this.loaded = { value, at: performance.now() }
  }
}
