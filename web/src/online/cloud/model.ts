/** The things of a cloud as the page uses them; whatever form they come in is read in the cloud's own folder. */

/** The kinds of service that hold CA certificates. */
export type ServiceKind = 'DPS' | 'IoTHub'

/** A cloud that the page may speak with, and what its host says of it. */
export interface Cloud {
    /** `public`, `usgov`, `china`, `custom`, or what config.json says. */
    readonly id: string
    readonly name: string
    /** Origin, without a slash at its end. */
    readonly managementEndpoint: string
    /** Origin of the sign-in service; null where there is none (tokens are pasted). */
    readonly loginAuthority: string | null
    readonly scope: string
    /** Origin of the cloud's own portal; null: none is known. */
    readonly portal: string | null
    /** A local emulator: the page says so. */
    readonly emulator: boolean
    /** A token that the emulator takes; only ever set for an endpoint on this machine. */
    readonly demoToken: string | null
}

/** What may be shown of the right to use a cloud. */
export interface AccessFacts {
    /** null where it is not said. */
    readonly expires: Date | null
    readonly audience: string | null
    readonly tenant: string | null
    /** Whose it is: a user name, or an application's id. */
    readonly name: string | null
    readonly origin: 'pasted' | 'signed-in' | 'demo'
}

/** What services are listed by. */
export interface Subscription {
    readonly id: string
    readonly name: string
    readonly tenantId: string | null
    /** `Enabled`, `Warned`, ... */
    readonly state: string
}

export interface Service {
    readonly kind: ServiceKind
    /** Whatever tells it from all others: of Azure the resource id, `/subscriptions/…/provisioningServices/NAME`. */
    readonly id: string
    readonly name: string
    readonly resourceGroup: string
    readonly subscriptionId: string
    readonly region: string
    /** For people. */
    readonly regionName: string
    /** `Active` or what the service says. */
    readonly state: string
}

/** One that is being made, moved or deleted, or is suspended, may refuse every change. */
export function isActive({ state }: Service): boolean {
    return state === '' || /^(active|succeeded)$/i.test(state)
}

/** A CA certificate that a service has. */
export interface CaEntry {
    /** `Service.id`, `/certificates/` and the name. */
    readonly id: string
    readonly name: string
    /** Which state of it this is, opaque: a change says from which one it starts. */
    readonly etag: string
    /** As the service says it: with or without `CN=`. */
    readonly subject: string
    /** SHA-1 over the DER, 40 lower-case hex characters. */
    readonly thumbprint: string
    readonly isVerified: boolean
    readonly expiry: Date | null
    readonly updated: Date | null
    /** Where the service gave it: octets in whatever form it came, for the core to read. */
    readonly certificate: Uint8Array | null
}
