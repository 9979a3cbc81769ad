/** Two days of the three weeks of simulation.long.ts. */
import { letPass } from './weeks.js'

letPass(2, 4)
