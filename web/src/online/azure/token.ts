import type { Result } from '../../decode/result'
import { failure, type CloudError } from '../cloud/error'
import type { AccessFacts, Cloud } from '../cloud/model'

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
    const claims = claimsOf(found.value)
    if (claims === null) return looksLikeRefreshToken(pasted, found.value) ? refreshToken() : notRecognized()
    return judge(claims, cloud, now) ?? { ok: true, value: new AccessToken(found.value, factsOf(claims, 'pasted')) }
}

/** A token that MSAL returned, or the demo token of an emulator, which need not be readable. */
export function takeToken(value: string, origin: 'signed-in' | 'demo', expires: Date | null = null): AccessToken {
    const facts = factsOf(claimsOf(value) ?? {}, origin)
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
    return failure({
        code: 'TOKEN_IS_REFRESH_TOKEN', message: 'This is a refresh token, not an access token.',
        hint: 'Keep it secret: it stays valid for long. Run the command, and paste what it prints.',
    })
}

type Claims = Readonly<Record<string, unknown>>

function tokenIn(pasted: string): Result<string, CloudError> {
    if (pasted.length > mostCharacters) return notRecognized()
    const text = pasted.replace(/^\uFEFF/, '').trim()
    if (text === '') return failure({ code: 'TOKEN_EMPTY', message: 'No token was pasted.', hint: 'Paste what the command prints.' })
    if (!text.startsWith('{')) return { ok: true, value: bare(text) }
    try {
        const members: unknown = JSON.parse(text)
        const value = typeof members === 'object' && members !== null ? Reflect.get(members, 'accessToken') ?? Reflect.get(members, 'access_token') : null
        if (typeof value === 'string') return { ok: true, value: bare(value) }
    } catch {
        // A broken copy of the JSON often still holds the token whole.
        const value = /"access_?[tT]oken"\s*:\s*"([^"]+)"/.exec(text)?.[1]
        if (value !== undefined) return { ok: true, value: bare(value) }
    }
    return /"refresh_?token"/i.test(text) ? refreshToken() : notRecognized()
}

/** A terminal wraps a long line, so that white space inside is its own; no token holds any. */
function bare(text: string): string {
    return text.replace(/^authorization:\s*/i, '').replace(/^["']+|["',;]+$/g, '').replace(/^bearer\s+/i, '').replaceAll(/\s+/g, '')
}

function claimsOf(token: string): Claims | null {
    const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token)?.[1]
    if (payload === undefined) return null
    try {
        const octets = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
        const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets))
        return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? claims as Claims : null
    } catch {
        return null
    }
}

function factsOf(claims: Claims, origin: AccessFacts['origin']): AccessFacts {
    return {
        expires: dateOf(claims.exp),
        audience: audiencesOf(claims)[0] ?? null,
        tenant: shortText(claims.tid),
        name: shortText(claims.unique_name) ?? shortText(claims.upn) ?? shortText(claims.preferred_username) ?? shortText(claims.name)
            ?? shortText(claims.appid),
        origin,
    }
}

function judge(claims: Claims, cloud: Cloud, now: Date): Result<never, CloudError> | null {
    const audiences = audiencesOf(claims)
    if (!audiences.some((audience) => isAudienceOf(audience, cloud))) {
        // An id token is made for an application, whose id its audience is, and says nothing of what may be done.
        if (claims.scp === undefined && claims.roles === undefined && claims.appid === undefined && ('nonce' in claims || 'preferred_username' in claims)) {
            return failure({ code: 'TOKEN_IS_ID_TOKEN', message: 'This is an id token: it says who you are, and opens nothing.', hint: runCommand })
        }
        return failure({
            code: 'TOKEN_WRONG_AUDIENCE',
            message: `This token is for ${shown(audiences[0])}, and not for ${cloud.name} (${cloud.managementEndpoint}).`,
            hint: `Choose the cloud that it belongs to, or get one with: ${tokenCommand(cloud)}`,
        })
    }
    const expires = dateOf(claims.exp)
    if (expires === null) return notRecognized()
    if (expires.getTime() <= now.getTime()) {
        return failure({
            code: 'TOKEN_EXPIRED', message: `This token expired at ${minute(expires)}.`,
            hint: 'Run the command again, and paste what it prints. If it is new, this computer’s clock is wrong.',
        })
    }
    const notBefore = dateOf(claims.nbf)
    if (notBefore !== null && notBefore.getTime() > now.getTime() + 300_000) {
        return failure({
            code: 'TOKEN_NOT_YET_VALID', message: `This token is valid only from ${minute(notBefore)}.`,
            hint: 'This computer’s clock looks wrong; set it, and try again.',
        })
    }
    return null
}

function audiencesOf({ aud }: Claims): readonly string[] {
    return (Array.isArray(aud) ? aud.slice(0, 10) : [aud]).filter((one): one is string => typeof one === 'string' && one.length < 300)
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

function dateOf(value: unknown): Date | null {
    const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value
    return typeof seconds === 'number' && seconds > 0 && seconds < 8.64e12 ? new Date(seconds * 1000) : null
}

function shortText(value: unknown): string | null {
    return typeof value === 'string' && value !== '' && value.length <= 200 ? value : null
}

function shown(audience: string | undefined): string {
    return audience === undefined ? 'nobody in particular' : audience.slice(0, 100)
}

function minute(date: Date): string {
    return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const runCommand = 'Run the command, and paste all that it prints.'

/** What is no token may be another secret, so nothing of it is quoted. */
function notRecognized(): Result<never, CloudError> {
    return failure({ code: 'TOKEN_NOT_RECOGNIZED', message: 'This is not an access token.', hint: runCommand })
}
