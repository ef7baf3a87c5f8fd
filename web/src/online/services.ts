import type { Access } from './access'
import type { Ca } from './ca'
import { CloudError } from './cloud/error'
import { isActive, type Service } from './cloud/model'
import type { Run } from './run/run'
import { hasFailed, needsWork, planOf, type Plan } from './run/plan'
import { isAtWork, type ServiceRow } from './run/state'
import type { ConfirmedEntry } from './run/steps'
import { caProblem, chosenCa, type Message, type State, type Store } from './state'
import { problem } from './texts/say'

/** Lists of so many subscriptions are read at once; with more a person chooses. */
const mostSubscriptionsAtOnce = 20

const notChosen: Message = problem('no.service')
const noCa: Message = problem('no.ca')

/** Which services there are, and which of them a person means. */
export class Services {
    readonly #store: Store
    readonly #access: Access
    readonly #run: Run
    readonly #ca: Ca
    #isSelectedByHand = false
    #listing: AbortController | null = null

    constructor(store: Store, access: Access, run: Run, ca: Ca) {
        this.#store = store
        this.#access = access
        this.#run = run
        this.#ca = ca
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
        void this.#run.look().then(() => this.preselect())
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
            listError = error instanceof CloudError ? error : problem('no.list')
        }
        if (this.#listing !== controller) return  // another list is being read instead, or none is wanted
        this.#listing = null
        this.#store.update({ listing: false, listError })
    }

    filterBy(filter: Partial<Pick<State, 'filterText' | 'filterKind'>>): void {
        this.#store.update(filter)
    }

    select(ids: readonly string[], on: boolean): void {
        this.#isSelectedByHand = true
        const selected = new Set(this.#store.state.selected)
        for (const id of ids) {
            if (on) selected.add(id)
            else selected.delete(id)
        }
        this.#store.update({ selected, question: null })
    }

    toggleDetails(id: string): void {
        const opened = new Set(this.#store.state.opened)
        if (!opened.delete(id)) opened.add(id)
        this.#store.update({ opened })
    }

    /** What needs work, for a person who has selected nothing so far and is asked nothing: once the CA and all services have been read. */
    preselect(): void {
        const { state } = this.#store
        if (this.#isSelectedByHand || chosenCa(state) === null || state.question !== null) return
        const work = caProblem(state) === null ? state.rows.filter((row) => needsWork(row) && isActive(row.service)) : []
        this.#store.update({ selected: new Set(work.map(({ service }) => service.id)) })
    }

    /** All of these that something is left to do for. */
    selectWork(ids: readonly string[]): void {
        const among = new Set(ids)
        this.select(this.#store.state.rows.filter((row) => among.has(row.service.id) && needsWork(row)).map(({ service }) => service.id), true)
    }

    openDetails(id: string): void {
        this.#store.update({ opened: new Set([...this.#store.state.opened, id]) })
    }

    /** null: where that is, is not known. */
    portalAddress(service: Service): string | null {
        const { access } = this.#store.state
        return access.status !== 'given' ? null : this.#access.provider.portalAddress(service, access.facts.tenant)
    }

    setExpiryDays(expiryDays: number): void {
        this.#store.update({ expiryDays })
    }

    /**
     * Everything for those that are selected, up to their codes. Nothing is sent for a CA that the core fails; and where an entry is
     * in use already, a person is asked first.
     */
    async proveSelected(): Promise<void> {
        if (this.#store.state.rows.some(isAtWork)) return
        this.#store.update({ question: null })
        if (await this.#isReady()) {
            const plan = planOf(this.#selected())
            if (plan.recoded.length !== 0 || plan.occupied.length !== 0) this.#store.update({ question: plan })
            else await this.#go(plan, [...plan.verified, ...plan.ready])
        }
    }

    /** The answer to `question`: what of it may happen. The rest of the plan goes on. */
    async answer({ recode, replace }: { readonly recode: boolean; readonly replace: boolean }): Promise<void> {
        const { question, rows } = this.#store.state
        if (question === null || rows.some(isAtWork)) return
        this.#store.update({ question: null })
        if (!await this.#isReady()) return
        const replacing = new Map<string, ConfirmedEntry>(replace ? question.occupied.map(({ id, entry }) => [id, entry]) : [])
        await this.#go(question, [...question.verified, ...question.ready, ...(recode ? question.recoded : []), ...replacing.keys()], replacing)
    }

    dismissQuestion(): void {
        this.#store.update({ question: null })
    }

    /** Only the upload, on one service; verified: marked so, without any proof. */
    async upload(id: string, verified: boolean): Promise<void> {
        if (!this.#store.state.rows.some(isAtWork) && await this.#isReady([id])) await this.#run.upload(id, { verified })
    }

    /** One service, with a press in its details. */
    async replace(id: string, entry: ConfirmedEntry): Promise<void> {
        if (this.#store.state.rows.some(isAtWork) || !await this.#isReady([id])) return
        await this.#prove([id], new Map([[id, entry]]))
    }

    #selected(): readonly ServiceRow[] {
        const { rows, selected } = this.#store.state
        return rows.filter(({ service }) => selected.has(service.id))
    }

    /** Says what stands against a run, before any service is asked; then nothing is unknown of the services. */
    async #isReady(only?: readonly string[]): Promise<boolean> {
        await this.#ca.check()
        // Pressed before anything was selected: what is selected by itself is only known now.
        if (this.#store.state.selected.size === 0) this.preselect()
        const { state } = this.#store
        const ids = only ?? this.#selected().map(({ service }) => service.id)
        const runError = chosenCa(state) === null ? noCa : caProblem(state) ?? (ids.length === 0 ? notChosen : null)
        this.#store.update({ runError, started: new Set() })
        if (runError !== null) return false
        await this.#run.look(state.rows.filter(({ service, entries }) => entries === null && ids.includes(service.id)).map(({ service }) => service.id))
        return true
    }

    /** Where nothing may be changed, a press asks whether that is still so. */
    async #go({ readOnly }: Plan, ids: readonly string[], replace?: ReadonlyMap<string, ConfirmedEntry>): Promise<void> {
        await Promise.all([this.#prove(ids, replace), readOnly.length === 0 ? undefined : this.#run.look(readOnly)])
    }

    async #prove(ids: readonly string[], replace: ReadonlyMap<string, ConfirmedEntry> = new Map()): Promise<void> {
        this.#store.update({ started: new Set(ids) })
        await this.#run.prove(ids, replace)
    }

    /** Each row in which what a person wanted has failed. */
    async retryFailed(): Promise<void> {
        const failed = this.#store.state.rows.filter(hasFailed).map(({ service }) => service.id)
        this.#store.update({ started: new Set(failed) })
        await Promise.all(failed.map((id) => this.#run.retry(id)))
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
        this.#isSelectedByHand = false
        this.#store.update({
            entriesChosen: new Set(), deletion: null, deletionNote: null, deletionError: null,
            gone: [], savedDone: 0, savedCodes: new Set(),
            subscriptions: null, subscription: '', listing: false, listError: null, selected: new Set(), opened: new Set(), started: new Set(), question: null,
        })
    }
}
