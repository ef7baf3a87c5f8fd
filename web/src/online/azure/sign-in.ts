import type { AuthenticationResult, PublicClientApplication } from '@azure/msal-browser'
import { CloudError } from '../cloud/error'
import type { Cloud } from '../cloud/model'
import { problem } from '../texts/say'
import { isOnThisMachine } from './clouds'
import type { Config } from './config'
import { takeToken, type AccessToken } from './token'

/** What is used of @azure/msal-browser; it is loaded only when somebody signs in. */
export interface Msal {
    readonly PublicClientApplication: new (configuration: ConstructorParameters<typeof PublicClientApplication>[0]) => Application
}
type Application = Pick<PublicClientApplication, 'initialize' | 'acquireTokenPopup' | 'acquireTokenSilent'>

/** Why this page can't sign anybody in; null where it can. A pasted token works in any case. */
export function signInObstacle(page: URL, config: Config, cloud: Cloud): CloudError | null {
    if (page.protocol === 'file:') {
        return unavailable(problem('sign.in.file'))
    }
    if (page.protocol !== 'https:' && !isOnThisMachine(page.origin)) {
        return unavailable(problem('sign.in.https'))
    }
    if (cloud.loginAuthority === null) return unavailable(problem('sign.in.none', { cloud: cloud.name }))
    if (config.clientId === null) {
        return unavailable(problem('sign.in.not.set.up'))
    }
    return null
}

/**
 * Sign-in by the host's own app registration, in a window of its own. Nothing is stored: what MSAL knows is in memory and goes
 * with the page.
 */
export class SignIn {
    readonly #config: Config
    readonly #cloud: Cloud
    readonly #redirectUri: string
    readonly #load: () => Promise<Msal>
    #application: Application | null = null
    /** Who signed in; the token is kept by the caller, and by MSAL. */
    #account: AuthenticationResult['account'] | null = null

    /** redirectUri: the address that is registered, at which the window tells this page of the answer. */
    constructor(config: Config, cloud: Cloud, redirectUri: string, load: () => Promise<Msal>) {
        this.#config = config
        this.#cloud = cloud
        this.#redirectUri = redirectUri
        this.#load = load
    }

    /** Has to be called from a click, or the window is blocked. Rejects with a CloudError only. */
    async signIn(): Promise<AccessToken> {
        const application = await this.#ready()
        return this.#taken(() => application.acquireTokenPopup({ scopes: [this.#cloud.scope], prompt: 'select_account' }))
    }

    /** A new token without asking anybody; null where that is not possible, and `signIn` has to ask. */
    async renew(): Promise<AccessToken | null> {
        const application = this.#application
        const account = this.#account
        if (application === null || account === null) return null
        return this.#taken(() => application.acquireTokenSilent({ scopes: [this.#cloud.scope], account, forceRefresh: true })).catch(() => null)
    }

    /** The library holds tokens of its own, and goes with them. */
    forget(): void {
        this.#application = null
        this.#account = null
    }

    async #ready(): Promise<Application> {
        if (this.#application !== null) return this.#application
        const { loginAuthority } = this.#cloud
        const { clientId, tenant } = this.#config
        if (loginAuthority === null || clientId === null) throw unavailable(problem('sign.in.not.set.up'))
        try {
            const { PublicClientApplication } = await this.#load()
            const application = new PublicClientApplication({
                auth: {
                    clientId,
                    authority: `${loginAuthority}/${tenant ?? 'organizations'}`,
                    knownAuthorities: this.#cloud.id in { public: 1, usgov: 1, china: 1 } ? [] : [new URL(loginAuthority).host],
                    redirectUri: this.#redirectUri,
                },
                cache: { cacheLocation: 'memoryStorage' },
                // Its log would hold account names.
                system: { loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false } },
            })
            await application.initialize()
            this.#application = application
            return application
        } catch {
            throw new CloudError({ code: 'SIGN_IN_UNAVAILABLE', ...problem('sign.in.start'), retryable: true })
        }
    }

    async #taken(ask: () => Promise<AuthenticationResult>): Promise<AccessToken> {
        try {
            const result = await ask()
            this.#account = result.account
            return takeToken(result.accessToken, 'signed-in', result.expiresOn)
        } catch (error) {
            throw errorOf(error)
        }
    }
}

/** MSAL's codes are told by meaning; of its texts only the sign-in service's own number is kept, which helps administrators. */
function errorOf(error: unknown): CloudError {
    const { errorCode, errorMessage } = typeof error === 'object' && error !== null ? error as { readonly errorCode?: unknown; readonly errorMessage?: unknown } : {}
    const code = typeof errorCode === 'string' && /^[a-z_]{1,60}$/.test(errorCode) ? errorCode : ''
    const number = typeof errorMessage === 'string' ? /AADSTS\d{4,8}/.exec(errorMessage)?.[0] ?? null : null
    const facts = { serviceCode: number ?? (code === '' ? null : code), retryable: true }
    if (code === 'user_cancelled' || code === 'access_denied' || code === 'interaction_in_progress_cancelled') {
        return new CloudError({ ...facts, code: 'SIGN_IN_CANCELLED', ...problem('sign.in.cancelled') })
    }
    if (code === 'popup_window_error' || code === 'empty_window_error') {
        return new CloudError({ ...facts, code: 'SIGN_IN_FAILED', ...problem('sign.in.blocked') })
    }
    if (code === 'interaction_in_progress') {
        return new CloudError({ ...facts, code: 'SIGN_IN_FAILED', ...problem('sign.in.open') })
    }
    const why = facts.serviceCode === null ? problem('sign.in.failed') : problem('sign.in.failed.number', { number: facts.serviceCode })
    return new CloudError({ ...facts, code: 'SIGN_IN_FAILED', ...why })
}

function unavailable(why: ReturnType<typeof problem>): CloudError {
    return new CloudError({ code: 'SIGN_IN_UNAVAILABLE', ...why })
}
