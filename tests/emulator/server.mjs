/**
 * The local service emulator: Azure Resource Manager, as far as DPS and IoT Hub certificates need it, over http on 127.0.0.1.
 * What it answers follows the vendor's OpenAPI documents and recorded exchanges; conformance.test.mjs holds it against them.
 */
import { createServer } from 'node:http'

import { managerRefusal, Refusal, refusals } from './errors.mjs'
import { Faults, refusalOf } from './faults.mjs'
import { checkApiVersion, operationOf, perform } from './routes.mjs'
import { World } from './state.mjs'
import { judgeToken, makeToken } from './token.mjs'

/** The service's own limit of a message is 96 KB. */
const mostBodyOctets = 256 * 1024

const corsHeaders = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Retry-After, ETag, WWW-Authenticate, x-ms-request-id, x-ms-correlation-request-id, x-ms-ratelimit-remaining-subscription-writes',
}

async function bodyOf(request) {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) {
        text += piece
        if (text.length > mostBodyOctets) throw refusals.tooLarge()
    }
    if (text === '') return undefined
    try {
        return JSON.parse(text)
    } catch {
        throw refusals.badBody()
    }
}

const delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * @param {object} [options]
 *   port      0 takes any
 *   latency   milliseconds before each answer
 *   services  see Service of state.mjs; subscriptions: [{ id, name, state }]
 *   pageSize  of the lists of subscriptions and services, which then have a nextLink
 *   clock     () => Date, for exchanges of another day
 * @returns {Promise<{ url: string, state: World, faults: Faults, requests: { method: string, path: string, operation: string | null, status: number }[],
 *     token(options?: object): string, expireTokens(): void, close(): Promise<void> }>}
 *   token     makes one that is good here; `seconds`, `audience` and further claims make another
 *   requests  what was asked, in order; without headers
 */
export async function startEmulator({ port = 0, latency = 0, services, subscriptions, pageSize = 100, clock = () => new Date() } = {}) {
    const world = new World({ subscriptions, services, clock })
    const faults = new Faults()
    const requests = []
    const revoked = new Set()
    const issued = new Set()
    let url = ''

    const token = (options = {}) => {
        const made = makeToken({ audience: url, now: clock(), ...options })
        issued.add(made)
        return made
    }
    const expireTokens = () => { for (const each of issued) revoked.add(each) }

    /** For the demonstration and for tests in another process. */
    const administer = async (request, { pathname }) => {
        const body = request.method === 'POST' ? await bodyOf(request) : undefined
        switch (`${request.method} ${pathname}`) {
            case 'POST /emulator/token': return { body: { accessToken: token(body) } }
            case 'POST /emulator/expire': return expireTokens(), {}
            case 'POST /emulator/faults': return faults.add(body ?? {}), {}
            case 'DELETE /emulator/faults': return faults.clear(), {}
            case 'GET /emulator/state':
                return { body: { services: world.services.map((service) => ({ ...service.description(), entries: service.list().map((entry) => service.shown(entry)) })) } }
            default: throw refusals.noOperation()
        }
    }

    const answer = async (request, log) => {
        const asked = new URL(request.url, url)
        if (asked.pathname.startsWith('/emulator/')) return administer(request, asked)
        const call = operationOf(request.method, asked)
        log.operation = call?.operation ?? null
        const met = call === null ? [] : faults.take(call.operation, call.name)
        await delay(latency + met.reduce((sum, { delay: more = 0 }) => sum + more, 0))
        if (met.some(({ drop }) => drop)) return null
        const bearer = judgeToken(request.headers.authorization, { audience: url, now: clock(), revoked })
        if (met.some(({ expire }) => expire)) {
            revoked.add(bearer)
            throw refusals.expiredToken()
        }
        if (call === null) throw refusals.noOperation()
        const version = checkApiVersion(call, asked)
        const refusal = met.map(refusalOf).find((each) => each !== null)
        if (refusal !== undefined) throw refusal
        const body = await bodyOf(request)
        return perform({ world, call, url: asked, body, etag: request.headers['if-match'], version, faults: met, pageSize })
    }

    const server = createServer(async (request, response) => {
        const log = { method: request.method, path: request.url.split('?')[0], operation: null, status: 0 }
        const send = (status, body, headers = {}) => {
            log.status = status
            const text = body === undefined || body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body)
            const type = text === '' ? {} : { 'Content-Type': typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8' }
            response.writeHead(status, { ...corsHeaders, 'Cache-Control': 'no-cache', 'x-ms-ratelimit-remaining-subscription-writes': '1199', ...type, ...headers }).end(text)
        }
        if (request.method === 'OPTIONS') {
            response.writeHead(204, {
                ...corsHeaders, 'Access-Control-Allow-Methods': 'GET, PUT, POST, DELETE', 'Access-Control-Max-Age': '600',
                'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
                // A page of the public network may ask this machine only where it says so.
                'Access-Control-Allow-Private-Network': 'true',
            }).end()
            return
        }
        requests.push(log)
        try {
            const given = await answer(request, log)
            if (given === null) response.destroy()
            else send(given.status ?? 200, given.body)
        } catch (error) {
            if (error instanceof Refusal) send(error.status, error.body, error.headers)
            else {
                console.error(error)
                const { status, body } = managerRefusal(500, 'InternalServerError', 'The emulator failed.')
                send(status, body)
            }
        }
    })
    await new Promise((resolve, reject) => server.on('error', reject).listen(port, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${server.address().port}`
    return {
        url, state: world, faults, requests, token, expireTokens,
        close: () => new Promise((resolve) => {
            server.close(() => resolve())
            server.closeAllConnections()
        }),
    }
}
