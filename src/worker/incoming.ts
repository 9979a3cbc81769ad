/** Where files lie while they arrive, on the same disk as the store's. */
export class IncomingFolder {
  constructor(readonly path: string) {}
}
