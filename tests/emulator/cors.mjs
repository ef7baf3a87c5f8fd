/**
 * Who may read the answers in a browser. ARM answers pages of any origin; what it does for `null`, a page from a file, and which
 * headers it exposes is not documented: so both can be tried.
 */

const exposed = [
    'Retry-After', 'retry-after-ms', 'x-ms-retry-after-ms', 'ETag', 'WWW-Authenticate', 'x-ms-request-id', 'x-ms-correlation-request-id',
    'x-ms-ratelimit-remaining-subscription-reads', 'x-ms-ratelimit-remaining-subscription-writes',
    'x-ms-ratelimit-remaining-subscription-deletes',
]

/** policy: `all`; `no-null`: all but pages from files; `unexposed`: all, but no header can be read; `none` */
export function corsHeaders(origin, policy) {
    if (origin === undefined || policy === 'none' || (policy === 'no-null' && origin === 'null')) return {}
    return { 'Access-Control-Allow-Origin': '*', ...(policy === 'unexposed' ? {} : { 'Access-Control-Expose-Headers': exposed.join(', ') }) }
}

/** The answer to OPTIONS: each header that was asked for by its name, since `*` does not stand for Authorization. */
export function preflight(asked, policy) {
    const allowed = corsHeaders(asked.origin, policy)
    if (allowed['Access-Control-Allow-Origin'] === undefined) return {}
    const headers = asked['access-control-request-headers'] ?? ''
    return {
        ...allowed,
        'Access-Control-Allow-Methods': 'GET, PUT, POST, DELETE',
        'Access-Control-Max-Age': '600',
        ...(/^[\w-]+(, ?[\w-]+)*$/.test(headers) ? { 'Access-Control-Allow-Headers': headers } : {}),
        // A page of the public network may ask this machine only where it says so.
        'Access-Control-Allow-Private-Network': 'true',
    }
}
