import type { PopcertSignerElement } from './api'

/** Where the frame's page lies: as the element says, else beside this module. Throws for what is no address. */
export function addressOf(element: PopcertSignerElement): string {
    if (element.src !== '') return new URL(element.src, element.ownerDocument.baseURI).href
    try {
        return new URL('./signer.html', import.meta.url).href
    } catch {  // a bundle that does not know where it lies
        return new URL('signer.html', element.ownerDocument.baseURI).href
    }
}
