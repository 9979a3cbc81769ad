// A package: its download begins beside the page, so that the page comes again once it has begun, and says from then on how far it is. Without script it is loaded anew by hand.
import { one } from './app.js'

const PAUSE = 1_000 // ms
const TRIES = 60

const begunIn = (page) => page.querySelector('[data-begun]')?.dataset.begun

/** A page that leaves before the answer has begun would take the download with it. */
const again = () => setTimeout(() => location.reload(), PAUSE)

async function watch(before, tries) {
  try {
    const answer = await fetch(location.pathname)
    if (!answer.ok || answer.redirected) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (begunIn(page) !== before) return again()
  } catch {
    // the connection broke: asked again
  }
  if (tries > 1) setTimeout(watch, PAUSE, before, tries - 1)
}

one('[data-begun] a').addEventListener('click', () => setTimeout(watch, PAUSE, begunIn(document), TRIES))
