/** Access tokens: of the shape that clients can read, signed by nobody, and good for this emulator only. */
import { randomUUID } from 'node:crypto'

import { refusals } from './errors.mjs'
import { tenant } from './state.mjs'

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Marks the tokens that were made here. */
const signature = Buffer.from('a token of the popcert emulator').toString('base64url')

/** @param {{ audience: string, now: Date, seconds?: number, id?: string }} options seconds: how long it is good */
export function makeToken({ audience, now, seconds = 3600, ...claims }) {
    const issued = Math.floor(now.getTime() / 1000)
    const payload = {
        aud: audience, iss: `https://sts.windows.net/${tenant}/`, iat: issued, nbf: issued, exp: issued + seconds, tid: tenant,
        upn: 'engineer@contoso.example', name: 'Demo engineer', ver: '1.0', scp: 'user_impersonation', jti: randomUUID(), ...claims,
    }
    return `${part({ typ: 'JWT', alg: 'none' })}.${part(payload)}.${signature}`
}

/** Throws Resource Manager's refusal. */
export function judgeToken(header, { audience, now, revoked }) {
    if (header === undefined) throw refusals.noToken()
    const [, token] = /^Bearer ([\w\-.]+)$/i.exec(header) ?? []
    if (token === undefined) throw refusals.badToken()
    const [, payload, mark] = token.split('.')
    let claims
    try {
        claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    } catch {
        throw refusals.badToken()
    }
    if (mark !== signature || typeof claims !== 'object' || claims === null) throw refusals.badToken()
    if (claims.aud !== audience && claims.aud !== `${audience}/`) throw refusals.wrongAudience(claims.aud, audience)
    if (claims.tid !== tenant) throw refusals.wrongTenant(claims.tid, tenant)
    const expiry = new Date(claims.exp * 1000)
    if (revoked.has(token) || !(expiry > now)) throw refusals.expiredToken(expiry.toUTCString(), now.toUTCString())
}
