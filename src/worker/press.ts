/** Opens the press of this process: the fonts, the renderer's thread, and the key that signs. */
import { join } from 'node:path'
import type { Config } from '../config.js'
