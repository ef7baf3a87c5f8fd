import { byId } from '../../page/elements'
import { isFramed } from '../framed/connection'

/** What the footer offers where the page is by itself: in a frame it is the page around it that one would save. */
export function aboutView(): void {
    byId('own', HTMLElement).hidden = isFramed
    byId('save', HTMLElement).hidden = !location.protocol.startsWith('http')  // a file is saved already
    byId('to-check', HTMLElement).addEventListener('click', () => { byId('check', HTMLDetailsElement).open = true })
}
