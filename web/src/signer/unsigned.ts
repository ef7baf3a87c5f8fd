import { refusal } from '../core/refusal'

/** Why the signer signs nothing although the core would; the rest is in core/refusal.ts. */
export const unsigned = {
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
}
