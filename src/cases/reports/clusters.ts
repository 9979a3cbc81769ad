/**
 * The clusters of the live-streaming economy by which reports are broken down: reference data, kind
 * `clusters`, by districts and by zones, a zone before a district.
 */
import type { z } from 'zod'
import * as ask from '../../forms/engine/field.js'
import type { Reference } from '../../reference/reference.service.js'
import { type Kind, kind } from '../../reference/registry.js'
import { districts, label, order, source, zones } from '../../reference/shapes.js'

/**
 * The body of kind `clusters`. A firm's zone is text that it wrote; it belongs here when it has one
 * of `zones` in it, capitals or not.
 */
export const clusterSchema = ask.body({ label, districts, zones, order, source })
export type Cluster = z.infer<typeof clusterSchema>

export const CLUSTER_KINDS: readonly Kind[] = [
  kind('clusters', {
    label: ['直播集聚区', 'Clusters'],
    what: ['统计报表按集聚区分组的口径。', 'Grouping of firms by cluster in reports.'],
    applies: 'doing',
    schema: clusterSchema,
    newKeys: true,
    refers: { districts: 'districts' },
  }),
]

/** What a firm belongs to that is in no cluster. */
export const ELSEWHERE = 'elsewhere'

/** The clusters in force on a day, in their order, by key. */
export async function listClusters(reference: Reference, on: string): Promise<Map<string, Cluster>> {
  const found = await reference.all('clusters', on, clusterSchema)
  return new Map([...found].sort(([, a], [, b]) => a.order - b.order))
}

/** As the database's functions take them. */
export const clusterList = (clusters: ReadonlyMap<string, Cluster>): string =>
  JSON.stringify([...clusters].map(([key, { districts, zones }]) => ({ key, districts, zones })))
