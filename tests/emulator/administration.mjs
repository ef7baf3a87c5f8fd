/**
 * `/emulator/…`: how another process asks for trouble and looks at what is there. No CORS, and JSON bodies only, so that no web
 * page can ask for anything.
 *
 *     GET    /emulator/state      the services and what is in them
 *     GET    /emulator/requests   what was asked so far
 *     POST   /emulator/faults     one fault or several, as faults.mjs describes them; the answer is what waits
 *     DELETE /emulator/faults     no trouble any more
 *     POST   /emulator/token      { accessToken }, for { seconds, audience, ... } or {}
 *     POST   /emulator/expire     every token so far
 */
import { managerRefusal, Refusal, refusals } from './errors.mjs'

const handlers = {
    'GET /emulator/state': ({ state, faults }) => ({
        services: state.services.map((service) => ({
            ...service.description(), entries: service.list().map((entry) => service.shown(entry)),
        })),
        faults: faults.waiting,
    }),
    'GET /emulator/requests': ({ requests }) => requests,
    'POST /emulator/faults': ({ faults }, body) => {
        for (const fault of [body ?? []].flat()) faults.add(fault)
        return faults.waiting
    },
    'DELETE /emulator/faults': ({ faults }) => faults.clear(),
    'POST /emulator/token': ({ token }, body) => ({ accessToken: token(body ?? {}), tokenType: 'Bearer' }),
    'POST /emulator/expire': ({ expireTokens }) => expireTokens(),
}

/** @returns {Promise<{ status?: number, body?: unknown }>} */
export async function administer(emulator, request, path, bodyOf) {
    try {
        return { body: await answer(emulator, request, path, bodyOf) ?? {} }
    } catch (error) {
        return error instanceof Refusal ? error : managerRefusal(400, 'BadRequest', error.message)
    }
}

async function answer(emulator, request, path, bodyOf) {
    const handler = handlers[`${request.method} ${path.replace(/\/$/, '')}`]
    if (handler === undefined) throw refusals.noOperation()
    // Reading is kept from web pages by the missing CORS; what changes something has to be refused before.
    if (request.method !== 'GET' && request.headers.origin !== undefined) throw managerRefusal(403, 'NotForPages', 'This is not for web pages.')
    return handler(emulator, await bodyOf(request))
}
