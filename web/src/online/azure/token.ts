import { base64, into, json, lenient, misfit, object, such, taken, text, type Decoder } from '../../decode/decode'
import type { Result } from '../../decode/result'
import { failure, type CloudError } from '../cloud/error'
import type { AccessFacts, Cloud } from '../cloud/model'
import { problem } from '../texts/say'

/**
 * A bearer token for everything that its owner may do. It lives in memory; only `authorization` gives it out, and only http.ts
 * asks. A search for "authorization(" finds every use.
 */
export class AccessToken {
    readonly #value: string
    readonly facts: AccessFacts

    constructor(value: string, facts: AccessFacts) {
        this.#value = value
        this.facts = facts
    }

    /** The header's value. */
    authorization(): string {
        return `Bearer ${this.#value}`
    }

    /** seconds: how long it still has to last. */
    isUsable(now: Date, seconds = 0): boolean {
        return this.facts.expires === null || this.facts.expires.getTime() > now.getTime() + seconds * 1000
    }

    toString(): string {
        return '[access token]'
    }

    toJSON(): string {
        return this.toString()
    }
}

const mostCharacters = 65_536

/**
 * What a person pasted: the token alone, also with "Bearer " or in quotes, or what `az account get-access-token` prints. It is
 * read for an early and friendly error; whether it holds only the service can say.
 */
export function readToken(pasted: string, cloud: Cloud, now: Date = new Date()): Result<AccessToken, CloudError> {
    const found = tokenIn(pasted)
    if (!found.ok) return found
    const read = payload(found.value)
    if (!read.ok) return looksLikeRefreshToken(pasted, found.value) ? refreshToken() : notRecognized()
    return judge(read.value, cloud, now) ?? taken(new AccessToken(found.value, factsOf(read.value, 'pasted')))
}

/** A token that MSAL returned, or the demo token of an emulator, which need not be readable. */
export function takeToken(value: string, origin: 'signed-in' | 'demo', expires: Date | null = null): AccessToken {
    const read = payload(value)
    const facts = read.ok ? factsOf(read.value, origin) : { expires: null, audience: null, tenant: null, name: null, origin }
    return new AccessToken(value, { ...facts, expires: expires ?? facts.expires })
}

/** The line that prints a token for this cloud. */
export function tokenCommand({ managementEndpoint }: Cloud): string {
    return `az account get-access-token --resource ${managementEndpoint}/ --output json`
}

/** Those of Entra begin with a version ("0.A…", "1.A…"), older ones are as opaque. */
function looksLikeRefreshToken(pasted: string, token: string): boolean {
    return /"?refresh_?token"?\s*[:=]/i.test(pasted) || (/^[01]\.A[\w.-]{100,}$/.test(token))
}

function refreshToken(): Result<never, CloudError> {
    return failure({ code: 'TOKEN_IS_REFRESH_TOKEN', ...problem('token.refresh') })
}

const member = lenient(text(mostCharacters), null)
/** By the Azure CLI, or by a token endpoint. */
const printed = into(json(mostCharacters), object({ accessToken: member, access_token: member }))

function tokenIn(pasted: string): Result<string, CloudError> {
    if (pasted.length > mostCharacters) return notRecognized()
    const whole = pasted.replace(/^\uFEFF/, '').trim()
    if (whole === '') return failure({ code: 'TOKEN_EMPTY', ...problem('token.empty') })
    if (!whole.startsWith('{')) return taken(bare(whole))
    const found = printed(whole)
    // A broken copy of the JSON often still holds the token whole.
    const token = found.ok ? found.value.accessToken ?? found.value.access_token : /"access_?[tT]oken"\s*:\s*"([^"]+)"/.exec(whole)?.[1] ?? null
    if (token !== null) return taken(bare(token))
    return /"refresh_?token"/i.test(whole) ? refreshToken() : notRecognized()
}

/** A terminal wraps a long line, so that white space inside is its own; no token holds any. */
function bare(text: string): string {
    return text.replace(/^authorization:\s*/i, '').replace(/^["']+|["',;]+$/g, '').replace(/^bearer\s+/i, '').replaceAll(/\s+/g, '')
}

interface Claims {
    readonly aud: readonly string[]
    readonly exp: Date | null
    readonly nbf: Date | null
    readonly tid: string | null
    readonly unique_name: string | null
    readonly upn: string | null
    readonly preferred_username: string | null
    readonly name: string | null
    readonly appid: string | null
    /** Whether they are there at all. */
    readonly scp: boolean
    readonly roles: boolean
    readonly nonce: boolean
}

const audiences: Decoder<readonly string[]> = (value) =>
    taken((Array.isArray(value) ? value.slice(0, 10) : [value]).filter((one): one is string => typeof one === 'string' && one.length < 300))

const moment: Decoder<Date | null> = (value) => {
    const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
    return taken(typeof seconds === 'number' && seconds > 0 && seconds < 8.64e12 ? new Date(seconds * 1000) : null)
}

const word = lenient(such(text(200), (value) => value !== '', 'is empty'), null)
const isThere: Decoder<boolean> = (value) => taken(value !== undefined)

/** Of a claim that is no claim nothing is known; none of them is refused for its form. */
const claims = object<Claims>({
    aud: audiences, exp: moment, nbf: moment, tid: word, unique_name: word, upn: word, preferred_username: word, name: word, appid: word,
    scp: isThere, roles: isThere, nonce: isThere,
})

/** RFC 7519: the middle one of three parts. */
const payload: Decoder<Claims> = into(into(text(mostCharacters), (token) => {
    const part = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token)?.[1]
    return part === undefined ? misfit('is no token') : base64(part.replaceAll('-', '+').replaceAll('_', '/'))
}), (octets) => {
    try {
        return into(json(mostCharacters), claims)(new TextDecoder('utf-8', { fatal: true }).decode(octets))
    } catch {
        return misfit('is no token')
    }
})

function factsOf(claims: Claims, origin: AccessFacts['origin']): AccessFacts {
    const { exp, aud, tid, unique_name, upn, preferred_username, name, appid } = claims
    return { expires: exp, audience: aud[0] ?? null, tenant: tid, name: unique_name ?? upn ?? preferred_username ?? name ?? appid, origin }
}

function judge(claims: Claims, cloud: Cloud, now: Date): Result<never, CloudError> | null {
    const { aud, exp: expires, nbf: notBefore } = claims
    if (!aud.some((audience) => isAudienceOf(audience, cloud))) {
        // An id token is made for an application, whose id its audience is, and says nothing of what may be done.
        const { scp, roles, appid, nonce, preferred_username } = claims
        if (!scp && !roles && appid === null && (nonce || preferred_username !== null)) {
            return failure({ code: 'TOKEN_IS_ID_TOKEN', ...problem('token.id') })
        }
        const [audience] = aud
        const wanted = { cloud: cloud.name, endpoint: cloud.managementEndpoint, command: tokenCommand(cloud) }
        return failure({
            code: 'TOKEN_WRONG_AUDIENCE',
            ...(audience === undefined ? problem('token.no.audience', wanted) : problem('token.audience', { ...wanted, audience: audience.slice(0, 100) })),
        })
    }
    if (expires === null) return notRecognized()
    if (expires.getTime() <= now.getTime()) {
        return failure({ code: 'TOKEN_EXPIRED', ...problem('token.expired', { time: expires }) })
    }
    if (notBefore !== null && notBefore.getTime() > now.getTime() + 300_000) {
        return failure({ code: 'TOKEN_NOT_YET_VALID', ...problem('token.early', { time: notBefore }) })
    }
    return null
}

/** The endpoint with and without a slash, and the classic one, which Azure Resource Manager takes as well. */
function isAudienceOf(audience: string, { id, managementEndpoint }: Cloud): boolean {
    const classic: Readonly<Record<string, string>> = {
        public: 'https://management.core.windows.net', usgov: 'https://management.core.usgovcloudapi.net', china: 'https://management.core.chinacloudapi.cn',
    }
    const plain = audience.toLowerCase().replace(/\/+$/, '')
    if (plain === managementEndpoint.toLowerCase() || plain === classic[id]) return true
    // Behind an own endpoint stands a proxy or an emulator, which says itself what it takes.
    return classic[id] === undefined && /^https:\/\/management\./.test(plain)
}

/** What is no token may be another secret, so nothing of it is quoted. */
function notRecognized(): Result<never, CloudError> {
    return failure({ code: 'TOKEN_NOT_RECOGNIZED', ...problem('token.none') })
}
