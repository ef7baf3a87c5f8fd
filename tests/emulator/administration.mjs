/**
 * `/emulator/…`: how another process orders faults and looks at what is there. No CORS, and JSON bodies only, so that no web
 * page can order anything.
 *
 *     GET    /emulator            what it is, its services and their certificates, what faults wait
 *     POST   /emulator/faults     one fault or several, see faults.mjs
 *     DELETE /emulator/faults     none any more
 *     GET    /emulator/requests   all calls so far
 *     POST   /emulator/token      { accessToken }, for { aud, tid, lifetime } or {}
 *     POST   /emulator/clock      { now: "2022-05-03T17:50:00Z" | null }
 */
import { Refusal, noSuchPath } from './errors.mjs'

const handlers = {
    'GET /emulator': ({ state, faults, url }) => ({
        emulator: 'popcert', url, now: state.clock.now().toISOString(), faults: faults.waiting,
        services: state.services.map(({ certificates, ...service }) => ({
            ...service,
            certificates: [...certificates.values()].map(({ name, thumbprint, isVerified, etag, code }) => ({ name, thumbprint, isVerified, etag, code })),
        })),
    }),
    'GET /emulator/requests': ({ requests }) => requests,
    'POST /emulator/faults': ({ faults }, body) => {
        for (const fault of [body ?? []].flat()) faults.add(fault)
        return faults.waiting
    },
    'DELETE /emulator/faults': ({ faults }) => {
        faults.clear()
        return []
    },
    'POST /emulator/token': (emulator, body) => ({ accessToken: emulator.token(body ?? {}), tokenType: 'Bearer' }),
    'POST /emulator/clock': ({ state }, body) => {
        state.clock.set(body?.now ?? null)
        return { now: state.clock.now().toISOString() }
    },
}

export async function administer(emulator, request, response, url, bodyOf) {
    const reply = (status, body) => response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
        .end(JSON.stringify(body))
    try {
        const handler = handlers[`${request.method} ${url.pathname.replace(/\/$/, '')}`]
        if (handler === undefined) throw noSuchPath(url.pathname)
        // A form of another page could be sent without asking, and has no body of this type.
        const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '')
        if (request.method === 'POST' && !isJson) return reply(415, { error: 'send application/json' })
        if (request.method !== 'GET' && request.headers.origin !== undefined) return reply(403, { error: 'not for web pages' })
        reply(200, handler(emulator, await bodyOf(request)))
    } catch (error) {
        if (error instanceof Refusal) reply(error.answer.status, error.answer.body)
        else reply(400, { error: error.message })
    }
}
