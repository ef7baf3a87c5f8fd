import type { CoreError, ErrorCategory, ErrorCode, Field, Finding, Parameters } from './protocol'

export function refusal(
    code: ErrorCode, category: ErrorCategory, message: string, hint: string, field: Field | null = null, parameters: Parameters = {},
): CoreError {
    return { code, category, message, hint, parameters, offset: 0, field }
}

/** Ends a call or the decoding of a file with an error as its result: whoever began it catches it, and nobody else sees one. */
export class Refused extends Error {
    constructor(readonly error: CoreError) {
        super(error.message)
    }
}

/** The few errors that arise before or around the core; all others come out of it. */
export const refusals = {
    invalidArgument: (field: Field | null, message: string, hint: string) =>
        refusal('INVALID_ARGUMENT', 'invalid-request', message, hint, field),
    // The core's own words: what is this large must not be copied into its memory to be told so.
    inputTooLarge: (field: Field | null) =>
        refusal('INPUT_TOO_LARGE', 'limit', 'This file is larger than 4 MiB; keys and certificates are far smaller.',
            'Choose the file that holds only the key or the certificate.', field, { value: '4' }),
    fileUnreadable: (field: Field | null) =>
        refusal('FILE_UNREADABLE', 'not-recognized', 'This file could not be read: it was moved or changed, or it is a folder.',
            'Choose it again.', field),
    coreCrashed: () =>
        refusal('CORE_CRASHED', 'internal', 'The signing core stopped unexpectedly, so nothing was made.',
            'Try again. If it happens again, please report the steps that led here.'),
    coreUnavailable: () =>
        refusal('CORE_UNAVAILABLE', 'internal', 'The signing core could not be started.',
            'Use a current browser in which WebAssembly is not switched off, and load the page again.'),
    outOfMemory: () =>
        refusal('OUT_OF_MEMORY', 'limit', 'There was not enough memory for this.', 'Close other pages and try again.'),
    cancelled: () => refusal('CANCELLED', 'invalid-request', 'This was cancelled, so nothing was made.', ''),
}

/** An error of a call as its checklist has it. */
export function findingOf(error: CoreError): Finding {
    const ids: Partial<Record<Field, string>> = {
        verificationCode: 'code', privateKey: 'key', password: 'key', caCertificate: 'certificate', validity: 'period', now: 'clock',
    }
    const { field, message, hint, parameters, code, category } = error
    const id = field === null ? 'call' : ids[field] ?? 'call'
    return { id, status: 'fail', field, text: code, message, hint, parameters, code, category }
}

/** It opens with a password, or with another one. */
export function needsPassword({ category }: CoreError): boolean {
    return category === 'password-required' || category === 'wrong-password'
}
