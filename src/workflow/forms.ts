/**
 * The form of every action and entry. `forms` lies below the chart and cannot know it: here the
 * compiler says which form is missing in forms/actions.ts.
 */
import type { z } from 'zod'
import { ACTION_FORMS } from '../forms/actions.js'
import type { Act } from './machine.js'

export const FORMS: Readonly<Record<Act, z.ZodObject>> = ACTION_FORMS

/** The form of an event; undefined for a reading, and for a name of another release. */
export const findForm = (name: string): z.ZodObject | undefined =>
  Object.hasOwn(FORMS, name) ? FORMS[name as Act] : undefined // an own name of the table is one of its names
