import { customCloud, originsOf, type ChosenCloud } from './azure/clouds'
import { defaultConfig, loadConfig, type Config } from './azure/config'
import { CloudError } from './azure/error'
import { Session } from './azure/session'
import { SignIn, signInObstacle } from './azure/sign-in'
import { readToken, takeToken, type AccessToken } from './azure/token'
import { loadMsal } from './msal'
import { allowConnections } from './policy'
import type { Message, Store } from './state'

const noWayBack: Message = {
    message: 'The cloud was chosen already, and this page can reach no other.', hint: 'Press Change: the page loads anew.',
}
const endsSoon: Message = { message: 'The token ends within minutes.', hint: 'Give a new one, and what was begun goes on.' }

/** Which cloud, and with whose rights. The token is in here and nowhere else. */
export class AccessActions {
    readonly #store: Store
    #config: Config = defaultConfig
    #session: Session | null = null
    #signIn: SignIn | null = null
    /** Rows wait for a token that a person gives, or declines to. */
    #answer: ((token: AccessToken | null) => void) | null = null

    constructor(store: Store) {
        this.#store = store
    }

    get config(): Config { return this.#config }
    get session(): Session | null { return this.#session }

    async begin(): Promise<void> {
        const { config, error } = await loadConfig(new URL('config.json', document.baseURI))
        this.#config = config
        this.#store.update({
            clouds: config.clouds,
            emulator: config.clouds.some(({ emulator }) => emulator),
            demoToken: config.clouds.some(({ demoToken }) => demoToken !== null),
            cloudError: error,
        })
    }

    useCloud(id: string): void {
        const cloud = this.#config.clouds.find((each) => each.id === id)
        if (cloud !== undefined) this.#settle(cloud)
    }

    useCustomCloud(management: string, login: string): void {
        const made = customCloud(management, login.trim() === '' ? null : login)
        if (!made.ok) return this.#store.update({ cloudError: made.error })
        this.#settle(made.value)
    }

    /** The browser itself refuses everything else from here on, before any token is there. */
    #settle(cloud: ChosenCloud): void {
        if (this.#store.state.cloud !== null) return this.#store.update({ cloudError: noWayBack })
        const page = new URL(document.baseURI)
        const obstacle = signInObstacle(page, this.#config, cloud)
        allowConnections(originsOf(cloud, obstacle === null))
        if (obstacle === null) this.#signIn = new SignIn(this.#config, cloud, page.origin + page.pathname, loadMsal)
        this.#store.update({ cloud, cloudError: null, signInNote: obstacle?.message ?? '' })
    }

    /** The policy that was narrowed stays until the page goes. */
    startAgain(): void {
        location.reload()
    }

    useToken(text: string): boolean {
        const { cloud } = this.#store.state
        if (cloud === null) return false
        const read = readToken(text, cloud)
        if (read.ok) this.#give(read.value)
        else this.#store.update({ accessError: read.error })
        return read.ok
    }

    useDemoToken(): boolean {
        const cloud = this.#config.clouds.find(({ demoToken }) => demoToken !== null)
        if (cloud === undefined || cloud.demoToken === null) return false
        if (this.#store.state.cloud === null) this.#settle(cloud)
        if (this.#store.state.cloud !== cloud) this.#store.update({ accessError: noWayBack })
        else this.#give(takeToken(cloud.demoToken, 'demo'))
        return this.#store.state.cloud === cloud
    }

    async signIn(): Promise<void> {
        const { access } = this.#store.state
        if (this.#signIn === null || access.status === 'asking') return
        if (access.status === 'none') this.#store.update({ access: { status: 'asking' }, accessError: null })
        try {
            this.#give(await this.#signIn.signIn())
        } catch (error) {
            const accessError = error instanceof CloudError ? error : { message: 'The sign-in failed.', hint: 'A pasted token works.' }
            this.#store.update({ access, accessError })
        }
    }

    #give(token: AccessToken): void {
        if (this.#session === null) this.#session = new Session(token, () => this.#silently(), (error) => this.#ask(error))
        else if (this.#answer === null) this.#session.replace(token)
        this.#store.update({ access: { status: 'given', facts: token.facts }, accessError: null })
        this.#settleRenewal(token)
    }

    async #silently(): Promise<AccessToken | null> {
        const token = await this.#signIn?.renew() ?? null
        if (token !== null) this.#store.update({ access: { status: 'given', facts: token.facts } })
        return token
    }

    #ask(error: CloudError | null): Promise<AccessToken | null> {
        return new Promise((resolve) => {
            this.#answer = resolve
            this.#store.update({ renewing: true, accessError: error ?? endsSoon })
        })
    }

    declineRenewal(): void {
        if (this.#answer !== null) this.#store.update({ accessError: null })
        this.#settleRenewal(null)
    }

    #settleRenewal(token: AccessToken | null): void {
        const answer = this.#answer
        this.#answer = null
        this.#store.update({ renewing: false })
        answer?.(token)
    }

    forget(): void {
        this.#session = null
        this.#settleRenewal(null)
        this.#store.update({ access: { status: 'none' }, accessError: null })
    }
}
