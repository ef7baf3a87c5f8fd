import createPopcertCore, { type Plain, type PopcertCore } from '../../../wasm/popcert-core'
import type { Core } from './api'
import {
    isAbsent, Refused, takeFlag, takeList, takeObject, takeOctets, takeOneOf, takeOptionalOctets, takeOrigin, takeSeconds, takeText,
    withPassword,
} from './arguments'
import type {
    Bytes, Checked, CoreError, CreateAllInput, CreateAllResult, CreateEachResult, CreateInput, CreateResult, Inspected, Item, Result,
} from './protocol'
import { refusals, refused } from './refusal'

/** kRandomOctets of core/issue/create.h. */
const randomOctets = 128
/** kMaxCodes of core/issue/create.h; more are refused there. */
const mostCodes = 1000

type Job = Omit<Parameters<PopcertCore['createVerificationCertificate']>[0], 'verificationCode'>

/** Runs a job of another module in the core: see `#run`. */
export let runIn: <T>(core: LoadedCore, refuse: (error: CoreError) => T, job: (core: PopcertCore) => T) => T

/** The core behind plain arguments and results; what the signer does not need is in chain.ts. */
export class LoadedCore implements Omit<Core, 'checkChain'> {
    static {
        runIn = (core, refuse, job) => core.#run(refuse, job)
    }

    readonly version: string
    readonly #wasmBinary: Bytes
    readonly #instances: PopcertCore[]

    private constructor(wasmBinary: Bytes, first: PopcertCore) {
        this.version = first.version()
        this.#wasmBinary = wasmBinary
        this.#instances = [first]
    }

    /** spare: a second instance stands by, so that a call right after a crash still finds a clean one. */
    static async load(wasmBinary: Bytes, options: { readonly spare: boolean }): Promise<LoadedCore> {
        const core = new LoadedCore(wasmBinary, await newInstance(wasmBinary))
        if (options.spare) core.#addInstance()
        return core
    }

    inspect(octets: Bytes, options: Parameters<Core['inspect']>[1] = {}): Result<Inspected> {
        return this.#run(refused.inspect, (core) => {
            const given = takeObject(options, 'The second argument of inspect')
            const input = {
                octets: takeOctets(octets, 'octets', null),
                wanted: isAbsent(given.wanted) ? undefined
                    : takeOneOf(given.wanted, ['privateKey', 'caCertificate'], 'wanted', null),
            }
            const result = withPassword(given.password, (password) => core.inspect({ ...input, password }))
            return result.ok ? { ok: true, value: { items: result.value.items.map(itemOf) } } : result
        })
    }

    check(input: Parameters<Core['check']>[0]): Checked {
        return this.#run(refused.check, (core) => {
            const given = takeObject(input, 'check')
            const checked = core.check({
                verificationCode: takeText(given.verificationCode, 'verificationCode', 'verificationCode'),
                codeOrigin: takeOrigin(given.codeOrigin, 'codeOrigin', 'verificationCode'),
                caCertificate: takeOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
                caOrigin: takeOrigin(given.caOrigin, 'caOrigin', 'caCertificate'),
                keyFileCertificates: takeOptionalOctets(given.keyFileCertificates, 'keyFileCertificates', 'privateKey'),
                keys: takeList(given.keys, 'keys', 'privateKey', (key) => takeOctets(key, 'Each of keys', 'privateKey')),
                now: takeSeconds(given.now, 'now', 'now') ?? clock(),
                notBefore: takeSeconds(given.notBefore, 'notBefore', 'validity'),
                notAfter: takeSeconds(given.notAfter, 'notAfter', 'validity'),
                allowLongValidity: takeFlag(given.allowLongValidity, 'allowLongValidity', 'validity'),
            })
            return { ...checked, notBefore: dateOrNull(checked.notBefore), notAfter: dateOrNull(checked.notAfter) }
        })
    }

    createVerificationCertificate(input: CreateInput): CreateResult {
        return this.#run(refused.createVerificationCertificate, (core) => {
            const given = takeObject(input, 'createVerificationCertificate')
            const verificationCode = takeText(given.verificationCode, 'verificationCode', 'verificationCode')
            return withJob(given, 1, (job) => createResultOf(core.createVerificationCertificate({ ...job, verificationCode })))
        })
    }

    createVerificationCertificates(input: CreateAllInput): CreateAllResult {
        const results: CreateResult[] = []
        const all = this.createEach(input, (result) => { results.push(result) })
        return all.ok ? { ...all, value: { results } } : all
    }

    /**
     * The same with each result given to `onResult` as soon as it is there, in the order of the codes; none where the result of
     * the call is an error. What `onResult` throws stops nothing, and is thrown when the call is over.
     */
    createEach(input: CreateAllInput, onResult: (result: CreateResult) => void): CreateEachResult {
        const thrown: unknown[] = []
        const all = this.#run(refused.createVerificationCertificates, (core) => {
            const given = takeObject(input, 'createVerificationCertificates')
            const verificationCodes = takeList(given.verificationCodes, 'verificationCodes', 'verificationCode', (code) =>
                takeText(code, 'Each of verificationCodes', 'verificationCode'))
            return withJob(given, Math.min(verificationCodes.length, mostCodes), (job) => core.createEach({
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

    /** Whether a person sees every character of the text, and no blank but the ordinary one is in it. */
    isVisibleText(text: string): boolean {
        return this.#run(() => false, (core) => core.isVisibleText(takeText(text, 'text', 'verificationCode')))
    }

    /** Arguments that do not fit and a core that traps become results; a core that trapped is never used again. */
    #run<T>(refuse: (error: CoreError) => T, job: (core: PopcertCore) => T): T {
        const core = this.#instances[0]
        if (core === undefined) return refuse(refusals.coreCrashed())
        try {
            return job(core)
        } catch (error) {
            if (error instanceof Refused) return refuse(error.error)
            this.#instances.shift()
            this.#addInstance()
            return refuse(isOutOfMemory(error) ? refusals.outOfMemory() : refusals.coreCrashed())
        }
    }

    #addInstance(): void {
        newInstance(this.#wasmBinary).then((instance) => this.#instances.push(instance), () => {})  // without one, calls say CORE_CRASHED
    }
}

function newInstance(wasmBinary: Bytes): Promise<PopcertCore> {
    return createPopcertCore({ wasmBinary, locateFile: (file) => file })
}

/** What signs, as the core takes it; password and random octets are wiped when `use` is done. */
function withJob<T>(given: Omit<CreateInput, 'verificationCode'>, codes: number, use: (job: Job) => T): T {
    const plain = {
        codeOrigin: takeOrigin(given.codeOrigin, 'codeOrigin', 'verificationCode'),
        codesConfirmed: takeFlag(given.codesConfirmed, 'codesConfirmed', 'verificationCode'),
        caCertificate: takeOptionalOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
        caOrigin: takeOrigin(given.caOrigin, 'caOrigin', 'caCertificate'),
        privateKey: takeOctets(given.privateKey, 'privateKey', 'privateKey'),
        now: takeSeconds(given.now, 'now', 'now') ?? clock(),
        notBefore: takeSeconds(given.notBefore, 'notBefore', 'validity'),
        notAfter: takeSeconds(given.notAfter, 'notAfter', 'validity'),
        allowLongValidity: takeFlag(given.allowLongValidity, 'allowLongValidity', 'validity'),
        subjectKey: takeSubjectKey(given.subjectKey),
        random: randomness(codes),
    }
    try {
        return withPassword(given.password, (password) => use({ ...plain, password }))
    } finally {
        plain.random.fill(0)  // the seeds of the fresh keys
    }
}

/** A source that fails gives nothing, and then the core refuses to sign; it also looks for one that repeats itself. */
function randomness(codes: number): Bytes {
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

function takeSubjectKey(value: CreateInput['subjectKey']): CreateInput['subjectKey'] {
    if (isAbsent(value)) return undefined
    if (typeof value === 'string') return takeOneOf(value, ['P-256', 'RSA-2048'] as const, 'subjectKey', 'subjectKey')
    return takeOctets(value, 'subjectKey', 'subjectKey')
}

function isOutOfMemory(error: unknown): boolean {
    return error instanceof RangeError && /alloc|memory/i.test(error.message)
}

export function clock(): number {
    return Math.floor(Date.now() / 1000)
}

function date(seconds: number): Date {
    return new Date(seconds * 1000)
}

function dateOrNull(seconds: number | null): Date | null {
    return seconds === null ? null : date(seconds)
}

/** Seconds become dates. */
export function dated<T extends { readonly notBefore: number; readonly notAfter: number }>(value: T) {
    return { ...value, notBefore: date(value.notBefore), notAfter: date(value.notAfter) }
}

function itemOf(item: Plain<Item>): Item {
    return item.kind === 'certificate' ? dated(item) : item
}

function createResultOf(result: Plain<CreateResult>): CreateResult {
    return result.ok ? { ...result, value: dated(result.value) } : result
}
