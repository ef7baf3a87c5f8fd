import type { Access } from './access'
import { CloudError } from './cloud/error'
import type { Service } from './cloud/model'
import type { Run } from './run/run'
import { isAtWork } from './run/state'
import { chosenCa, type Message, type State, type Store } from './state'

/** Lists of so many subscriptions are read at once; with more a person chooses. */
const mostSubscriptionsAtOnce = 20

const notChosen: Message = { message: 'No service is selected.', hint: 'Select those that shall get your CA.' }
const noCa: Message = { message: 'No CA certificate was chosen.', hint: 'Choose it in step 2.' }

/** Which services there are, and which of them a person means. */
export class Services {
    readonly #store: Store
    readonly #access: Access
    readonly #run: Run
    #listing: AbortController | null = null

    constructor(store: Store, access: Access, run: Run) {
        this.#store = store
        this.#access = access
        this.#run = run
    }

    /** Subscriptions, and what is in them. */
    async list(): Promise<void> {
        await this.#reading(async (signal) => {
            const subscriptions = await this.#access.provider.catalogue.subscriptions({ signal })
            signal.throwIfAborted()
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
        const { subscriptions, subscription } = this.#store.state
        if (subscriptions === null) return
        const ids = subscription === '' ? subscriptions.map(({ id }) => id) : [subscription]
        const services: Service[] = []
        // What can be read is shown, also where one subscription refuses.
        const failed: unknown[] = []
        await Promise.all(ids.map((id) => this.#access.provider.catalogue.services(id, { signal })
            .then((found) => services.push(...found), (error) => failed.push(error))))
        signal.throwIfAborted()
        services.sort((one, other) => one.name.localeCompare(other.name, 'en'))
        this.#run.setServices(services)
        const there = new Set(services.map(({ id }) => id))
        this.#store.update({ selected: new Set([...this.#store.state.selected].filter((id) => there.has(id))) })
        void this.#run.look()
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
            if (error instanceof CloudError && this.#listing === controller) this.#access.refused(error)
            listError = error instanceof CloudError ? error : { message: 'The list could not be read.', hint: 'Press “Read again”.' }
        }
        if (this.#listing !== controller) return  // another list is being read instead, or none is wanted
        this.#listing = null
        this.#store.update({ listing: false, listError })
    }

    filterBy(filter: Partial<Pick<State, 'filterText' | 'filterKind'>>): void {
        this.#store.update(filter)
    }

    select(ids: readonly string[], on: boolean): void {
        const selected = new Set(this.#store.state.selected)
        for (const id of ids) {
            if (on) selected.add(id)
            else selected.delete(id)
        }
        this.#store.update({ selected })
    }

    toggleDetails(id: string): void {
        const opened = new Set(this.#store.state.opened)
        if (!opened.delete(id)) opened.add(id)
        this.#store.update({ opened })
    }

    /** Everything for those that are selected, up to their codes. */
    async proveSelected(): Promise<void> {
        const { rows, selected } = this.#store.state
        if (rows.some(isAtWork)) return
        const ids = rows.map(({ service }) => service.id).filter((id) => selected.has(id))
        const runError = chosenCa(this.#store.state) === null ? noCa : ids.length === 0 ? notChosen : null
        this.#store.update({ runError, started: new Set(ids) })
        if (runError === null) await this.#run.prove(ids)
    }

    cancelAll(): void {
        this.#run.cancel(this.#store.state.rows.filter(isAtWork).map(({ service }) => service.id))
        this.#access.declineRenewal()
    }

    /** Everything that came with the token goes with it. */
    forget(): void {
        this.#listing?.abort()
        this.#listing = null
        this.#run.setServices([])
        this.#store.update({
            subscriptions: null, subscription: '', listing: false, listError: null, selected: new Set(), opened: new Set(), started: new Set(),
        })
    }
}
