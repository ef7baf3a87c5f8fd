import type { CoreClient, Job } from '../core/client'
import { readRequests } from './calls/read-requests'
import { octetsOf } from '../core/octets'
import type { ServiceId } from '../core/protocol'
import type { SigningRequest } from '../frame/protocol'
import { serviceIds } from '../core/service-ids'
import { text } from '../texts/catalogue'
import type { Checking } from './checking'
import type { Files } from './files'
import type { Chosen, Entry, RequestList, Store } from './state'

/** Many codes at once, from the page around this frame or from a request file. */
export class RequestLists {
    readonly #store: Store
    readonly #core: CoreClient
    readonly #checking: Checking
    readonly #files: Files
    #reading: Job<unknown> | null = null

    constructor(store: Store, core: CoreClient, checking: Checking, files: Files) {
        this.#store = store
        this.#core = core
        this.#checking = checking
        this.#files = files
    }

    /** Whether the page's list is another one than what is there. */
    wouldChange(requests: readonly SigningRequest[], service?: ServiceId): boolean {
        const { requests: before } = this.#store.state
        const entries = requests.map(entryOf)
        return before?.from === 'page' ? !same(before.entries, entries) || before.service !== (service ?? null) : entries.length !== 0
    }

    /** True if that changed anything. */
    takeFromPage(requests: readonly SigningRequest[], name: string, service?: ServiceId): boolean {
        const { requests: before, stale } = this.#store.state
        if (!this.wouldChange(requests, service)) return false
        const entries = requests.map(entryOf)
        const isPartOf = (some: readonly Entry[], others: readonly Entry[]) => {
            const known = new Set(others.map((entry) => JSON.stringify(entry)))
            return some.every((entry) => known.has(JSON.stringify(entry)))
        }
        const known = before?.from === 'page' ? before.entries : []
        // Codes that arrive one after the other are no change of what somebody has looked at, before the key is there; those that
        // go since they are done never are.
        const isGrowing = this.#store.state.key.status === 'empty' && isPartOf(known, entries)
        const replaced = before?.from === 'page' && (before.replaced || !(isGrowing || isPartOf(entries, known)))
        this.#set(entries.length === 0 ? null : { from: 'page', name, entries, service: service ?? null, ca: null, replaced })
        // A page that takes codes away, since it has their certificates, changes nothing about these.
        if (isPartOf(entries, before?.entries ?? [])) this.#store.update({ stale })
        return true
    }

    async open({ source, name }: Chosen): Promise<void> {
        this.#reading?.cancel()
        const job = this.#core.call(readRequests, { octets: source })
        this.#reading = job
        const read = await job.result
        if (this.#reading !== job) return
        this.#reading = null
        if (!read.ok) {
            // It may have been a key that was chosen by mistake.
            if (this.#store.state.key.status === 'empty') this.#core.endKey()
            return this.#checking.change({ requestsError: read.error })
        }
        const { requests, service, ca = null } = read.value
        this.#set({ from: 'file', name, entries: requests, service: serviceIds.find((id) => id === service) ?? null, ca, replaced: false })
        if (ca?.certificate === undefined || !this.#caIsFree()) return
        await this.#files.load('ca', { source: octetsOf(ca.certificate), name: text('ca.from.file') }, 'file')
    }

    /** One code, in the field for it, or some that came together, as a list. */
    takeCodes(codes: readonly string[], name: string): void {
        if (this.#store.state.requests?.from === 'page') return  // what it wants signed stays
        const [only = ''] = codes
        const entries = codes.map((verificationCode, index) => ({ id: String(index + 1), verificationCode }))
        this.#set(codes.length < 2 ? null : { from: 'file', name, entries, service: null, ca: null, replaced: false })
        this.#checking.change({ code: codes.length === 1 ? only : '', isTyping: false })
    }

    /** Back to a code that is typed. */
    remove(): void {
        this.#set(null)
    }

    forget(): void {
        this.#reading?.cancel()
        this.#reading = null
    }

    #set(requests: RequestList | null): void {
        this.forget()
        if (this.#store.state.caFrom === 'file') this.#files.remove('ca')
        this.#checking.change({ requests, requestsError: null })
    }

    #caIsFree(): boolean {
        return this.#store.state.ca.status === 'empty'
    }
}

function entryOf({ id, verificationCode, label }: SigningRequest): Entry {
    return { id, verificationCode, service: label }
}

function same(some: readonly Entry[], others: readonly Entry[]): boolean {
    return JSON.stringify(some) === JSON.stringify(others)
}
