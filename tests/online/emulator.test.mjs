// The whole way over HTTP, against the emulator: pickers, one service and fifty, and the troubles of a network.
import assert from 'node:assert/strict'
import test from 'node:test'

import { startEmulator } from '../emulator/server.mjs'
import { caOf, online, shownOf } from '../support/online-logic.mjs'
import { onRun } from '../support/online-run.mjs'

const { Certificates, ManagementHttp, Pickers, Session, customCloud, readToken, reportOf } = online
const CA = caOf()
const OTHER = caOf('p256-other')

const named = (count) => Array.from({ length: count }, (_, index) => ({ kind: index % 2 === 0 ? 'DPS' : 'IoTHub', name: `service-${String(index + 1).padStart(2, '0')}` }))

/** A person with a pasted token, who picked all services that they see. use: what is done then. */
async function onEmulator(options, use, { ask = async () => null, ca = CA } = {}) {
    const emulator = await startEmulator(options)
    try {
        const cloud = customCloud(emulator.url).value
        const pasted = readToken(emulator.token(), cloud)
        assert.ok(pasted.ok, pasted.ok ? '' : pasted.error.message)
        const asked = []
        const session = new Session(pasted.value, async () => null, async (error) => {
            asked.push(error)
            return ask(emulator, cloud)
        })
        const waits = []
        const http = new ManagementHttp(cloud.managementEndpoint, () => session.token, {
            sleep: async (milliseconds) => { waits.push(milliseconds) },
        })
        const pickers = new Pickers(http)
        const seen = onRun(new Certificates(http), { ca, renewToken: (error) => session.renewToken(error), tokenLasts: () => session.tokenLasts })
        const subscriptions = await pickers.subscriptions()
        const services = (await Promise.all(subscriptions.map(({ id }) => pickers.services(id)))).flat()
        seen.run.setServices(services)
        await use({ ...seen, emulator, services, asked, waits })
    } finally {
        await emulator.close()
    }
}

for (const kind of ['DPS', 'IoTHub']) {
    test(`a whole life over HTTP, ${kind}`, () => onEmulator({ services: [{ kind, name: 'one' }] }, async ({ emulator, run, row, statuses, prove }) => {
        await prove()
        assert.deepEqual(statuses(), ['verified'], row().error?.message)
        assert.ok(emulator.state.service('one').list()[0].isVerified)
        await run.remove(row().service.id, row().entry)
        assert.deepEqual(statuses(), ['missing'])
        assert.deepEqual(emulator.state.service('one').list(), [])
    }))
}

for (const ca of ['rsa2048', 'p384', 'p521']) {
    test(`a CA with another key: ${ca}`, () => onEmulator({ services: named(2) }, async ({ statuses, row, prove }) => {
        await prove()
        assert.deepEqual(statuses(), ['verified', 'verified'], row().error?.message)
    }, { ca: caOf(ca) }))
}

test('fifty services over several pages, signed by one press, four at a time', () =>
    onEmulator({ services: named(50), pageSize: 7, latency: 2 }, async ({ emulator, statuses, signed, services, prove }) => {
        assert.equal(services.length, 50)
        emulator.mostAtOnce = 0
        await prove()
        assert.deepEqual(new Set(statuses()), new Set(['verified']))
        assert.deepEqual(signed.map((requests) => requests.length), [50])
        assert.ok(emulator.mostAtOnce <= 4, `${emulator.mostAtOnce} at once`)
    }))

test('services in every state', () => onEmulator({
    services: [
        { name: 'a-missing' },
        { name: 'b-unverified', entries: [{ name: 'x', certificate: CA.pem }] },
        { name: 'c-verified', entries: [{ name: 'x', certificate: CA.pem, isVerified: true }] },
        { name: 'd-other', entries: [{ name: 'CA-ca-p256', certificate: OTHER.pem }] },
        { name: 'e-readonly', readOnly: true },
        { name: 'f-locked', locked: true },
        { name: 'g-gone', hidden: true },
    ],
}, async ({ emulator, run, statuses, row, prove }) => {
    await run.look()
    assert.deepEqual(statuses(), ['missing', 'unverified', 'verified', 'name-taken', 'missing', 'missing', 'failed'])
    await prove()
    assert.deepEqual(statuses(), ['verified', 'verified', 'verified', 'failed', 'failed', 'failed', 'failed'])
    assert.deepEqual([3, 4, 5, 6].map((index) => row(index).error.code), ['NAME_TAKEN', 'FORBIDDEN', 'CONFLICT', 'NOT_FOUND'])
    assert.ok([4, 5, 6].every((index) => row(index).error.serviceMessage !== null))
    assert.equal(emulator.state.service('d-other').list().length, 1, 'nothing goes in beside it by itself')
    assert.equal(emulator.requests.filter(({ service, method }) => service === 'c-verified' && method !== 'GET').length, 0)
}))

test('the service is full', () => onEmulator({
    services: [{ name: 'full', entries: Array.from({ length: 25 }, (_, index) => ({ name: `x${index}`, certificate: OTHER.pem })) }],
}, async ({ row, prove }) => {
    await prove()
    assert.ok(['CONFLICT', 'REFUSED', 'FORBIDDEN'].includes(row().error.code), row().error.code)
    assert.match(row().error.serviceMessage, /25|limit|quota|maximum/i)
    assert.match(row().error.hint, /limit|number/)
}))

for (const operation of ['generate', 'verify']) {
    test(`another session changes the entry before ${operation}`, () => onEmulator({ services: [{ name: 'one' }] }, async ({ emulator, statuses, row, signed, prove, retry }) => {
        emulator.faults.add({ operation, touch: true })
        await prove()
        assert.deepEqual(statuses(), ['verified'], row().error?.message)
        assert.equal(signed.length, 1)
    }))

    test(`another session replaces the certificate before ${operation}`, () => onEmulator({ services: [{ name: 'one' }] }, async ({ emulator, statuses, row, prove, retry }) => {
        emulator.faults.add({ operation, replace: OTHER.pem })
        await prove()
        assert.deepEqual(statuses(), ['replaced'])
        assert.equal(row().other.thumbprint, OTHER.sha1)
        await retry(row().service.id)
        assert.equal(row().error.code, 'NAME_TAKEN')
        assert.equal(emulator.state.service('one').list().length, 1)
    }))
}

test('another session asks for a code while a person signs', () => onEmulator({ services: [{ name: 'one' }] }, async ({ emulator, statuses, row, prove, retry }) => {
    emulator.faults.add({ operation: 'verify', renew: true })
    await prove()
    assert.equal(row().error.code, 'PROOF_REFUSED')
    assert.notEqual(row().error.serviceMessage, null)
    await retry(row().service.id)
    assert.deepEqual(statuses(), ['verified'])
}))

for (const retryAfterAs of ['seconds', 'date']) {
    for (const status of [429, 503]) {
        test(`${status}, Retry-After in ${retryAfterAs}`, () => onEmulator({ services: named(3) }, async ({ emulator, statuses, states, waits, prove }) => {
            emulator.faults.add({ operation: 'put', service: 'service-02', status, retryAfter: 30, retryAfterAs, times: 2 })
            await prove()
            assert.deepEqual(new Set(statuses()), new Set(['verified']))
            assert.equal(waits.length, 2)
            assert.ok(waits.every((milliseconds) => milliseconds > 25_000 && milliseconds <= 31_000), String(waits))
            assert.ok(states.some((rows) => rows[1]?.waiting?.status === status))
        }))
    }
}

test('the token expires midway, and a new one is given once', () => onEmulator({ services: named(20), latency: 1 }, async ({ emulator, statuses, asked, prove }) => {
    emulator.faults.add({ operation: 'put', skip: 6, expire: true })
    await prove()
    assert.deepEqual(new Set(statuses()), new Set(['verified']))
    assert.equal(asked.length, 1)
    assert.equal(asked[0].serviceCode, 'ExpiredAuthenticationToken')
}, { ask: async (emulator, cloud) => readToken(emulator.token(), cloud).value }))

for (const operation of ['list', 'put', 'generate', 'verify', 'get']) {
    for (const trouble of ['drop', 'lose']) {
        test(`the connection ends at ${operation} (${trouble}), and a second try ends well`, () =>
            onEmulator({ services: [{ name: 'one' }] }, async ({ emulator, statuses, row, prove, retry }) => {
                emulator.faults.add({ operation, [trouble]: true })
                await prove()
                assert.equal(row().error.code, 'NETWORK')
                await retry(row().service.id)
                assert.deepEqual(statuses(), ['verified'], row().error?.message)
                assert.equal(emulator.state.service('one').list().length, 1)
            }))
    }
}

for (const [name, fault] of Object.entries({
    'a proxy’s page': { status: 200, body: '<!doctype html><title>Sign in to the network</title>' }, 'an empty 500': { status: 500, body: null },
    'an empty 200': { status: 200, body: null }, 'a 200 of another kind': { status: 200, body: { value: 'x' } }, 'a flat 409': { status: 409, code: 409050 },
})) {
    test(`the row says what came in place of an answer: ${name}`, () => onEmulator({ services: [{ name: 'one' }] }, async ({ emulator, row, statuses, prove, retry }) => {
        emulator.faults.add({ operation: 'list', ...fault })
        await prove()
        assert.ok(['ANSWER_MALFORMED', 'SERVER_ERROR', 'CONFLICT'].includes(row().error.code), row().error.code)
        await retry(row().service.id)
        assert.deepEqual(statuses(), ['verified'])
    }))
}

test('fifty services, cancelled in the middle, and resumed', () => onEmulator({ services: named(50), latency: 1 }, async ({ emulator, run, statuses, prove, isAtWork }) => {
    const all = prove()
    while (emulator.requests.length < 80) await new Promise((resolve) => setTimeout(resolve, 1))
    run.cancel()
    await all
    assert.ok(statuses().includes('cancelled'))
    assert.equal(isAtWork(), false)
    await prove()
    assert.deepEqual(new Set(statuses()), new Set(['verified']))
    for (const service of emulator.state.services) assert.equal(service.list().length, 1)
}))

test('the next page is said to be elsewhere: the token does not go there', async () => {
    const seen = []
    const { createServer } = await import('node:http')
    const elsewhere = createServer((request, response) => { seen.push(request.headers); response.end('{"value":[]}') })
    await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    try {
        const nextLinkOrigin = `http://127.0.0.1:${elsewhere.address().port}`
        await assert.rejects(onEmulator({ services: named(9), pageSize: 3, nextLinkOrigin }, () => {}), { code: 'PAGE_ELSEWHERE' })
        assert.deepEqual(seen, [])
    } finally {
        elsewhere.close()
    }
})

test('no token in any state, error or report', () => onEmulator({ services: named(4) }, async ({ emulator, states, prove, rows }) => {
    emulator.faults.add({ operation: 'put', status: 403 })
    emulator.faults.add({ operation: 'generate', expire: true })
    await prove()
    const shown = shownOf(states) + JSON.stringify(reportOf(rows(), CA))
    const marks = emulator.token().split('.')
    assert.ok(!shown.includes(marks[2]) && !shown.includes('eyJ'))
}))
