/** What a transaction may see, as the settings that row-level security reads (migrations/…-people.ts). */
import type { Settings } from '../base/database.js'
import { type Actor, partsOf } from './actor.js'

const list = (words: readonly string[]) => `{${words.join(',')}}` // our own words only: no quoting is needed

/** The settings of a transaction in which this actor acts. */
export function settingsOf(actor: Actor): Settings {
  return {
    'haijian.person': String(actor.id ?? ''),
    'haijian.firm': String(actor.firmId ?? ''),
    'haijian.authority': String(actor.authorityId ?? ''),
    'haijian.roles': list(actor.roles),
    'haijian.parts': list(partsOf(actor)),
  }
}
