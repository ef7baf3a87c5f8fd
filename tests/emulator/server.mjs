/**
 * The local service emulator: Azure Resource Manager, as far as DPS and IoT Hub certificates need it, over http on 127.0.0.1.
 * What it answers follows the vendor's OpenAPI documents and recorded exchanges; the tests in this folder hold it against them.
 * It has no dependencies, and nothing of it is part of what popcert ships.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

import { administer } from './administration.mjs'
import { corsHeaders, preflight } from './cors.mjs'
import { managerRefusal, Refusal, refusals } from './errors.mjs'
import { Faults, refusalOf } from './faults.mjs'
import { checkApiVersion, operationOf, perform } from './routes.mjs'
import { World } from './state.mjs'
import { judgeToken, makeToken } from './token.mjs'

/** The service's own limit of a message is 96 KB. */
const mostBodyOctets = 256 * 1024

const delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * @param {object} [options]
 *   port            0 takes any
 *   latency         milliseconds before each answer, or ({ operation, name }) => milliseconds; name: the service's
 *   services        see Service of state.mjs; subscriptions: [{ id, name, state }]
 *   pageSize        of the lists of subscriptions and services, which then have a nextLink
 *   nextLinkOrigin  where the rest of a list is said to be, for hostile tests
 *   hubCreateStatus of a new entry in an IoT hub: 200 as it was recorded, or 201, which is specified too
 *   cors            see cors.mjs
 *   clock           () => Date, for exchanges of another day
 * @returns {Promise<{ url: string, state: World, faults: Faults, requests: Asked[], mostAtOnce: number,
 *     token(options?: object): string, expireTokens(): void, close(): Promise<void> }>}
 *   url         without a slash at its end
 *   token       makes one that is good here; `seconds`, `audience` and further claims make another
 *   requests    what was asked, in order, without preflights and administration
 *   mostAtOnce  how many calls were under way at the same time, at most
 *
 * @typedef {{ method: string, path: string, operation: string | null, service: string | null, ifMatch: string | null,
 *     origin: string | null, apiVersion: string | null, body: unknown, status: number }} Asked
 *   status 0: not answered yet, or never. No token, and no other header, is kept.
 */
export async function startEmulator({
    port = 0, latency = 0, services, subscriptions, pageSize = 100, nextLinkOrigin, hubCreateStatus = 200, cors = 'all', clock = () => new Date(),
} = {}) {
    const tokens = { issued: new Set(), revoked: new Set() }
    const emulator = {
        url: '', state: new World({ subscriptions, services, clock }), faults: new Faults(), requests: [], mostAtOnce: 0,
        token: (options = {}) => {
            const made = makeToken({ audience: emulator.url, now: clock(), ...options })
            tokens.issued.add(made)
            return made
        },
        expireTokens: () => { for (const each of tokens.issued) tokens.revoked.add(each) },
    }
    const context = { emulator, tokens, underWay: 0, options: { latency, pageSize, nextLinkOrigin, hubCreateStatus, cors, clock } }
    const server = createServer((request, response) => void serve(context, request, response))
    await new Promise((resolve, reject) => server.on('error', reject).listen(port, '127.0.0.1', resolve))
    emulator.url = `http://127.0.0.1:${server.address().port}`
    emulator.close = () => new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
    })
    return emulator
}

async function serve(context, request, response) {
    const { cors } = context.options
    if (request.method === 'OPTIONS') {
        response.writeHead(200, { ...preflight(request.headers, cors), 'Content-Length': 0 }).end()
        return
    }
    const url = new URL(request.url, context.emulator.url)
    const isAdministration = /^\/emulator(\/|$)/.test(url.pathname)
    const asked = {
        method: request.method, path: url.pathname, operation: null, service: null, ifMatch: request.headers['if-match'] ?? null,
        origin: request.headers.origin ?? null, apiVersion: url.searchParams.get('api-version'), body: null, status: 0,
    }
    try {
        if (isAdministration) return send(response, asked, await administer(context.emulator, request, url.pathname, bodyOf), {})
        const given = await counted(context, request, url, asked)
        if (given === null) response.destroy()
        else send(response, asked, given, { ...corsHeaders(request.headers.origin, cors), ...usualHeaders(request.method) })
    } catch (error) {
        console.error(error)
        response.destroy()
    }
}

/** null: the connection ends without an answer. */
async function counted(context, request, url, asked) {
    const { emulator } = context
    emulator.requests.push(asked)
    context.underWay++
    emulator.mostAtOnce = Math.max(emulator.mostAtOnce, context.underWay)
    try {
        return await answer(context, request, url, asked)
    } catch (error) {
        if (error instanceof Refusal) return error
        console.error(error)
        return managerRefusal(500, 'InternalServerError', 'The emulator failed.')
    } finally {
        context.underWay--
    }
}

async function answer({ emulator, tokens, options }, request, url, asked) {
    const { state: world, faults } = emulator
    const now = () => options.clock()
    // Read first, so that a refusal does not break off what the client still sends.
    const text = await textOf(request)
    const call = operationOf(request.method, url)
    Object.assign(asked, { operation: call?.operation ?? null, service: call?.name ?? null })
    const met = call === null ? [] : faults.take(call.operation, call.name)
    const usual = typeof options.latency === 'function' ? options.latency(call ?? {}) : options.latency
    await delay(usual + met.reduce((sum, { delay: more = 0 }) => sum + more, 0))
    if (met.some(({ drop }) => drop)) return null
    if (met.some(({ expire }) => expire)) emulator.expireTokens()
    // As Resource Manager does: a missing version is told before a missing token, an unknown one after it.
    if (!url.searchParams.has('api-version')) throw refusals.noApiVersion()
    judgeToken(request.headers.authorization, { audience: emulator.url, now: now(), revoked: tokens.revoked })
    if (call === null) throw refusals.noOperation()
    const version = checkApiVersion(call, url)
    const refusal = met.map((fault) => refusalOf(fault, now())).find((each) => each !== null)
    if (refusal !== undefined) throw refusal
    const body = asked.body = jsonOf(text, request)
    const given = perform({ world, call, url, body, etag: request.headers['if-match'], version, faults: met, options })
    return met.some(({ lose }) => lose) ? null : given
}

async function textOf(request) {
    const pieces = []
    let octets = 0
    for await (const piece of request) {
        octets += piece.length
        if (octets <= mostBodyOctets) pieces.push(piece)
    }
    if (octets > mostBodyOctets) throw refusals.tooLarge()
    return Buffer.concat(pieces).toString()
}

async function bodyOf(request) {
    return jsonOf(await textOf(request), request)
}

/** undefined where there is none. */
function jsonOf(text, request) {
    if (text === '') return undefined
    const type = request.headers['content-type'] ?? ''
    if (!/^application\/json\b/i.test(type)) throw refusals.badMediaType(type)
    try {
        return JSON.parse(text)
    } catch {
        throw refusals.badBody()
    }
}

function send(response, asked, { status = 200, body, headers = {} }, more) {
    asked.status = status
    const text = body === undefined || body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const type = text === '' ? {} : { 'Content-Type': typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8' }
    const length = status === 204 ? {} : { 'Content-Length': Buffer.byteLength(text) }
    response.writeHead(status, { 'Cache-Control': 'no-cache', ...more, ...type, ...length, ...headers }).end(text)
}

/** Resource Manager counts each on its own. */
const counters = { GET: 'reads', DELETE: 'deletes' }

/** What comes with every answer of Resource Manager. */
function usualHeaders(method) {
    const id = randomUUID()
    return {
        Pragma: 'no-cache', Expires: '-1', 'X-Content-Type-Options': 'nosniff', 'x-ms-request-id': id, 'x-ms-correlation-request-id': id,
        [`x-ms-ratelimit-remaining-subscription-${counters[method] ?? 'writes'}`]: '1199',
    }
}
