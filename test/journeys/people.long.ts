/** All stories of people that people.test.ts leaves out. */
import { OTHERS, tellStories } from './telling.js'

tellStories(OTHERS)
