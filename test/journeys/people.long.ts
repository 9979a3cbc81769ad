/** All stories of people that people.rest.ts leaves out. */
import { OTHERS, tellStories } from './telling.js'

tellStories(OTHERS)
