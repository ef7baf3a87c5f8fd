import type { CoreError, ErrorCategory, Finding } from '../core/protocol'
import type { CloudError, CloudErrorCode } from '../online/cloud/error'

/** What a script can branch on. API: add, never renumber. */
export const exits = {
    done: 0,
    /** The answer is no: the checklist fails, the certificate would be refused, the chain does not roll up. */
    no: 1,
    usage: 2,
    /** A file cannot be read, or is not what it should be. */
    file: 3,
    password: 4,
    /** Key and CA are readable, and may not sign this: another key, no CA, expired, too weak. */
    unfit: 5,
    code: 6,
    /** No token, or one that may not do this. */
    access: 7,
    /** Nobody answered, or the service is busy: the same command may succeed later. */
    unavailable: 8,
    /** The service answered, and refused. */
    refused: 9,
    internal: 10,
    /** Ctrl-C, as shells count it. */
    interrupted: 130,
} as const

export type Exit = (typeof exits)[keyof typeof exits]

export const exitTexts: readonly (readonly [Exit, string])[] = [
    [exits.done, 'done'],
    [exits.no, 'the answer is no: the checklist or the judged certificate fails, or the chain does not roll up to a verified CA'],
    [exits.usage, 'the command line is wrong'],
    [exits.file, 'a file cannot be read, or is not what it should be'],
    [exits.password, 'a password is missing or wrong'],
    [exits.unfit, 'key and CA do not fit, or this CA may not sign'],
    [exits.code, 'the verification code, or another value, is not acceptable'],
    [exits.access, 'no access: no token, or one that may not do this'],
    [exits.unavailable, 'the service was not reached or is busy; trying again may help'],
    [exits.refused, 'the service refused'],
    [exits.internal, 'popcert made a mistake'],
    [exits.interrupted, 'interrupted'],
]

const ofCategory: Readonly<Record<ErrorCategory, Exit>> = {
    'empty-input': exits.file, 'not-recognized': exits.file, truncated: exits.file, malformed: exits.file, 'trailing-data': exits.file,
    'unsupported-algorithm': exits.file, 'kdf-limit': exits.file, limit: exits.file, 'wrong-object': exits.file,
    'no-private-key': exits.file, 'no-certificate': exits.file, ambiguous: exits.file, 'invalid-key': exits.file,
    'password-required': exits.password, 'wrong-password': exits.password,
    'weak-key': exits.unfit, 'key-cert-mismatch': exits.unfit, 'cert-not-ca': exits.unfit, 'cert-no-keycertsign': exits.unfit,
    'cert-expired': exits.unfit, 'cert-not-yet-valid': exits.unfit,
    'invalid-request': exits.code,
    internal: exits.internal,
}

/** A category that this version does not know is a newer core's: then its error is told, and the exit says only that it failed. */
export function exitOf(error: Pick<CoreError, 'category' | 'field'>): Exit {
    if (error.field === 'verificationCode' && error.category !== 'internal') return exits.code
    return ofCategory[error.category] ?? exits.internal
}

export function exitOfFinding({ category, field }: Finding): Exit {
    return category === null ? exits.no : exitOf({ category, field })
}

const access: ReadonlySet<CloudErrorCode> = new Set([
    'TOKEN_EMPTY', 'TOKEN_NOT_RECOGNIZED', 'TOKEN_IS_REFRESH_TOKEN', 'TOKEN_IS_ID_TOKEN', 'TOKEN_EXPIRED', 'TOKEN_NOT_YET_VALID',
    'TOKEN_WRONG_AUDIENCE', 'SIGN_IN_UNAVAILABLE', 'SIGN_IN_CANCELLED', 'SIGN_IN_FAILED', 'UNAUTHORIZED', 'FORBIDDEN',
])
const unavailable: ReadonlySet<CloudErrorCode> = new Set(['NETWORK', 'TIMEOUT', 'THROTTLED', 'UNAVAILABLE', 'SERVER_ERROR', 'STILL_UNVERIFIED'])

export function exitOfCloud({ code }: CloudError): Exit {
    if (access.has(code)) return exits.access
    if (unavailable.has(code)) return exits.unavailable
    if (code === 'ENDPOINT_INVALID') return exits.usage
    return code === 'INTERNAL' ? exits.internal : exits.refused
}
