import createPopcertCore, { type Plain, type PopcertCore } from '../../../wasm/popcert-core'
import type { Core } from './api'
import {
    isAbsent, Refused, takeObject, takeOctets, takeOneOf, takeOptionalOctets, takeSeconds, takeText, takeTexts, withPassword,
} from './arguments'
import type {
    Bytes, Checked, CreateAllInput, CreateAllResult, CreateInput, CreateResult, Inspected, Item, Result,
} from './protocol'
import { refusals, refused } from './refusal'

/** kRandomOctets of core/issue/create.h. */
const randomOctets = 128
/** kMaxCodes of core/issue/create.h; more are refused there. */
const mostCodes = 1000

type Job = Omit<Parameters<PopcertCore['createVerificationCertificate']>[0], 'verificationCode'>

/** The core behind plain arguments and results. */
export class LoadedCore implements Core {
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
        return this.#run('inspect', (core) => {
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
        return this.#run('check', (core) => {
            const given = takeObject(input, 'check')
            if (!Array.isArray(given.keys)) {
                throw new Refused(refusals.invalidArgument('privateKey', 'keys must be an array of Uint8Array.',
                    'Pass the spki of each private key that inspect found, or an empty array.'))
            }
            const checked = core.check({
                verificationCode: takeText(given.verificationCode, 'verificationCode', 'verificationCode'),
                caCertificate: takeOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
                keys: given.keys.map((key) => takeOctets(key, 'Each of keys', 'privateKey')),
                now: takeSeconds(given.now, 'now', 'now') ?? clock(),
                notBefore: takeSeconds(given.notBefore, 'notBefore', 'validity'),
                notAfter: takeSeconds(given.notAfter, 'notAfter', 'validity'),
            })
            return { ...checked, notBefore: dateOrNull(checked.notBefore), notAfter: dateOrNull(checked.notAfter) }
        })
    }

    createVerificationCertificate(input: CreateInput): CreateResult {
        return this.#run('createVerificationCertificate', (core) => {
            const given = takeObject(input, 'createVerificationCertificate')
            const verificationCode = takeText(given.verificationCode, 'verificationCode', 'verificationCode')
            return withJob(given, 1, (job) => createResultOf(core.createVerificationCertificate({ ...job, verificationCode })))
        })
    }

    createVerificationCertificates(input: CreateAllInput): CreateAllResult {
        return this.#run('createVerificationCertificates', (core) => {
            const given = takeObject(input, 'createVerificationCertificates')
            const verificationCodes = takeTexts(given.verificationCodes, 'verificationCodes', 'verificationCode')
            return withJob(given, Math.min(verificationCodes.length, mostCodes), (job) => {
                const all = core.createVerificationCertificates({ ...job, verificationCodes })
                return all.ok ? { ...all, value: { results: all.value.results.map(createResultOf) } } : all
            })
        })
    }

    /** Arguments that do not fit and a core that traps become results; a core that trapped is never used again. */
    #run<K extends keyof typeof refused>(call: K, job: (core: PopcertCore) => ReturnType<(typeof refused)[K]>) {
        const refuse = refused[call] as (error: ReturnType<typeof refusals.coreCrashed>) => ReturnType<(typeof refused)[K]>
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
        caCertificate: takeOptionalOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
        privateKey: takeOctets(given.privateKey, 'privateKey', 'privateKey'),
        now: takeSeconds(given.now, 'now', 'now') ?? clock(),
        notBefore: takeSeconds(given.notBefore, 'notBefore', 'validity'),
        notAfter: takeSeconds(given.notAfter, 'notAfter', 'validity'),
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

function clock(): number {
    return Math.floor(Date.now() / 1000)
}

function date(seconds: number): Date {
    return new Date(seconds * 1000)
}

function dateOrNull(seconds: number | null): Date | null {
    return seconds === null ? null : date(seconds)
}

function itemOf(item: Plain<Item>): Item {
    return item.kind === 'certificate' ? { ...item, notBefore: date(item.notBefore), notAfter: date(item.notAfter) } : item
}

function createResultOf(result: Plain<CreateResult>): CreateResult {
    if (!result.ok) return result
    const { value } = result
    return { ...result, value: { ...value, notBefore: date(value.notBefore), notAfter: date(value.notAfter) } }
}
