/** Prepares the fonts of letters (build/fonts) and says where they are; a part of the build, and quick when it is done already. */
import { prepareFonts } from '../src/letters/fonts.js'

process.stdout.write(`${await prepareFonts()}\n`)
