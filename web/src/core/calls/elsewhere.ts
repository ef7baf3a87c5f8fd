import { takeFlag, takeObject, takeOctets, takeOptionalOctets, takeOrigin, takeSeconds, takeService, takeText, takeThumbprint } from '../arguments'
import { clock, dated } from '../dates'
import type { LoadedCore } from '../load'
import type { CoreError, CreateResult, FinishInput, Judged, JudgeInput, PrepareInput, PrepareResult } from '../protocol'
import { findingOf } from '../refusal'
import { randomness, takeSubjectKey } from './create'

// Where the key is elsewhere. Only in popcert-core, not in popcert-signer.

const refused = (error: CoreError) => ({ ok: false, error, findings: [findingOf(error)] } as const)

/** What a key elsewhere has to sign. */
export function prepare(core: LoadedCore, input: PrepareInput): PrepareResult {
    return core.run<PrepareResult>(refused, (raw) => {
        const given = takeObject(input, 'prepare')
        const random = randomness(1)
        try {
            const result = raw.prepare({
                verificationCode: takeText(given.verificationCode, 'verificationCode', 'verificationCode'),
                service: takeService(given.service),
                codeOrigin: takeOrigin(given.codeOrigin, 'codeOrigin', 'verificationCode'),
                codesConfirmed: takeFlag(given.codesConfirmed, 'codesConfirmed', 'verificationCode'),
                caCertificate: takeOptionalOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
                caOrigin: takeOrigin(given.caOrigin, 'caOrigin', 'caCertificate'),
                caSha1: takeThumbprint(given.caSha1, 'caSha1', 'caCertificate'),
                now: takeSeconds(given.now, 'now', 'now') ?? clock(),
                notBefore: takeSeconds(given.notBefore, 'notBefore', 'validity'),
                notAfter: takeSeconds(given.notAfter, 'notAfter', 'validity'),
                allowLongValidity: takeFlag(given.allowLongValidity, 'allowLongValidity', 'validity'),
                subjectKey: takeSubjectKey(given.subjectKey),
                random,
            })
            return result.ok ? { ...result, value: { ...result.value, ca: dated(result.value.ca) } } : result
        } finally {
            random.fill(0)  // the seed of the fresh key
        }
    })
}

/** The certificate, of what was prepared and the signature that came back. */
export function finish(core: LoadedCore, input: FinishInput): CreateResult {
    return core.run<CreateResult>(refused, (raw) => {
        const given = takeObject(input, 'finish')
        const result = raw.finish({
            verificationCode: takeText(given.verificationCode, 'verificationCode', 'verificationCode'),
            service: takeService(given.service),
            caCertificate: takeOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
            tbs: takeOctets(given.tbs, 'tbs', null),
            signature: takeOctets(given.signature, 'signature', null),
            now: takeSeconds(given.now, 'now', 'now') ?? clock(),
            allowLongValidity: takeFlag(given.allowLongValidity, 'allowLongValidity', 'validity'),
        })
        return result.ok ? { ...result, value: dated(result.value) } : result
    })
}

/** Whether a service would take a certificate that was made elsewhere. */
export function judge(core: LoadedCore, input: JudgeInput): Judged {
    const refusedToJudge = (error: CoreError): Judged => ({ accepted: false, findings: [findingOf(error)], certificate: null, ca: null })
    return core.run<Judged>(refusedToJudge, (raw) => {
        const given = takeObject(input, 'judge')
        const judged = raw.judge({
            verificationCode: takeText(given.verificationCode, 'verificationCode', 'verificationCode'),
            service: takeService(given.service),
            certificate: takeOctets(given.certificate, 'certificate', null),
            caCertificate: takeOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
            caOrigin: takeOrigin(given.caOrigin, 'caOrigin', 'caCertificate'),
            caSha1: takeThumbprint(given.caSha1, 'caSha1', 'caCertificate'),
            now: takeSeconds(given.now, 'now', 'now') ?? clock(),
        })
        return {
            ...judged, certificate: judged.certificate === null ? null : dated(judged.certificate), ca: judged.ca === null ? null : dated(judged.ca),
        }
    })
}
