import type { Plain, PopcertCore } from '../../../../wasm/popcert-core'
import {
    isAbsent, takeFlag, takeList, takeObject, takeOctets, takeOneOf, takeOptionalOctets, takeOrigin, takeSeconds, takeService, takeText, takeThumbprint,
    withPassword,
} from '../arguments'
import type { Call } from '../call'
import { clock, dated } from '../dates'
import { mostCodes, randomOctets } from '../limits'
import type { LoadedCore } from '../load'
import type { Bytes, CoreError, CreateAllInput, CreateAllResult, CreateEachResult, CreateInput, CreateResult, Result } from '../protocol'
import { findingOf } from '../refusal'

/** Certificates for codes, each of which succeeds or fails on its own. Results come as parts, in the order of the codes. */
export const create: Call<CreateAllInput, Result<null>, CreateResult> = {
    name: 'create',
    files: { privateKey: 'privateKey', caCertificate: 'caCertificate', subjectKey: 'subjectKey' },
    touchesKey: true,
    isShared: true,
    refused: (error) => ({ ok: false, error }),
}

export function runCreate(core: LoadedCore, input: CreateAllInput, report: (result: CreateResult) => void): Result<null> {
    const all = createEach(core, input, report)
    return all.ok ? { ok: true, value: null } : all
}

type Job = Omit<Parameters<PopcertCore['createVerificationCertificate']>[0], 'verificationCode'>

const refused = (error: CoreError) => ({ ok: false, error, findings: [findingOf(error)] } as const)

export function createOne(core: LoadedCore, input: CreateInput): CreateResult {
    return core.run<CreateResult>(refused, (raw) => {
        const given = takeObject(input, 'createVerificationCertificate')
        const verificationCode = takeText(given.verificationCode, 'verificationCode', 'verificationCode')
        return withJob(given, 1, (job) => createResultOf(raw.createVerificationCertificate({ ...job, verificationCode })))
    })
}

export function createAll(core: LoadedCore, input: CreateAllInput): CreateAllResult {
    const results: CreateResult[] = []
    const all = createEach(core, input, (result) => { results.push(result) })
    return all.ok ? { ...all, value: { results } } : all
}

/**
 * Each result is given to `onResult` as soon as it is there, in the order of the codes; none where the result of the call is an
 * error. What `onResult` throws stops nothing, and is thrown when the call is over.
 */
export function createEach(core: LoadedCore, input: CreateAllInput, onResult: (result: CreateResult) => void): CreateEachResult {
    const thrown: unknown[] = []
    const all = core.run<CreateEachResult>(refused, (raw) => {
        const given = takeObject(input, 'createVerificationCertificates')
        const verificationCodes = takeList(given.verificationCodes, 'verificationCodes', 'verificationCode', (code) =>
            takeText(code, 'Each of verificationCodes', 'verificationCode'))
        return withJob(given, Math.min(verificationCodes.length, mostCodes), (job) => raw.createEach({
            ...job, verificationCodes, onResult: (result) => {
                try {
                    onResult(createResultOf(result))
                } catch (error) {
                    thrown.push(error)
                }
            },
        }))
    })
    if (thrown.length > 0) throw thrown[0]
    return all
}

/** What signs, as the core takes it; password and random octets are wiped when `use` is done. */
function withJob<T>(given: Omit<CreateInput, 'verificationCode'>, codes: number, use: (job: Job) => T): T {
    const plain = {
        service: takeService(given.service),
        codeOrigin: takeOrigin(given.codeOrigin, 'codeOrigin', 'verificationCode'),
        codesConfirmed: takeFlag(given.codesConfirmed, 'codesConfirmed', 'verificationCode'),
        caCertificate: takeOptionalOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
        caOrigin: takeOrigin(given.caOrigin, 'caOrigin', 'caCertificate'),
        caSha1: takeThumbprint(given.caSha1, 'caSha1', 'caCertificate'),
        privateKey: takeOctets(given.privateKey, 'privateKey', 'privateKey'),
        now: takeSeconds(given.now, 'now', 'now') ?? clock(),
        notBefore: takeSeconds(given.notBefore, 'notBefore', 'validity'),
        notAfter: takeSeconds(given.notAfter, 'notAfter', 'validity'),
        allowLongValidity: takeFlag(given.allowLongValidity, 'allowLongValidity', 'validity'),
        subjectKey: takeSubjectKey(given.subjectKey),
        random: randomness(codes),
    }
    try {
        return withPassword(given.password, (password) => use({ ...plain, ...password }))
    } finally {
        plain.random.fill(0)  // the seeds of the fresh keys
    }
}

/** A source that fails gives nothing, and then the core refuses to sign; it also looks for one that repeats itself. */
export function randomness(codes: number): Bytes {
    const octets = new Uint8Array(codes * randomOctets)
    try {
        for (let at = 0; at < octets.length; at += randomOctets) {  // one call takes 65,536 octets at most
            globalThis.crypto.getRandomValues(octets.subarray(at, at + randomOctets))
        }
        return octets
    } catch {
        return new Uint8Array(0)
    }
}

export function takeSubjectKey(value: CreateInput['subjectKey']): CreateInput['subjectKey'] {
    if (isAbsent(value)) return undefined
    if (typeof value === 'string') return takeOneOf(value, ['P-256', 'RSA-2048'] as const, 'subjectKey', 'subjectKey')
    return takeOctets(value, 'subjectKey', 'subjectKey')
}

function createResultOf(result: Plain<CreateResult>): CreateResult {
    return result.ok ? { ...result, value: dated(result.value) } : result
}
