// A batch at work, or an archive of its documents: how far it is comes again every two seconds while the page is in sight; when it has ended, the page comes whole. Without script it is loaded anew by its link.
import { one } from './app.js'

const PAUSE = 2_000 // ms

async function refresh() {
  const state = one('[data-running]')
  if (!state) return
  if (!document.hidden) {
    try {
      const answer = await fetch(`${location.pathname}?part=progress`)
      if (!answer.ok || answer.redirected) return
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.querySelector('[data-running]')
      if (!fresh) {
        location.assign(location.pathname)
        return
      }
      state.replaceWith(fresh)
    } catch {
      // the connection broke: asked again
    }
  }
  setTimeout(refresh, PAUSE)
}

setTimeout(refresh, PAUSE)
