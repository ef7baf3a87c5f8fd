import type { CoreClient } from '../core/client'
import type { CoreError } from '../core/protocol'
import { maxInputOctets } from '../core/limits'
import { download } from '../page/hand-out'
import { decodeRequestFile, decodeResponseFile } from '../requests/decode'
import { derOfSigned } from './certificates'
import { matchRequest, matchResponse, requestFileOf, type ReadCertificate } from './run/offline'
import { suggestedName } from './run/names'
import type { Run } from './run/run'
import type { LocalCa, ServiceRow } from './run/state'
import { chosenCa, requestsOf, type Message, type Store } from './state'
import { problem, said, type Said } from './texts/say'

const nothingToSign: Message = problem('files.none')
const noCa: Message = problem('files.which.ca')
const noServices: Message = problem('files.no.services')

/** Codes to a signer on another computer, and certificates back. */
export class RequestFiles {
    readonly #store: Store
    readonly #run: Run
    readonly #isCode: (text: string) => boolean

    readonly #read: ReadCertificate

    constructor(store: Store, core: CoreClient, run: Run, isCode: (text: string) => boolean) {
        this.#store = store
        this.#read = (pem) => derOfSigned(core, pem)
        this.#isCode = isCode
        this.#run = run
    }

    save(): void {
        const ca = chosenCa(this.#store.state)
        const text = ca === null ? null : requestFileOf(this.#store.state.rows, ca)
        if (text === null) return this.#say(nothingToSign)
        download(`popcert-request-${suggestedName(ca?.subjectShort ?? '')}-${new Date().toISOString().slice(0, 10)}.json`, 'application/json', text)
        const saved = requestsOf(this.#store.state).map(({ verificationCode }) => verificationCode)
        this.#store.update({ savedCodes: new Set([...this.#store.state.savedCodes, ...saved]) })
        this.#say(null, said('files.saved'))
    }

    /** Each certificate goes to its service; what fits none is named. */
    async take(file: File): Promise<void> {
        const ca = chosenCa(this.#store.state)
        if (this.#store.state.rows.length === 0) return this.#say(noServices)
        if (ca === null) return this.#say(noCa)
        if (file.size > maxInputOctets) return this.#say(problem('files.large'))
        const octets = await file.arrayBuffer().catch(() => null)
        if (octets === null) return this.#say(problem('files.unreadable'))
        const decoded = decodeResponseFile(new Uint8Array(octets))
        if (!decoded.ok && decoded.error.code === 'FILE_IS_REQUEST') return this.#resume(new Uint8Array(octets), ca)
        if (!decoded.ok) return this.#say(aboutFile(decoded.error))
        const matches = await matchResponse(decoded.value, this.#store.state.rows, ca, this.#read)
        const fitting = matches.filter(({ id }) => id !== null)
        const left = problemOf(matches)
        if (fitting.length === 0) return this.#say(left)
        this.#say(left, said('files.handing', { done: fitting.length, certificates: said('certificates', { count: matches.length }) }))
        await Promise.all(fitting.map(({ id, der }) => this.#run.handIn(id ?? '', der)))
        this.#say(left, outcomeOf(fitting.map(({ id }) => this.#store.state.rows.find(({ service }) => service.id === id)), matches.length))
    }

    /** Its own request file: the codes in it wait for a signature again. */
    async #resume(octets: Uint8Array<ArrayBuffer>, ca: LocalCa): Promise<void> {
        const decoded = decodeRequestFile(octets)
        if (!decoded.ok) return this.#say(aboutFile(decoded.error))
        await this.#run.look(this.#store.state.rows.filter(({ entries }) => entries === null).map(({ service }) => service.id))
        const matches = matchRequest(decoded.value, this.#store.state.rows, ca, this.#isCode)
        const fitting = matches.filter(({ problem }) => problem === null)
        for (const { id, code } of fitting) if (id !== null) this.#run.adopt(id, code)
        this.#store.update({ savedCodes: new Set([...this.#store.state.savedCodes, ...fitting.map(({ code }) => code)]), question: null })
        this.#say(problemOf(matches), fitting.length === 0 ? null
            : said('files.resumed', { count: fitting.length, codes: said('codes.held', { count: matches.length }) }))
    }

    #say(responseError: Message | null, responseNote: Said | null = null): void {
        this.#store.update({ responseError, responseNote })
    }
}

/** The core says the same codes of keys and certificates, in other words. */
function aboutFile(error: CoreError): Message {
    return { ...error, text: `file.${error.code}` }
}

/** What became of them; a row that went meanwhile was not verified here. */
function outcomeOf(rows: readonly (ServiceRow | undefined)[], all: number): Said {
    const refused = rows.filter((row) => row?.entry?.isVerified !== true)
    const sum = { done: rows.length - refused.length, count: all }
    const names = refused.flatMap((row) => row?.service.name ?? [])
    return names.length === 0 ? said('files.verified', sum) : said('files.refused', { ...sum, names: names.join(', ') })
}

/** The first in full; of the others that they are there. */
function problemOf(matches: readonly { readonly problem: Message | null }[]): Message | null {
    const problems = matches.map(({ problem }) => problem).filter((problem) => problem !== null)
    const [first] = problems
    if (first === undefined || problems.length === 1) return first ?? null
    const { message, said } = problem('files.some', { count: problems.length, all: matches.length, first })
    return { message, hint: first.hint, said: { message: said.message, hint: first } }
}
