/**
 * The service emulator: Azure Resource Manager for the certificates of Device Provisioning Service and IoT Hub, over HTTP on
 * this machine. It is made for tests and for trying popcert without a cloud account; nothing of it is part of the product.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

import { administer } from './administration.mjs'
import { corsHeaders, preflight } from './cors.mjs'
import { Refusal, armError, contentTooLarge, invalidContent, unsupportedMediaType } from './errors.mjs'
import { Faults, refusalFor } from './faults.mjs'
import { callOf } from './routes.mjs'
import { Clock, State, same } from './state.mjs'
import { Tokens } from './tokens.mjs'

const mostBodyOctets = 256 * 1024
const delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * @typedef {object} Options
 * @property {number} [port] 0: any free one
 * @property {number | ((call: { operation: string, names: Record<string, string> }) => number)} [latency] milliseconds before each answer
 * @property {{ id: string, name?: string, state?: string }[]} [subscriptions]
 * @property {import('./state.mjs').ServiceWanted[]} [services] three empty ones, if left out
 * @property {number} [pageSize] entries in one page of subscriptions or services; left out: all
 * @property {string} [nextLinkOrigin] where the next page is said to be, for hostile tests
 * @property {200 | 201} [hubCreateStatus] of a new certificate in an IoT Hub: 201 as specified, 200 as it was recorded
 * @property {boolean} [subjectPrefix] whether subjects begin with `CN=`; left out: not for DPS, but for IoT Hub
 * @property {'all' | 'no-null' | 'none'} [cors] which origins may read answers: `no-null` is all but pages from files
 */

/**
 * @param {Options} [options]
 * @returns {Promise<{
 *     url: string,
 *     state: State,
 *     token(wanted?: object): string,
 *     faults: Faults,
 *     requests: { method: string, path: string, operation: string | null, service: string | null, certificate: string | null,
 *         ifMatch: string | null, origin: string | null, headers: Record<string, string>, body: unknown, status: number | null }[],
 *     mostAtOnce: number,
 *     close(): Promise<void>,
 * }>} url: without a slash at its end. token: a bearer token that is taken, see Tokens.issue. requests: in the order of their
 *     arrival, without the administration's; status is null while one is under way, 0 where the connection broke. mostAtOnce:
 *     how many calls were under way at the same time at most
 */
export async function startEmulator({ port = 0, latency = 0, subscriptions, services, ...rest } = {}) {
    const clock = new Clock()
    const state = new State(clock, { subscriptions, services })
    const emulator = {
        url: '', state, faults: new Faults(), tokens: new Tokens(clock), requests: [], mostAtOnce: 0,
        options: { latency, hubCreateStatus: 201, cors: 'all', ...rest },
        token: (wanted) => emulator.tokens.issue(wanted),
    }
    const server = createServer((request, response) => {
        answer(emulator, request, response).catch((error) => {
            console.error(error)
            response.destroy()
        })
    })
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
    emulator.url = emulator.tokens.url = `http://127.0.0.1:${server.address().port}`
    emulator.close = () => new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
    })
    return emulator
}

async function answer(emulator, request, response) {
    const url = new URL(request.url, emulator.url)
    if (url.pathname.startsWith('/emulator')) return administer(emulator, request, response, url, bodyOf)
    const entry = {
        method: request.method, path: url.pathname + url.search, operation: null, service: null, certificate: null,
        ifMatch: request.headers['if-match'] ?? null, origin: request.headers.origin ?? null, headers: withoutToken(request.headers),
        body: null, status: null,
    }
    emulator.requests.push(entry)
    const cors = corsHeaders(request.headers.origin, emulator.options.cors)
    if (request.method === 'OPTIONS') {
        Object.assign(entry, { operation: 'preflight', status: 200 })
        response.writeHead(200, preflight(request.headers, cors)).end()
        return
    }
    emulator.underWay = (emulator.underWay ?? 0) + 1
    emulator.mostAtOnce = Math.max(emulator.mostAtOnce, emulator.underWay)
    try {
        const { status, body, headers } = await outcome(emulator, request, url, entry)
        entry.status = status
        if (status === 0) response.destroy()
        else send(response, status, body, { ...cors, ...headers, ...usualHeaders(request) })
    } finally {
        emulator.underWay--
    }
}

/** status 0: the connection breaks. */
async function outcome(emulator, request, url, entry) {
    const { state, options } = emulator
    try {
        const text = await textOf(request)
        const call = callOf(request.method, url)
        const { service = null, certificate = null } = call.names
        Object.assign(entry, { operation: call.operation, service, certificate, body: text })
        await delay(typeof options.latency === 'function' ? options.latency(call) : options.latency)
        const lose = await strike(emulator, call)
        emulator.tokens.check(request.headers.authorization)
        const body = jsonOf(text, request)
        entry.body = body
        const done = call.run({ ...call, state, options, body, ifMatch: request.headers['if-match'] })
        return lose ? { status: 0 } : { ...done, headers: {} }
    } catch (error) {
        if (error instanceof Refusal) return error.answer
        if (error === dropped) return { status: 0 }
        console.error(error)
        return armError(500, 'InternalServerError', 'The emulator failed.').answer
    }
}

const dropped = Symbol('the connection breaks')

/** Does what was ordered for this call; true: its answer is to be lost. */
async function strike({ faults, state, tokens }, call) {
    let lose = false
    for (const action of faults.take(call)) {
        const service = state.services.find(({ name }) => same(name, call.names.service ?? ''))
        const found = action.name === undefined ? undefined : service?.certificates.get(action.name.toLowerCase())
        switch (action.type) {
            case 'answer': throw refusalFor(action, state.clock.now())
            case 'drop': throw dropped
            case 'loseAnswer': lose = true; break
            case 'delay': await delay(action.milliseconds); break
            case 'expireTokens': tokens.expireAll(); break
            case 'replaceCertificate': if (service !== undefined) state.putCertificate(service.name, action); break
            case 'touchCertificate': if (found !== undefined) state.touch(service, found); break
            case 'newCode': if (found !== undefined) state.newCode(service, found); break
            case 'deleteCertificate': service?.certificates.delete(action.name.toLowerCase()); break
        }
    }
    return lose
}

async function textOf(request) {
    const pieces = []
    let octets = 0
    for await (const piece of request) {
        octets += piece.length
        if (octets <= mostBodyOctets) pieces.push(piece)
    }
    if (octets > mostBodyOctets) throw contentTooLarge()
    return Buffer.concat(pieces).toString()
}

async function bodyOf(request) {
    return jsonOf(await textOf(request), request)
}

/** null where there is none. */
function jsonOf(text, request) {
    if (text === '') return null
    const type = request.headers['content-type'] ?? ''
    if (!/^application\/json\b/i.test(type)) throw unsupportedMediaType(type)
    try {
        return JSON.parse(text)
    } catch (error) {
        throw invalidContent(error.message)
    }
}

function send(response, status, body, headers) {
    if (body === null || body === undefined) {
        response.writeHead(status, { ...headers, ...(status === 204 ? {} : { 'Content-Length': 0 }) }).end()
        return
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
    response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) }).end(text)
}

/** What comes with every answer of ARM. */
function usualHeaders(request) {
    const id = randomUUID()
    const what = request.method === 'GET' ? 'reads' : 'writes'
    return {
        'Cache-Control': 'no-cache', Pragma: 'no-cache', Expires: '-1', 'X-Content-Type-Options': 'nosniff',
        'x-ms-request-id': id, 'x-ms-correlation-request-id': id, [`x-ms-ratelimit-remaining-subscription-${what}`]: '1199',
    }
}

/** A list of requests may be printed: a token, though worth nothing here, does not belong there. */
function withoutToken({ authorization, ...headers }) {
    return { ...headers, ...(authorization === undefined ? {} : { authorization: `${authorization.split(' ')[0]} …` }) }
}
