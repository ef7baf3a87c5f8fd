/**
 * The page's own policy, narrowed by the page: a further <meta> can only take away what the ones before it allow, and neither
 * removing nor changing it gives anything back.
 */
function narrow(directive: string): void {
    const meta = document.createElement('meta')
    meta.httpEquiv = 'Content-Security-Policy'
    meta.content = directive
    document.head.append(meta)
}

/**
 * Only this address may be framed, so that the frame cannot be led elsewhere either. From a file the policy has no word for
 * one address: there it is every file, and no network. (Chromium; Firefox asks no policy about files that a file opens.)
 */
export function allowFrame(address: URL): void {
    narrow(`frame-src ${address.protocol === 'file:' ? 'file:' : address.origin + address.pathname}`)
}

/** From here on the page reaches these origins and nothing else; before any token is there. */
export function allowConnections(origins: readonly string[]): void {
    narrow(`connect-src ${origins.length === 0 ? "'none'" : origins.join(' ')}`)
}
