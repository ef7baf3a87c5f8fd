/** The cloud's things as the page uses them: what the wire really carries is read in one place each. */

/** The two kinds of service that hold CA certificates behind the same six operations. */
export type ServiceKind = 'DPS' | 'IoTHub'

export interface Cloud {
    /** `public`, `usgov`, `china` or `custom`. */
    readonly id: string
    readonly name: string
    /** Origin, without a slash at its end. */
    readonly managementEndpoint: string
    /** Origin of the sign-in service; null where there is none (tokens are pasted). */
    readonly loginAuthority: string | null
    readonly scope: string
}

export interface Subscription {
    readonly id: string
    readonly name: string
    readonly tenantId: string | null
    /** `Enabled`, `Warned`, ... */
    readonly state: string
}

export interface Service {
    readonly kind: ServiceKind
    /** The resource id, `/subscriptions/…/provisioningServices/NAME`. */
    readonly id: string
    readonly name: string
    readonly resourceGroup: string
    readonly subscriptionId: string
    readonly region: string
    /** `Active` or what the service says. */
    readonly state: string
}

export interface CloudCertificate {
    readonly id: string
    readonly name: string
    /** Opaque; goes back unchanged in If-Match. */
    readonly etag: string
    /** As the service says it: with or without `CN=`. */
    readonly subject: string
    /** SHA-1 over the DER, 40 lower-case hex characters. */
    readonly thumbprint: string
    readonly isVerified: boolean
    readonly expiry: Date | null
    readonly updated: Date | null
    /** DER where the service gave it. */
    readonly certificate: Uint8Array | null
    /** Only in the answer to generateVerificationCode. */
    readonly verificationCode: string | null
}
