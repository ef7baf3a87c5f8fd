// One call of the management endpoint: where the token goes, how long it is tried, and what an error says.
import assert from 'node:assert/strict'
import test from 'node:test'

import { CloudStub, json, ORIGIN } from '../support/cloud-stub.mjs'
import { NOW, online, shownOf, tokenOf } from '../support/online-logic.mjs'

const { ManagementHttp, Pickers, Certificates, CloudError, readToken, knownClouds, mostPages, mostAnswerOctets } = online
const TOKEN = tokenOf()
const SECRET = TOKEN.split('.')[2]
const token = readToken(TOKEN, knownClouds[0], NOW).value

function setUp({ services = 1 } = {}) {
    const stub = new CloudStub(services)
    const http = new ManagementHttp(ORIGIN, () => token, stub.surroundings)
    return { stub, http, pickers: new Pickers(http), certificates: new Certificates(http) }
}
const get = (http, options = {}) => http.send({ method: 'GET', path: '/subscriptions', apiVersion: '2022-12-01', ...options })

async function failed(promise) {
    const error = await promise.then(() => assert.fail('it succeeded'), (reason) => reason)
    assert.ok(error instanceof CloudError, String(error))
    assert.match(error.message, /^\S.*[.…]$/)
    assert.ok(!shownOf(error).includes(SECRET), 'the error holds the token')
    return error
}

test('a call carries the token and nothing that a browser would add', async () => {
    const { stub, http } = setUp()
    stub.fault(/./, () => json(200, { value: [] }))
    await get(http)
    const [{ origin, path, headers, init }] = stub.requests
    assert.equal(origin, ORIGIN)
    assert.equal(path, '/subscriptions?api-version=2022-12-01')
    assert.equal(headers.get('authorization'), `Bearer ${TOKEN}`)
    assert.equal(headers.get('content-type'), null)
    assert.equal(headers.get('if-match'), null)
    const { cache, credentials, referrerPolicy, redirect } = init
    assert.deepEqual({ cache, credentials, referrerPolicy, redirect },
        { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' })
    assert.ok(!path.includes(SECRET))
})

const ANSWERS = {
    'flat, with a number for its code': [412, json(412, { code: 412001, httpStatusCode: 'PreconditionFailed', message: 'Invalid ETag supplied.' }),
        'ETAG_STALE', '412001', 'Invalid ETag supplied.'],
    'wrapped': [404, json(404, { error: { code: 'ResourceNotFound', message: 'Not here.', details: [] } }), 'NOT_FOUND', 'ResourceNotFound', 'Not here.'],
    'in capitals': [403, json(403, { Error: { Code: 'AuthorizationFailed', Message: 'No.' } }), 'FORBIDDEN', 'AuthorizationFailed', 'No.'],
    'expired token': [401, json(401, { error: { code: 'ExpiredAuthenticationToken', message: 'x' } }), 'UNAUTHORIZED', 'ExpiredAuthenticationToken', 'x'],
    'locked': [409, json(409, { error: { code: 'ScopeLocked', message: 'locked' } }), 'CONFLICT', 'ScopeLocked', 'locked'],
    'refused proof': [400, json(400, { code: 400053, message: 'Proof-Of-Possession failed. errorcode: IH400053.' }), 'PROOF_REFUSED', '400053',
        'Proof-Of-Possession failed. errorcode: IH400053.'],
    'another 400': [400, json(400, { code: 400001, message: 'Bad name.' }), 'REFUSED', '400001', 'Bad name.'],
    'empty': [500, new Response(null, { status: 500 }), 'SERVER_ERROR', null, null],
    'HTML of a proxy': [502, new Response('<html>Bad gateway</html>', { status: 502 }), 'SERVER_ERROR', null, null],
    'wrong types inside': [400, json(400, { error: { code: { a: 1 }, message: ['x'] } }), 'REFUSED', null, null],
    'an array': [418, json(418, [1, 2]), 'REFUSED', null, null],
    'a code that is 5 KB': [400, json(400, { code: 'c'.repeat(5000), message: 'm'.repeat(5000) }), 'REFUSED', `${'c'.repeat(100)}…`, `${'m'.repeat(2000)}…`],
}
for (const [name, [status, answer, code, serviceCode, serviceMessage]] of Object.entries(ANSWERS)) {
    test(`an error is understood: ${name}`, async () => {
        const { stub, http } = setUp()
        stub.fault(/./, () => answer)
        const error = await failed(get(http))
        assert.deepEqual([error.status, error.code, error.serviceCode, error.serviceMessage], [status, code, serviceCode, serviceMessage])
        assert.ok(stub.requests.length === 1, 'it was tried again')
    })
}

test('what says 200 and is no JSON is no answer of the service', async () => {
    const { stub, http } = setUp()
    stub.fault(/./, () => new Response('<!doctype html><title>Sign in to the network</title>', { status: 200 }))
    const error = await failed(get(http))
    assert.equal(error.code, 'ANSWER_MALFORMED')
    assert.ok(!shownOf(error).includes('doctype'))
})

test('an empty answer is null', async () => {
    const { stub, http } = setUp()
    stub.fault(/./, () => new Response(null, { status: 204 }))
    assert.equal(await get(http), null)
})

test('a network failure names the likely causes, and the endpoint', async () => {
    const { stub, http } = setUp()
    stub.fault(/./, () => { throw new TypeError(`fetch failed ${SECRET}`) })
    const error = await failed(get(http))
    assert.equal(error.code, 'NETWORK')
    assert.equal(error.status, null)
    assert.ok(error.message.includes(ORIGIN))
    assert.match(error.hint, /offline.*proxy.*CORS/s)
})

test('a redirect is not followed', async () => {
    // The real fetch, against a real server: the stub could only pretend.
    const { createServer } = await import('node:http')
    const seen = []
    const elsewhere = createServer((request, response) => { seen.push(request.headers.authorization); response.end('{}') })
    await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const server = createServer((_, response) =>
        response.writeHead(307, { location: `http://127.0.0.1:${elsewhere.address().port}/subscriptions` }).end())
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
        const error = await failed(get(new ManagementHttp(`http://127.0.0.1:${server.address().port}`, () => token)))
        assert.equal(error.code, 'NETWORK')
        assert.deepEqual(seen, [])
    } finally {
        for (const one of [server, elsewhere]) one.close().closeAllConnections()
    }
})

const inSeconds = (seconds) => new Date(NOW.getTime() + seconds * 1000).toUTCString()
const WAITS = {
    'seconds': [{ 'retry-after': '7' }, 7000],
    'a date': [{ 'retry-after': inSeconds(30) }, 30_000],
    'a date that has passed': [{ 'retry-after': inSeconds(-30) }, 0],
    'milliseconds, which go first': [{ 'x-ms-retry-after-ms': '1500', 'retry-after': '60' }, 1500],
    'nothing': [{}, 1000],
    'nonsense': [{ 'retry-after': 'soon' }, 1000],
    'a negative number': [{ 'retry-after': '-5' }, 1000],
}
for (const [name, [headers, milliseconds]] of Object.entries(WAITS)) {
    for (const status of [429, 503]) {
        test(`${status} with Retry-After: ${name}`, async () => {
            const { stub, http } = setUp()
            stub.fault(/./, () => json(status, { error: { code: 'TooManyRequests', message: 'slow down' } }, headers))
            stub.fault(/./, () => json(200, { value: [] }))
            const waits = []
            assert.deepEqual(await get(http, { onWait: (waiting) => waits.push(waiting) }), { value: [] })
            assert.deepEqual(stub.slept, [milliseconds])
            assert.deepEqual(waits, [{ until: new Date(NOW.getTime() + milliseconds), status, attempt: 1 }, null])
        })
    }
}

test('a service that stays busy is asked four times in all', async () => {
    const { stub, http } = setUp()
    stub.fault(/./, () => json(429, { error: { code: 'TooManyRequests', message: 'slow down' } }), 100)
    const error = await failed(get(http))
    assert.equal(error.code, 'THROTTLED')
    assert.equal(error.serviceMessage, 'slow down')
    assert.equal(stub.requests.length, 4)
    assert.deepEqual(stub.slept, [1000, 2000, 4000])
})

test('a service that wants an hour, or for ever, is given up at once', async () => {
    for (const value of ['3600', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT']) {
        const { stub, http } = setUp()
        stub.fault(/./, () => json(429, {}, { 'retry-after': value }), 100)
        assert.equal((await failed(get(http))).code, 'THROTTLED')
        assert.deepEqual(stub.slept, [])
    }
})

test('how long a busy service wants to be left alone is told, where it says so', async () => {
    const until = new Date(NOW.getTime() + 3600_000).toLocaleTimeString('en-GB', { timeStyle: 'short' })
    for (const [value, says] of [['3600', `for 60 minutes, until ${until}. `], ['90000', 'for 25 hours, until 26 Nov 2026'], ['9'.repeat(400), 'for days'], ['Fri, 31 Dec 9999 23:59:59 GMT', 'for days']]) {
        const { stub, http } = setUp()
        stub.fault(/./, () => json(429, {}, { 'retry-after': value }), 100)
        const { hint, code, status } = await failed(get(http))
        assert.deepEqual([code, status], ['THROTTLED', 429])
        assert.ok(hint.includes(says), hint)
    }
    // Also after the last attempt; what is over in a moment is not told.
    for (const [value, says] of [['60', /for 60 seconds/], ['1', /^Wait a little/], [null, /^Wait a little/]]) {
        const { stub, http } = setUp()
        stub.fault(/./, () => json(503, {}, value === null ? {} : { 'retry-after': value }), 100)
        assert.match((await failed(get(http))).hint, says)
        assert.equal(stub.slept.length, 3)
    }
})

test('a wait is cancelled', async () => {
    const controller = new AbortController()
    const { stub } = setUp()
    const { sleep: _, ...surroundings } = stub.surroundings
    const http = new ManagementHttp(ORIGIN, () => token, surroundings)
    stub.fault(/./, () => json(429, {}, { 'retry-after': '200' }))
    const error = await failed(get(http, { signal: controller.signal, onWait: () => setImmediate(() => controller.abort()) }))
    assert.equal(error.code, 'CANCELLED')
    assert.equal(stub.requests.length, 1)
})

test('a call is cancelled before and while it is on its way', async () => {
    const { stub, http } = setUp()
    assert.equal((await failed(get(http, { signal: AbortSignal.abort() }))).code, 'CANCELLED')
    assert.equal(stub.requests.length, 0)
    const controller = new AbortController()
    stub.before = async () => controller.abort()
    assert.equal((await failed(get(http, { signal: controller.signal }))).code, 'CANCELLED')
})

test('a huge answer is not read to its end', async () => {
    const { stub, http } = setUp()
    let sent = 0
    stub.fault(/./, () => new Response(new ReadableStream({
        pull(controller) {
            sent += 1 << 20
            controller.enqueue(new Uint8Array(1 << 20).fill(0x20))
        },
    }), { status: 200 }))
    assert.equal((await failed(get(http))).code, 'ANSWER_TOO_LARGE')
    assert.ok(sent < mostAnswerOctets + (4 << 20), `${sent} octets were read`)
})

test('a list is followed over its pages, with the token, on this origin only', async () => {
    const { stub, pickers } = setUp()
    const one = (number) => ({ subscriptionId: `0000-${number}`, displayName: `Sub ${number}`, state: 'Enabled', tenantId: 't' })
    stub.fault(/subscriptions/, () => json(200, { value: [one(2)], nextLink: `${ORIGIN}/subscriptions?api-version=2022-12-01&$skiptoken=x` }))
    stub.fault(/skiptoken=x/, () => json(200, { value: [one(1)], nextLink: '' }))
    assert.deepEqual((await pickers.subscriptions()).map(({ name }) => name), ['Sub 1', 'Sub 2'])
    assert.equal(stub.requests[1].headers.get('authorization'), `Bearer ${TOKEN}`)
})

const ELSEWHERE = [
    'https://evil.example/subscriptions', 'http://management.azure.com/subscriptions', 'https://management.azure.com.evil.example/',
    'https://management.azure.com:444/', 'https://user:pass@management.azure.com/', '//evil.example/x', '/subscriptions', 'javascript:alert(1)',
    `${ORIGIN}/${'a'.repeat(10_000)}`,
]
for (const nextLink of ELSEWHERE) {
    test(`a page elsewhere is not asked for: ${nextLink.slice(0, 60)}`, async () => {
        const { stub, pickers } = setUp()
        stub.fault(/./, () => json(200, { value: [], nextLink }))
        stub.fault(/./, () => json(200, { value: [] }))
        assert.equal((await failed(pickers.subscriptions())).code, 'PAGE_ELSEWHERE')
        assert.equal(stub.requests.length, 1)
    })
}

test('a list without end is given up', async () => {
    const { stub, pickers } = setUp()
    stub.fault(/./, () => json(200, { value: [], nextLink: `${ORIGIN}/subscriptions?x` }), 1000)
    assert.equal((await failed(pickers.subscriptions())).code, 'TOO_MANY_PAGES')
    assert.equal(stub.requests.length, mostPages)
})

test('services of both kinds are listed', async () => {
    const { stub, pickers } = setUp()
    const shown = (id, location) => ({ id, name: id.split('/').at(-1), location, properties: { state: 'Active' } })
    const group = '/subscriptions/s-1/resourceGroups/My.Group_(1)/providers/Microsoft.Devices'
    stub.fault(/provisioningServices\?api-version=2022-12-12/, () => json(200, { value: [shown(`${group}/ProvisioningServices/b-dps`, 'westeurope')] }))
    stub.fault(/IotHubs\?api-version=2023-06-30/, () => json(200, { value: [shown(`${group.toUpperCase()}/IOTHUBS/a-hub`, 'eastus')] }))
    const services = await pickers.services('s-1')
    assert.deepEqual(services.map(({ kind, name, resourceGroup, region, state }) => [kind, name, resourceGroup, region, state]), [
        ['IoTHub', 'a-hub', 'MY.GROUP_(1)', 'eastus', 'Active'], ['DPS', 'b-dps', 'My.Group_(1)', 'westeurope', 'Active'],
    ])
})

const ID = '/subscriptions/s-1/resourceGroups/g/providers/Microsoft.Devices/provisioningServices/a'
const HOSTILE_SERVICES = {
    'no list': {}, 'a list that is text': { value: 'x' }, 'a member that is text': { value: ['x'] }, 'null': { value: [null] },
    'no id': { value: [{ name: 'a' }] },
    'an id of another server': { value: [{ id: `https://evil.example${ID}` }] },
    'an id with a way up': { value: [{ id: ID.replace('/g/', '/../') }] },
    'an id with a query': { value: [{ id: `${ID}?x=` }] },
    'an id with more behind it': { value: [{ id: `${ID}/certificates/x` }] },
    'an id of two slashes': { value: [{ id: `/${ID}` }] },
    'an id of another kind': { value: [{ id: ID.replace('provisioningServices', 'IotHubs') }] },
    'a location that is an object': { value: [{ id: ID, location: {} }] },
    'a name of a megabyte': { value: [{ id: ID, location: 'x'.repeat(1 << 20) }] },
}
for (const [name, body] of Object.entries(HOSTILE_SERVICES)) {
    test(`a list of services is refused: ${name}`, async () => {
        const { stub, pickers } = setUp()
        stub.fault(/provisioningServices/, () => json(200, body))
        stub.fault(/IotHubs/, () => json(200, { value: [] }))
        assert.equal((await failed(pickers.services('s-1'))).code, 'ANSWER_MALFORMED')
    })
}

test('a service that never answers is given up after a minute', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const { stub, http } = setUp()
    stub.fault(/./, (_, { signal }) => new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')))
    }))
    const call = failed(get(http))
    await new Promise(setImmediate)
    t.mock.timers.tick(59_999)
    assert.equal(await Promise.race([call, new Promise((resolve) => { setImmediate(resolve, 'waits') })]), 'waits')
    t.mock.timers.tick(1)
    assert.equal((await call).code, 'TIMEOUT')
})

test('a body that never ends is given up after a minute, too', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const { stub, http } = setUp()
    stub.fault(/./, (_, { signal }) => new Response(new ReadableStream({
        start: (controller) => signal.addEventListener('abort', () => controller.error(new DOMException('Aborted', 'AbortError'))),
    }), { status: 200 }))
    const call = failed(get(http))
    await new Promise(setImmediate)
    t.mock.timers.tick(60_000)
    assert.equal((await call).code, 'TIMEOUT')
})
