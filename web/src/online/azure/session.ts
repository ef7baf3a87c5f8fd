import type { CloudError } from './error'
import type { AccessToken } from './token'

/** Seconds that a token still has to last when something is begun. */
export const leastSeconds = 300

/** The one token of the page, and how it is replaced. It is forgotten with the page. */
export class Session {
    #token: AccessToken
    readonly #silently: () => Promise<AccessToken | null>
    readonly #ask: (error: CloudError | null) => Promise<AccessToken | null>
    readonly #now: () => Date

    /** silently: without a person, such as `SignIn.renew`; ask: a person signs in or pastes one, or gives up (null). */
    constructor(
        token: AccessToken, silently: () => Promise<AccessToken | null>, ask: (error: CloudError | null) => Promise<AccessToken | null>,
        now: () => Date = () => new Date(),
    ) {
        this.#token = token
        this.#silently = silently
        this.#ask = ask
        this.#now = now
    }

    /** For ManagementHttp. */
    readonly token = (): AccessToken => this.#token

    /** For Run. */
    readonly tokenLasts = (): boolean => this.#token.isUsable(this.#now(), leastSeconds)

    /** For Run. error: the service's refusal; null: the token is about to expire. */
    readonly renewToken = async (error: CloudError | null): Promise<boolean> => {
        const renewed = await this.#silently() ?? await this.#ask(error)
        if (renewed === null) return false
        this.#token = renewed
        return true
    }

    replace(token: AccessToken): void {
        this.#token = token
    }
}
