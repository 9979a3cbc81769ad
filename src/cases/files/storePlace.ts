/**
 * A place that files lie in, each under a random key: a folder of a disk (storeFolder.ts) or a part
 * of a bucket (storeBucket.ts). What no row names is set aside by the day before it is removed, and
 * comes back from there when a row names it again; what is infected lies where nothing reads it.
 */
import type { Readable } from 'node:stream'
import type { Identifiable } from '../../base/storeIdentity.js'

const KEY = /^[0-9a-f]{32}$/
const DAY = /^\d{4}-\d\d-\d\d$/

/** Whether it is a key of a file; that of an erased paper is none. */
export const isKey = (key: string): boolean => KEY.test(key)
export const isDay = (name: string): boolean => DAY.test(name)

/** A content that is open already, and its size in bytes. */
export interface OpenContent {
  readonly stream: Readable
  readonly bytes: number
}

/** Who works on a place alone, for a while. */
export interface PlaceLease {
  /** Says that its owner lives. Answers false when another one has taken over meanwhile. */
  renew(): Promise<boolean>
  release(): Promise<void>
}

/** Everything that takes a key throws NotFound for what is none. */
export interface StorePlace {
  /** That names it. */
  readonly setting: 'DATA_DIR' | 'BACKUP_DIR' | 'FILES_S3'
  /** For people: the path, or the address of the bucket. */
  readonly root: string
  readonly identity: Identifiable
  has(key: string): Promise<boolean>
  /** Undefined when there is none. */
  openContent(key: string): Promise<OpenContent | undefined>
  /** Takes over a finished file of this machine, which is then gone; one of a folder lies on the same disk. */
  moveIn(key: string, from: string): Promise<void>
  /** The same of a file that stays, and from another disk. */
  copyIn(key: string, from: string): Promise<void>
  /** Copies what lies in another place. Answers false when it is not there; a copy that was cut short bears no key. */
  copyFrom(key: string, other: StorePlace): Promise<boolean>
  /** The parts that files are divided into, by the beginning of their keys. */
  parts(): Promise<string[]>
  keysIn(part: string): Promise<string[]>
  /** Files in which malware was found. */
  keysInQuarantine(): Promise<string[]>
  isInQuarantine(key: string): Promise<boolean>
  /** When the file was stored, in milliseconds by the place's clock; undefined when it is gone. */
  storedAt(key: string): Promise<number | undefined>
  /** Moves it where nothing reads it, for whoever looks into the matter; nothing happens when there is none. */
  moveToQuarantine(key: string): Promise<void>
  /** Sets it aside, from among the files or from the quarantine. Answers false when there is none. */
  setAside(key: string, day: string): Promise<boolean>
  /** Brings back what was set aside. Answers false when there is none. */
  bringBack(key: string): Promise<boolean>
  /** The days on which something was set aside, the first first. */
  daysAside(): Promise<string[]>
  keysAside(day: string): Promise<string[]>
  /** Removes one that was set aside on this day. */
  removeAside(day: string, key: string): Promise<void>
  /** With its last file a day goes, too. */
  closeDay(day: string): Promise<void>
  /** Removes it, wherever it lies. */
  remove(key: string): Promise<void>
  /** The same with whatever a place keeps of what was removed. */
  discard(key: string): Promise<void>
  /**
   * Removes what a crash has cut short, once it is so many hours old, and what is kept of files that
   * were removed so many days ago.
   */
  tidy(hours: number, days: number): Promise<void>
  /** Answers who has it when it is taken. */
  lease(owner: string): Promise<PlaceLease | { readonly heldBy: string }>
  /** What time it is by the place's clock, in milliseconds. */
  now(): Promise<number>
  /** What day it is by the same. */
  today(): Promise<string>
}
