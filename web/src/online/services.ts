import type { AccessActions } from './access'
import { Certificates } from './azure/certificates'
import { CloudError } from './azure/error'
import { ManagementHttp } from './azure/http'
import type { CloudCertificate, Service } from './azure/model'
import { Pickers } from './azure/pickers'
import type { AccessToken } from './azure/token'
import { Run } from './run/run'
import type { RunState } from './run/state'
import { chosenCa, type Message, type Store } from './state'

/** Lists of so many subscriptions are read at once; with more a person chooses. */
const mostSubscriptionsAtOnce = 20

const notChosen: Message = { message: 'No service is selected.', hint: 'Select those that shall get your CA.' }
const noCa: Message = { message: 'No CA certificate was chosen.', hint: 'Choose it in step 2.' }

interface Connected {
    readonly pickers: Pickers
    readonly certificates: Certificates
    readonly run: Run
}

/** What is listed, selected and run. The cloud's state is in the Run; this puts it into the page's. */
export class ServiceActions {
    readonly #store: Store
    readonly #access: AccessActions
    #cloud: Connected | null = null
    #listing: AbortController | null = null

    constructor(store: Store, access: AccessActions) {
        this.#store = store
        this.#access = access
        store.subscribe((state, before) => {
            if (state.access.status !== before.access.status) {
                if (state.access.status === 'given') void this.list()
                if (before.access.status === 'given') this.#forget()
            }
            if (chosenCa(state) !== chosenCa(before)) this.#caChanged()
        })
    }

    /** Made with the first token, for the one cloud that the policy lets through. */
    #connected(): Connected | null {
        const { cloud } = this.#store.state
        if (this.#cloud !== null || cloud === null) return this.#cloud
        const { apiVersions } = this.#access.config
        const http = new ManagementHttp(cloud.managementEndpoint, (): AccessToken => {
            const { session } = this.#access
            if (session === null) throw forgotten()
            return session.token()
        })
        const certificates = new Certificates(http, apiVersions)
        const run = new Run({
            certificates,
            onChange: (state) => this.#show(state),
            renewToken: async (error) => await this.#access.session?.renewToken(error) ?? false,
            tokenLasts: () => this.#access.session?.tokenLasts() ?? true,
        })
        this.#cloud = { pickers: new Pickers(http, apiVersions), certificates, run }
        run.setCa(chosenCa(this.#store.state))
        return this.#cloud
    }

    /** Subscriptions, and what is in them. */
    async list(): Promise<void> {
        await this.#reading(async (signal) => {
            const subscriptions = await this.#connected()?.pickers.subscriptions({ signal }) ?? []
            const { subscription } = this.#store.state
            const stays = subscriptions.some(({ id }) => id === subscription)
            const first = subscriptions.length <= mostSubscriptionsAtOnce && subscriptions.length !== 1 ? '' : subscriptions[0]?.id ?? ''
            this.#store.update({ subscriptions, subscription: stays ? subscription : first })
            await this.#listServices(signal)
        })
    }

    async chooseSubscription(subscription: string): Promise<void> {
        this.#store.update({ subscription })
        await this.#reading((signal) => this.#listServices(signal))
    }

    async #listServices(signal: AbortSignal): Promise<void> {
        const cloud = this.#connected()
        const { subscriptions, subscription } = this.#store.state
        if (cloud === null || subscriptions === null) return
        const ids = subscription === '' ? subscriptions.map(({ id }) => id) : [subscription]
        const services: Service[] = []
        // What can be read is shown, also where one subscription refuses.
        const failed: unknown[] = []
        await Promise.all(ids.map((id) => cloud.pickers.services(id, ['DPS', 'IoTHub'], { signal })
            .then((found) => services.push(...found), (error) => failed.push(error))))
        signal.throwIfAborted()
        services.sort((one, other) => one.name.localeCompare(other.name, 'en'))
        cloud.run.setServices(services)
        const there = new Set(services.map(({ id }) => id))
        this.#store.update({ selected: new Set([...this.#store.state.selected].filter((id) => there.has(id))) })
        void cloud.run.look()
        if (failed.length !== 0) throw failed[0]
    }

    async #reading(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
        this.#listing?.abort()
        const controller = new AbortController()
        this.#listing = controller
        this.#store.update({ listing: true, listError: null })
        let listError: Message | null = null
        try {
            await work(controller.signal)
        } catch (error) {
            listError = error instanceof CloudError ? error : { message: 'The list could not be read.', hint: 'Press “Read again”.' }
        }
        if (this.#listing !== controller) return  // another list is being read instead
        this.#listing = null
        this.#store.update({ listing: false, listError })
    }

    #show({ rows, running }: RunState): void {
        this.#store.update({ rows, running })
    }

    #caChanged(): void {
        const cloud = this.#connected()
        if (cloud === null) return
        cloud.run.setCa(chosenCa(this.#store.state))
        void cloud.run.look(this.#store.state.rows.filter(({ entries }) => entries === null).map(({ service }) => service.id))
    }

    async run(): Promise<void> {
        const { rows, selected, running } = this.#store.state
        if (running) return
        const ids = rows.map(({ service }) => service.id).filter((id) => selected.has(id))
        const runError = chosenCa(this.#store.state) === null ? noCa : ids.length === 0 ? notChosen : null
        this.#store.update({ runError, started: new Set(ids) })
        if (runError === null) await this.#cloud?.run.prove(ids)
    }

    cancel(): void {
        const under = this.#store.state.rows.filter(({ step }) => step !== null && step !== 'signing')
        this.#cloud?.run.cancel(under.map(({ service }) => service.id))
        this.#access.declineRenewal()
    }

    async retry(id: string): Promise<void> {
        await this.#cloud?.run.retry(id)
    }

    async upload(id: string, verified: boolean): Promise<void> {
        await this.#cloud?.run.upload(id, { verified })
    }

    async generateCode(id: string): Promise<void> {
        await this.#cloud?.run.generateCode(id)
    }

    async remove(id: string, entry: CloudCertificate): Promise<void> {
        await this.#cloud?.run.remove(id, entry)
    }

    setName(id: string, name: string): boolean {
        return this.#cloud?.run.setName(id, name) ?? false
    }

    async handIn(id: string, der: Uint8Array): Promise<void> {
        await this.#cloud?.run.handIn(id, der)
    }

    async handInAll(certificates: readonly (readonly [id: string, der: Uint8Array])[]): Promise<void> {
        await Promise.all(certificates.map(([id, der]) => this.handIn(id, der)))
    }

    /** For the chain check, which needs no CA of one's own. */
    async entriesOf(id: string): Promise<readonly CloudCertificate[]> {
        const row = this.#store.state.rows.find(({ service }) => service.id === id)
        if (row === undefined) return []
        return row.entries ?? await this.#cloud?.certificates.list(row.service) ?? []
    }

    /** Everything that came with the token goes with it. */
    #forget(): void {
        this.#listing?.abort()
        this.#cloud?.run.cancel()
        this.#cloud?.run.setServices([])
        this.#cloud = null
        this.#store.update({ subscriptions: null, subscription: '', rows: [], selected: new Set(), opened: new Set(), listError: null, started: new Set() })
    }
}

function forgotten(): CloudError {
    return new CloudError({ code: 'UNAUTHORIZED', message: 'There is no token any more.', hint: 'Sign in, or paste one.' })
}
