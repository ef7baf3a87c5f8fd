import { problem, type Problem } from '../texts/say'

/** What can go wrong on the way to the cloud and back. Codes are API: add, never rename. */
export type CloudErrorCode =
    // Settings and tokens, before anything is sent.
    | 'CONFIG_MALFORMED' | 'CONFIG_UNREADABLE' | 'ENDPOINT_INVALID'
    | 'TOKEN_EMPTY' | 'TOKEN_NOT_RECOGNIZED' | 'TOKEN_IS_REFRESH_TOKEN' | 'TOKEN_IS_ID_TOKEN' | 'TOKEN_EXPIRED' | 'TOKEN_NOT_YET_VALID'
    | 'TOKEN_WRONG_AUDIENCE'
    | 'SIGN_IN_UNAVAILABLE' | 'SIGN_IN_CANCELLED' | 'SIGN_IN_FAILED'
    // The way.
    | 'NETWORK' | 'TIMEOUT' | 'CANCELLED' | 'ANSWER_TOO_LARGE' | 'ANSWER_MALFORMED' | 'PAGE_ELSEWHERE' | 'TOO_MANY_PAGES'
    // What the service says.
    | 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT' | 'ETAG_STALE' | 'THROTTLED' | 'UNAVAILABLE' | 'SERVER_ERROR'
    | 'PROOF_REFUSED' | 'REFUSED' | 'CODE_UNLIKE_CLOUD'
    // The run of one row.
    | 'NAME_TAKEN' | 'ENTRY_REPLACED' | 'ENTRY_GONE' | 'NOT_CONFIRMED' | 'STILL_THERE' | 'SIGNING_FAILED' | 'STILL_UNVERIFIED' | 'RESPONSE_UNKNOWN_ROW'
    | 'PROOF_UNREADABLE' | 'PROOF_IS_THE_CA' | 'PROOF_FOR_ANOTHER_CODE' | 'PROOF_OF_ANOTHER_CA' | 'REQUEST_OTHER_CODE'
    | 'RESPONSE_STALE_CODE' | 'RESPONSE_WRONG_CA' | 'RESPONSE_ALREADY_VERIFIED'
    | 'INTERNAL'

export interface CloudErrorFacts {
    readonly code: CloudErrorCode
    /** HTTP status; null where there was no answer. */
    readonly status?: number | null
    /** One sentence about what happened. */
    readonly message: string
    /** What to do next; may be empty. */
    readonly hint?: string
    /** The same, for whoever reads another language. */
    readonly said?: Problem['said']
    /** The service's own words as received, cut at 2,000 characters; show them as text. */
    readonly serviceCode?: string | null
    readonly serviceMessage?: string | null
    /** The same call may succeed a little later. */
    readonly retryable?: boolean
}

/** Never holds a token: it is made from answers and from fixed text. */
export class CloudError extends Error {
    override readonly name = 'CloudError'
    readonly code: CloudErrorCode
    readonly status: number | null
    readonly hint: string
    readonly said: Problem['said']
    readonly serviceCode: string | null
    readonly serviceMessage: string | null
    readonly retryable: boolean

    constructor({ code, message, status = null, hint = '', said, serviceCode = null, serviceMessage = null, retryable = false }: CloudErrorFacts) {
        super(message)
        this.code = code
        this.status = status
        this.hint = hint
        this.said = said
        this.serviceCode = serviceCode
        this.serviceMessage = serviceMessage
        this.retryable = retryable
    }
}

export function failure(facts: CloudErrorFacts): { readonly ok: false; readonly error: CloudError } {
    return { ok: false, error: new CloudError(facts) }
}

export function cancelled(): CloudError {
    return new CloudError({ code: 'CANCELLED', ...problem('cancelled.here'), retryable: true })
}

/** what: such as `"value" is missing`. */
export function malformedAnswer(what: string): CloudError {
    return new CloudError({ code: 'ANSWER_MALFORMED', ...problem('answer.malformed', { what }) })
}
