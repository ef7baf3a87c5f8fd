import { lenient, object, sentenceOf, taken, type Decoder, type Shape } from '../../decode/decode'
import { CloudError, malformedAnswer, type CloudErrorCode } from '../cloud/error'

export interface Answer {
    readonly value: unknown
    readonly error: CloudError | null
    /** Milliseconds; null where the service does not say. */
    readonly retryAfter: number | null
}

/** Reads an answer of either front end: the resource provider's flat errors, Azure Resource Manager's wrapped ones, or neither. */
export function answerOf(response: Response, text: string, now: Date): Answer {
    const value = jsonOf(text)
    if (response.ok) {
        return value === undefined ? { value: null, error: notJson(response.status), retryAfter: null } : { value, error: null, retryAfter: null }
    }
    return { value: null, error: errorOf(response.status, value), retryAfter: retryAfter(response.headers, now) }
}

/** What an answer says, in the form that is expected; rejects any other. */
export function understood<T>(decode: Decoder<T>, value: unknown): T {
    const decoded = decode(value)
    if (!decoded.ok) throw malformedAnswer(sentenceOf(decoded.error))
    return decoded.value
}

/** undefined: the text is no JSON; null: it is empty. */
function jsonOf(text: string): unknown {
    if (text.trim() === '') return null
    try {
        return JSON.parse(text.replace(/^\uFEFF/, ''))
    } catch {
        return undefined
    }
}

interface Said {
    readonly serviceCode: string | null
    readonly serviceMessage: string | null
}

const words: Decoder<string | null> = (value) => taken(typeof value === 'string' && value.trim() !== '' ? cut(value, 2000) : null)
const code: Decoder<string | null> = (value) => taken(typeof value === 'string' || typeof value === 'number' ? cut(String(value), 100) : null)

/** The provider's casing differs from one interface to the other. */
const flat: Shape<{ code: string | null; message: string | null; error_description: string | null }> = { code, message: words, error_description: words }
const answered = object({ ...flat, error: lenient(object(flat, { anyCase: true }), null) }, { anyCase: true })

/** Whatever of it can be understood. */
function saidBy(value: unknown): Said {
    const answer = answered(value)
    if (!answer.ok) return { serviceCode: null, serviceMessage: null }
    const { code, message, error_description } = answer.value.error ?? answer.value
    return { serviceCode: code, serviceMessage: message ?? error_description }
}

function cut(text: string, most: number): string {
    return text.length > most ? `${text.slice(0, most)}…` : text
}

interface Meaning {
    readonly code: CloudErrorCode
    readonly message: string
    readonly hint: string
    readonly retryable?: boolean
}

function errorOf(status: number, value: unknown): CloudError {
    const said = saidBy(value)
    return new CloudError({ status, ...said, ...meaningOf(status, said) })
}

function meaningOf(status: number, { serviceCode, serviceMessage }: Said): Meaning {
    switch (status) {
        case 400: return refused(`${serviceCode ?? ''} ${serviceMessage ?? ''}`)
        case 401: return {
            code: 'UNAUTHORIZED', message: 'The service does not accept the token (401).', retryable: true,
            hint: 'It has expired, or belongs to another directory. Sign in again, or paste a new token.',
        }
        case 403: return {
            code: 'FORBIDDEN', message: 'The service does not allow this (403).',
            // The provider answers 403 to a limit that is reached, too.
            hint: serviceCode === 'AuthorizationFailed' || serviceMessage === null
                ? 'A role that may write certificates is needed, such as Contributor on the service; Reader can only look.'
                : 'Its own words say why: a limit may be reached, or a role be missing that may write certificates, such as Contributor.',
        }
        case 404: return {
            code: 'NOT_FOUND', message: 'The service does not know this (404).',
            hint: 'It was deleted or renamed, or you have no right to see it. Read the list again.',
        }
        case 409: return {
            code: 'CONFLICT', message: 'The service refuses this in its present state (409).',
            hint: 'Another change may be under way, the resource may be locked, or the number of certificates reached. Its own words say which.',
            retryable: true,
        }
        case 412: return {
            code: 'ETAG_STALE', message: 'The certificate was changed by somebody else in the meantime (412).',
            hint: 'Read it again, and go on from there.', retryable: true,
        }
        case 429: return {
            code: 'THROTTLED', message: 'The service is asked too often (429).', hint: 'Wait a little, and try again.', retryable: true,
        }
        case 503: return {
            code: 'UNAVAILABLE', message: 'The service is not available now (503).', hint: 'Wait a little, and try again.', retryable: true,
        }
        default: return status >= 500
            ? { code: 'SERVER_ERROR', message: `The service failed (${status}).`, hint: 'Try again; if it stays so, look at the cloud’s status page.', retryable: true }
            : { code: 'REFUSED', message: `The service refused this (${status}).`, hint: 'Its own words say why.' }
    }
}

/** IH400053 is the provider's number for it: the only one that is publicly known. */
function refused(said: string): Meaning {
    if (/IH400053|proof-of-possession failed/i.test(said)) {
        return {
            code: 'PROOF_REFUSED', message: 'The service does not take this certificate as proof (400).',
            hint: 'Mostly another CA signed than the one that is uploaded, or the code was replaced by a newer one. Try again with a new code.',
            retryable: true,
        }
    }
    return { code: 'REFUSED', message: 'The service refused this (400).', hint: 'Its own words say why.' }
}

function notJson(status: number): CloudError {
    return new CloudError({
        code: 'ANSWER_MALFORMED', status, message: 'The answer is not from the service: it is no JSON.',
        hint: 'A proxy or a sign-in page of your network may have answered instead. Open the portal in this browser once, and try again.',
        retryable: true,
    })
}

/** The same refusal, and until when the service wants to be left alone. */
export function toldToWait(error: CloudError, milliseconds: number, now: Date): CloudError {
    const { code, message, status, serviceCode, serviceMessage, retryable } = error
    const until = new Date(now.getTime() + milliseconds)
    const form = milliseconds < 12 * 3_600_000 ? { timeStyle: 'short' } as const : { dateStyle: 'medium', timeStyle: 'short' } as const
    const hint = milliseconds > 48 * 3_600_000 ? 'It asks to be left alone for days. Ask who else works on it.'
        : `It asks to be left alone for ${durationText(milliseconds)}, until ${until.toLocaleString('en-GB', form)}. Try again then.`
    return new CloudError({ code, message, status, serviceCode, serviceMessage, retryable, hint })
}

function durationText(milliseconds: number): string {
    const seconds = Math.ceil(milliseconds / 1000)
    if (seconds < 120) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`
    const minutes = Math.ceil(seconds / 60)
    return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}

export function tooLarge(status: number): CloudError {
    return new CloudError({
        code: 'ANSWER_TOO_LARGE', status, message: 'The answer is larger than any that this service gives, and was not read to its end.',
        hint: 'Check the endpoint.',
    })
}

export function networkError(origin: string): CloudError {
    return new CloudError({
        code: 'NETWORK', message: `${origin} could not be reached from this page.`,
        hint: 'The browser does not say why: this computer may be offline, a proxy, firewall or extension may block it, or the service '
            + 'may not answer pages from this address (CORS), such as a page from a file. Signing works without: use a request file, or '
            + 'the portal.',
        retryable: true,
    })
}

/**
 * `x-ms-retry-after-ms`, `retry-after-ms`, or `Retry-After` in seconds or as a date; milliseconds. What is none of these is as
 * if it were not there.
 */
function retryAfter(headers: Headers, now: Date): number | null {
    for (const name of ['x-ms-retry-after-ms', 'retry-after-ms']) {
        const value = headers.get(name)?.trim()
        if (value !== undefined && /^\d{1,9}$/.test(value)) return Number(value)
    }
    const value = headers.get('retry-after')?.trim()
    if (value === undefined || value === '') return null
    if (/^\d+$/.test(value)) return value.length > 9 ? Infinity : Number(value) * 1000
    const date = Date.parse(value)
    return Number.isNaN(date) || !/[A-Za-z]/.test(value) ? null : Math.max(0, date - now.getTime())
}
