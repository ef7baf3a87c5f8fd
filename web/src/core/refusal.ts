import type { CoreError, ErrorCategory, ErrorCode, Field, Finding, Parameters } from './protocol'

/** The largest file that is read; the same as kMaxInputOctets in core/base/limits.h. */
export const maxInputOctets = 4 * 1024 * 1024

function refusal(
    code: ErrorCode, category: ErrorCategory, message: string, hint: string, field: Field | null = null, parameters: Parameters = {},
): CoreError {
    return { code, category, message, hint, parameters, offset: 0, field }
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
    otherCa: (wanted: string) =>
        refusal('CA_NOT_REQUESTED', 'key-cert-mismatch', `The request is for another CA: ${wanted}.`,
            'Choose that CA’s certificate and key, or open the request for this CA.', 'caCertificate'),
    clickTooEarly: () =>
        refusal('CLICK_TOO_EARLY', 'invalid-request', 'The codes or this button had only just appeared, so nothing was signed.',
            'Look at the codes, then press again.'),
    keyAstray: () =>
        refusal('CLICK_TOO_EARLY', 'invalid-request', 'A key reached this button that was perhaps meant for the page around it, so nothing was signed.',
            'Go to the button with Tab, look at the codes, then press again.'),
    changedMeanwhile: () =>
        refusal('REQUESTS_CHANGED', 'invalid-request', 'Something was changed after you pressed the button, so nothing was signed.',
            'Look at the codes and the CA, then press again.'),
    codesUnseen: (unseen: number, count: number) =>
        refusal('CODES_UNSEEN', 'invalid-request', `${unseen} of ${count} codes have not been in view yet, so nothing was signed.`,
            'Scroll through the list of step 1, then press again.', null, { value: String(unseen), count: String(count) }),
    frameCovered: () =>
        refusal('FRAME_COVERED', 'invalid-request', 'The page around this frame covers, fades or cuts off the button, so nothing was signed.',
            'Bring the whole button into view. If that does not help, open signer.html in a window of its own.'),
    frameTooSmall: () =>
        refusal('FRAME_TOO_SMALL', 'invalid-request', 'This frame is too small to see what is signed, so nothing was signed.',
            'Make it larger, or open signer.html in a window of its own.'),
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
