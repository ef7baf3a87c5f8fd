/** Bearer tokens in the shape of those of Entra ID. Nobody signs them: they open nothing but this emulator. */
import { unauthorized } from './errors.mjs'

export const tenantId = '11111111-2222-4333-8444-555555555555'
export const userName = 'demo@popcert.example'
const audiences = ['https://management.azure.com', 'https://management.core.windows.net']

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

export class Tokens {
    #clock
    #issued = 0
    #expiredUpTo = 0
    /** The emulator's own address, which is an audience as well; set when it is known. */
    url = ''

    constructor(clock) {
        this.#clock = clock
    }

    /**
     * @param {{ aud?: string, tid?: string, lifetime?: number, claims?: object }} wanted lifetime: seconds, negative for an
     *     expired one; claims: any further ones, or others
     */
    issue({ aud = `${audiences[0]}/`, tid = tenantId, lifetime = 3600, claims = {} } = {}) {
        const now = Math.floor(this.#clock.now().getTime() / 1000)
        const header = { typ: 'JWT', alg: 'none' }
        const payload = {
            aud, iss: `https://sts.windows.net/${tid}/`, iat: now - 60, nbf: now - 60, exp: now + lifetime, tid, ver: '1.0',
            appid: '04b07795-0000-4000-8000-000000000000', oid: '99999999-8888-4777-8666-555555555555', scp: 'user_impersonation',
            unique_name: userName, upn: userName, jti: String(++this.#issued), ...claims,
        }
        return `${base64url(header)}.${base64url(payload)}.`
    }

    /** All that were issued until now count as expired. */
    expireAll() {
        this.#expiredUpTo = this.#issued
    }

    /** Throws the refusal, in the words of Azure Resource Manager; else the claims. */
    check(authorization) {
        if (authorization === undefined) {
            throw unauthorized('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.")
        }
        const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization)?.[1]
        const claims = token === undefined ? null : claimsOf(token)
        if (claims === null) throw unauthorized('InvalidAuthenticationToken', 'The access token is invalid.')
        const now = this.#clock.now().getTime() / 1000
        if (!(claims.exp > now) || Number(claims.jti ?? 0) <= this.#expiredUpTo && this.#expiredUpTo > 0) {
            throw unauthorized('ExpiredAuthenticationToken', `The access token expiry UTC time '${dateOf(claims.exp)}' is earlier than current `
                + `UTC time '${dateOf(now)}'.`)
        }
        if (claims.nbf > now + 300) throw unauthorized('InvalidAuthenticationToken', 'The access token is not yet valid.')
        if (![...audiences, this.url].includes(String(claims.aud).replace(/\/+$/, ''))) {
            throw unauthorized('InvalidAuthenticationTokenAudience', `The access token has been obtained for wrong audience or resource '${claims.aud}'. `
                + `It should exactly match with one of the allowed audiences '${audiences.map((one) => `${one}/`).join("','")}'.`)
        }
        if (claims.tid !== tenantId) {
            throw unauthorized('InvalidAuthenticationTokenTenant', `The access token is from the wrong issuer 'https://sts.windows.net/${claims.tid}/'. `
                + `It must match the tenant 'https://sts.windows.net/${tenantId}/' associated with this subscription.`)
        }
        return claims
    }
}

function claimsOf(token) {
    try {
        const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
        return typeof claims === 'object' && claims !== null && Number.isFinite(claims.exp) ? claims : null
    } catch {
        return null
    }
}

const dateOf = (seconds) => new Date(seconds * 1000).toLocaleString('en-US', { timeZone: 'UTC' })
