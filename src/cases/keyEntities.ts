/** Keys that are no case's, as stored (migrations/…-personalData.ts); the case's own stands with it. */
import { Column, Entity, PrimaryColumn } from 'typeorm'

/** A key by what it is for, wrapped by the master key. */
@Entity('system_keys')
export class SystemKey {
  @PrimaryColumn('text')
  purpose!: 'blindIndex'

  @Column('bytea', { select: false })
  wrapped!: Buffer
}
