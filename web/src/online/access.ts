import { azure } from './azure/azure'
import { customCloud, originsOf } from './azure/clouds'
import { defaultConfig, loadConfig, type Config } from './azure/config'
import { SignIn, signInObstacle, type Msal } from './azure/sign-in'
import { readToken, takeToken, tokenCommand, type AccessToken } from './azure/token'
import { CloudError } from './cloud/error'
import type { Cloud } from './cloud/model'
import type { Provider } from './cloud/provider'
import { Session } from './cloud/session'
import type { Message, Store } from './state'
import { problem } from './texts/say'

const noWayBack: Message = problem('no.way.back')
const endsSoon: Message = problem('token.ends')

/** The page around; tests have none. */
export interface Surroundings {
    /** Where the page lies: its address, or the base that it names. */
    readonly page: URL
    /** From then on the browser itself refuses every other address. */
    readonly allowConnections: (origins: readonly string[]) => void
    readonly loadMsal: () => Promise<Msal>
}

/**
 * Which cloud, and with whose rights. The token is in here and nowhere else, and `forget` lets go of all that holds one. Of the
 * files beside the folders this one alone knows which clouds there are.
 */
export class Access {
    readonly #store: Store
    readonly #surroundings: Surroundings
    #config: Config = defaultConfig
    #provider: Provider | null = null
    #signIn: SignIn | null = null
    #session: Session<AccessToken> | null = null
    /** Rows wait for a token that a person gives, or declines to. */
    #answer: ((token: AccessToken | null) => void) | null = null
    /** Another one after each `forget`: what was asked for before it brings nothing back. */
    #life = 0

    constructor(store: Store, surroundings: Surroundings) {
        this.#store = store
        this.#surroundings = surroundings
    }

    /** Of the cloud that was settled on. Its calls are refused while there is no token. */
    get provider(): Provider {
        if (this.#provider === null) throw noToken()
        return this.#provider
    }

    get tokenLasts(): boolean { return this.#session?.tokenLasts ?? true }

    async renewToken(error: CloudError | null): Promise<boolean> {
        return await this.#session?.renewToken(error) ?? false
    }

    async readConfig(): Promise<void> {
        const { config, error } = await loadConfig(new URL('config.json', this.#surroundings.page))
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

    /** Before any token is there. */
    #settle(cloud: Cloud): void {
        if (this.#store.state.cloud !== null) return this.#store.update({ cloudError: noWayBack })
        const { page, allowConnections, loadMsal } = this.#surroundings
        const obstacle = signInObstacle(page, this.#config, cloud)
        allowConnections(originsOf(cloud, obstacle === null))
        if (obstacle === null) this.#signIn = new SignIn(this.#config, cloud, page.origin + page.pathname, loadMsal)
        this.#provider = azure(cloud, this.#config.apiVersions, () => {
            if (this.#session === null) throw noToken()
            return this.#session.token
        })
        this.#store.update({ cloud, tokenCommand: tokenCommand(cloud), cloudError: null, signInNote: obstacle?.said?.message ?? null })
    }

    // What gives access says whether there was none before.

    useToken(text: string): boolean {
        const { cloud } = this.#store.state
        if (cloud === null) return false
        const read = readToken(text, cloud)
        if (read.ok) return this.#give(read.value)
        this.#store.update({ accessError: read.error })
        return false
    }

    useDemoToken(): boolean {
        const cloud = this.#config.clouds.find(({ demoToken }) => demoToken !== null)
        if (cloud === undefined || cloud.demoToken === null) return false
        if (this.#store.state.cloud === null) this.#settle(cloud)
        if (this.#store.state.cloud === cloud) return this.#give(takeToken(cloud.demoToken, 'demo'))
        this.#store.update({ accessError: noWayBack })
        return false
    }

    async signIn(): Promise<boolean> {
        const { access } = this.#store.state
        const signIn = this.#signIn
        if (signIn === null || access.status === 'asking') return false
        if (access.status === 'none') this.#store.update({ access: { status: 'asking' }, accessError: null })
        const life = this.#life
        const result = await signIn.signIn().catch((error: unknown) => error)
        if (life !== this.#life) {
            signIn.forget()
            return false
        }
        if (result instanceof Error) {
            const accessError = result instanceof CloudError ? result : problem('sign.in.broken')
            this.#store.update({ access, accessError })
            return false
        }
        return this.#give(result as AccessToken)
    }

    #give(token: AccessToken): boolean {
        const isFirst = this.#session === null
        const life = this.#life
        if (this.#session === null) this.#session = new Session(token, () => this.#silently(life), (error) => this.#ask(life, error))
        else if (this.#answer === null) this.#session.replace(token)
        this.#store.update({ access: { status: 'given', facts: token.facts, refused: false }, accessError: null })
        this.#settleRenewal(token)
        return isFirst
    }

    async #silently(life: number): Promise<AccessToken | null> {
        const token = await this.#signIn?.renew() ?? null
        if (token === null || life !== this.#life) return null
        this.#store.update({ access: { status: 'given', facts: token.facts, refused: false } })
        return token
    }

    async #ask(life: number, error: CloudError | null): Promise<AccessToken | null> {
        if (life !== this.#life) return null
        if (error !== null) this.refused(error)
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

    /** A service did not take the token: what it says of its own end counts for nothing any more. */
    refused({ code }: CloudError): void {
        const { access } = this.#store.state
        if (code === 'UNAUTHORIZED' && access.status === 'given') this.#store.update({ access: { ...access, refused: true } })
    }

    /** The token, and everything that could get another one without asking. */
    forget(): void {
        this.#life++
        this.#session = null
        this.#signIn?.forget()
        this.#settleRenewal(null)
        this.#store.update({ access: { status: 'none' }, accessError: null })
    }
}

function noToken(): CloudError {
    return new CloudError({ code: 'UNAUTHORIZED', ...problem('no.token') })
}
