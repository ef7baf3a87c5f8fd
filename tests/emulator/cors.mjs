/** Who may read the answers in a browser. ARM answers every origin; what it does for `null`, a page from a file, is not documented. */

const exposed = [
    'Retry-After', 'ETag', 'x-ms-request-id', 'x-ms-correlation-request-id', 'x-ms-ratelimit-remaining-subscription-reads',
    'x-ms-ratelimit-remaining-subscription-writes', 'x-ms-retry-after-ms', 'retry-after-ms',
]

/** None where the request names no origin, or one that is not let in. */
export function corsHeaders(origin, policy) {
    if (origin === undefined || policy === 'none' || (policy === 'no-null' && origin === 'null')) return {}
    return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': exposed.join(',') }
}

/** The answer to OPTIONS: all headers that were asked for, since `*` would not stand for Authorization. */
export function preflight(headers, cors) {
    if (cors['Access-Control-Allow-Origin'] === undefined) return { 'Content-Length': 0 }
    const wanted = headers['access-control-request-headers'] ?? ''
    return {
        ...cors,
        'Access-Control-Allow-Methods': 'GET,HEAD,PUT,PATCH,POST,DELETE',
        ...(/^[A-Za-z0-9-]+(, ?[A-Za-z0-9-]+)*$/.test(wanted) ? { 'Access-Control-Allow-Headers': wanted } : {}),
        ...(headers['access-control-request-private-network'] === 'true' ? { 'Access-Control-Allow-Private-Network': 'true' } : {}),
        'Access-Control-Max-Age': '3600',
        'Content-Length': 0,
    }
}
