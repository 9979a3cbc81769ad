/** Who speaks in a transaction (migrations/…-speaker.ts). */
import type { Settings } from '../base/database.js'
import type { Actor } from './actor.js'

/** The settings of a transaction in which this actor acts. */
export const settingsOf = ({ speaker }: Pick<Actor, 'speaker'>): Settings => ({ speaker })
