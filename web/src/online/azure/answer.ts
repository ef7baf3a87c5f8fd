import { lenient, object, sentenceOf, taken, type Decoder, type Shape } from '../../decode/decode'
import { CloudError, malformedAnswer, type CloudErrorCode } from '../cloud/error'
import { inEnglish, problem, said, type Said } from '../texts/say'

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

interface ServiceWords {
    readonly serviceCode: string | null
    readonly serviceMessage: string | null
}

const words: Decoder<string | null> = (value) => taken(typeof value === 'string' && value.trim() !== '' ? cut(value, 2000) : null)
const code: Decoder<string | null> = (value) => taken(typeof value === 'string' || typeof value === 'number' ? cut(String(value), 100) : null)

/** The provider's casing differs from one interface to the other. */
const flat: Shape<{ code: string | null; message: string | null; error_description: string | null }> = { code, message: words, error_description: words }
const answered = object({ ...flat, error: lenient(object(flat, { anyCase: true }), null) }, { anyCase: true })

/** Whatever of it can be understood. */
function saidBy(value: unknown): ServiceWords {
    const answer = answered(value)
    if (!answer.ok) return { serviceCode: null, serviceMessage: null }
    const { code, message, error_description } = answer.value.error ?? answer.value
    return { serviceCode: code, serviceMessage: message ?? error_description }
}

function cut(text: string, most: number): string {
    return text.length > most ? `${text.slice(0, most)}…` : text
}

interface Meaning extends ReturnType<typeof problem> {
    readonly code: CloudErrorCode
    readonly retryable?: boolean
}

function errorOf(status: number, value: unknown): CloudError {
    const words = saidBy(value)
    return new CloudError({ status, ...words, ...meaningOf(status, words) })
}

function meaningOf(status: number, { serviceCode, serviceMessage }: ServiceWords): Meaning {
    switch (status) {
        case 400: return refused(`${serviceCode ?? ''} ${serviceMessage ?? ''}`)
        case 401: return {
            code: 'UNAUTHORIZED', ...problem('answer.unauthorized'), retryable: true,
        }
        case 403: return {
            code: 'FORBIDDEN',
            // The provider answers 403 to a limit that is reached, too.
            ...problem(serviceCode === 'AuthorizationFailed' || serviceMessage === null ? 'answer.forbidden' : 'answer.limit'),
        }
        case 404: return { code: 'NOT_FOUND', ...problem('answer.unknown') }
        case 409: return { code: 'CONFLICT', ...problem('answer.conflict'), retryable: true }
        case 412: return { code: 'ETAG_STALE', ...problem('answer.changed'), retryable: true }
        case 429: return { code: 'THROTTLED', ...problem('answer.throttled'), retryable: true }
        case 503: return { code: 'UNAVAILABLE', ...problem('answer.unavailable'), retryable: true }
        default: return status >= 500
            ? { code: 'SERVER_ERROR', ...problem('answer.failed', { status }), retryable: true } : { code: 'REFUSED', ...problem('answer.refused', { status }) }
    }
}

/** IH400053 is the provider's number for it: the only one that is publicly known. */
function refused(said: string): Meaning {
    if (/IH400053|proof-of-possession failed/i.test(said)) {
        return { code: 'PROOF_REFUSED', ...problem('answer.proof'), retryable: true }
    }
    return { code: 'REFUSED', ...problem('answer.refused', { status: 400 }) }
}

function notJson(status: number): CloudError {
    return new CloudError({ code: 'ANSWER_MALFORMED', status, ...problem('answer.not.json'), retryable: true })
}

/** The same refusal, and until when the service wants to be left alone. */
export function toldToWait(error: CloudError, milliseconds: number, now: Date): CloudError {
    const { code, message, status, serviceCode, serviceMessage, retryable } = error
    const until = new Date(now.getTime() + milliseconds)
    const form = milliseconds < 12 * 3_600_000 ? { timeStyle: 'short' } as const : { dateStyle: 'medium', timeStyle: 'short' } as const
    const hint = milliseconds > 48 * 3_600_000 ? said('wait.days')
        : said('wait.until', { duration: durationOf(milliseconds), time: until.toLocaleString('en-GB', form) })
    return new CloudError({
        code, message, status, serviceCode, serviceMessage, retryable, hint: inEnglish(hint),
        said: error.said === undefined ? undefined : { message: error.said.message, hint },
    })
}

function durationOf(milliseconds: number): Said {
    const seconds = Math.ceil(milliseconds / 1000)
    if (seconds < 120) return said('seconds', { count: seconds })
    const minutes = Math.ceil(seconds / 60)
    return minutes < 120 ? said('minutes', { count: minutes }) : said('hours', { count: Math.ceil(minutes / 60) })
}

export function tooLarge(status: number): CloudError {
    return new CloudError({ code: 'ANSWER_TOO_LARGE', status, ...problem('answer.large') })
}

export function networkError(origin: string): CloudError {
    return new CloudError({ code: 'NETWORK', ...problem('network', { origin }), retryable: true })
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
